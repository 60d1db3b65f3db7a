"""What the arguments of the kinds mean, for the reference; ``kind.argument`` goes before ``argument``."""

from __future__ import annotations

MEANINGS: dict[str, str] = {
    "action.revert.action": "id of the action to take back",
    "args": "arguments of the script or code",
    "checkpoints": "ids, in the order in which to restore them",
    "code": "the source text",
    "command": "one shell command",
    "contains": "text that the answer must hold",
    "content": "the text",
    "count": "how often `old` must occur (default 1)",
    "diff": "a unified diff of this file, in place of `old` and `new`",
    "direction": "take back, or make again",
    "http.check.name": "name of the process, in place of `url`",
    "http.check.path": "path on that process, with `name`",
    "idempotent": "doing it twice does no more than doing it once: it may be tried again after a passing failure",
    "init": "make a repository where there is none",
    "language": "one of Open Interpreter's languages",
    "memory": "limit in bytes",
    "message": "the message",
    "mode": "permission bits in octal, for example `755`",
    "git.tag.name": "the tag",
    "name": "the process's name",
    "new": "what takes the place of `old`",
    "note": "kept in the record; nothing else happens",
    "old": "text to replace, exactly as it stands in the file",
    "packages": "names, with versions if wanted",
    "parameters": "values for the recipe's parameters",
    "env.create.path": "the environment's folder (default `.venv`)",
    "env.install.path": "the environment's folder (default `.venv`)",
    "env.setup.path": "the environment's folder (default `.venv`)",
    "python.run.path": "a script, in place of `code`",
    "test.run.path": "what to test, in place of a command",
    "path": "the file or folder",
    "paths": "exactly what to commit",
    "port": "port that must answer; 0 picks a free one, which the command gets as `${PORT}`",
    "process.stop.action": "id of the action that started it, in place of `name`",
    "process.start.url": "address that must answer",
    "python": "the Python to make it with (default: the one that runs Journeyman)",
    "ready_timeout": "seconds until it must be ready",
    "recipe": "the recipe's name",
    "recursive": "needed to delete a folder with contents",
    "requirements": "a requirements file, in place of `packages`",
    "status": "status that the answer must have (default 200)",
    "timeout": "seconds until it is stopped",
    "url": "the address, on this machine",
}


def meaning(kind: str, argument: str) -> str:
    """Return what ``argument`` of ``kind`` means. Raises KeyError when nobody wrote that down."""
    return MEANINGS.get(f"{kind}.{argument}") or MEANINGS[argument]

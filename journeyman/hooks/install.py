"""How an agent is told to call our hook: the entry for its settings, printed, or written at the user's word."""

from __future__ import annotations

import json
import os
import shlex
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from journeyman.errors import UsageError
from journeyman.values import Json

_TIMEOUT = 20
"""Seconds after which the agent gives up on the hook (and goes on without it)."""


@dataclass(frozen=True, slots=True)
class Target:
    """One agent: where its settings lie (below the home folder or a project), and what it sends to the hook.

    ``strict`` is what makes it stop a tool call when the hook itself fails, if it can.
    """

    folder: str
    file: str
    events: tuple[str, ...]
    matcher: str
    then: str
    strict: Mapping[str, Json] = field(default_factory=dict)


AGENTS: Mapping[str, Target] = {
    "claude-code": Target(
        ".claude",
        "settings.json",
        ("PreToolUse",),
        "Bash|Monitor|Write|Edit|MultiEdit|NotebookEdit|Read|Glob|Grep|WebFetch",
        "Look at it in Claude Code: /hooks",
        {"onFailure": "block"},
    ),
    "codex": Target(
        ".codex",
        "hooks.json",
        ("PreToolUse", "PermissionRequest"),
        "Bash|apply_patch",
        "Codex skips a new hook until you have reviewed it there: /hooks",
    ),
}


def settings_file(agent: str, project: Path | None = None) -> Path:
    """Return the settings file of ``agent``: the user's own, or that of a project."""
    target = AGENTS[agent]
    return (project or Path(os.path.expanduser("~"))) / target.folder / target.file


def entry(agent: str, *, strict: bool = False) -> dict[str, Json]:
    """Return the settings that make ``agent`` call this installation's hook.

    ``strict``: a hook that cannot start, or takes too long, stops the tool call. Raises UsageError where the agent
    knows no such setting.
    """
    target = AGENTS[agent]
    if strict and not target.strict:
        raise UsageError(f"{agent} has no setting that stops a tool call when its hook fails; leave --strict out")
    command = f"{shlex.quote(sys.executable)} -m journeyman hook {agent}"
    hook: dict[str, Json] = {"type": "command", "command": command, "timeout": _TIMEOUT}
    if strict:
        hook |= target.strict
    return {"hooks": {event: [{"matcher": target.matcher, "hooks": [hook]}] for event in target.events}}


def merged(current: Mapping[str, Json], agent: str, *, strict: bool = False) -> dict[str, Json]:
    """Return settings with our entry in them, and nothing else changed; an older entry of ours is replaced.

    Raises UsageError when the hooks that stand there are not what the agent documents.
    """
    hooks = current.get("hooks", {})
    if not isinstance(hooks, dict):
        raise UsageError("its hooks are no object; mend the file first")
    result = dict(hooks)
    for event, groups in entry(agent, strict=strict)["hooks"].items():
        present = hooks.get(event, [])
        if not isinstance(present, list):
            raise UsageError(f"its hooks.{event} is no list; mend the file first")
        result[event] = [*(group for group in present if not _is_ours(group, agent)), *groups]
    return {**current, "hooks": result}


def read_settings(path: Path) -> dict[str, Json]:
    """Return the settings in ``path``, empty when there is no such file. Raises UsageError for a broken one."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from None
    if not isinstance(found, dict):
        raise UsageError(f"{path} is no JSON object")
    return found


def write_settings(path: Path, settings: Mapping[str, Json]) -> None:
    """Replace ``path`` in one step, keeping its mode; a link is followed. Raises UsageError."""
    path = path.resolve()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(json.dumps(settings, ensure_ascii=False, indent=2) + "\n")
        if path.exists():
            os.chmod(name, path.stat().st_mode & 0o7777)
        os.replace(name, path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None


def _is_ours(group: Json, agent: str) -> bool:
    hooks = group.get("hooks", ()) if isinstance(group, dict) else ()
    commands = [str(hook.get("command", "")) for hook in hooks if isinstance(hook, dict)]
    return bool(commands) and all(command.endswith(f"journeyman hook {agent}") for command in commands)

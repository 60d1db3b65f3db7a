"""What a tool call of another agent would do: its tools by name, each with the part of its input that matters."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from journeyman.errors import UsageError
from journeyman.hooks.judge import Judge
from journeyman.values import Decision, Effect, Json, Prediction

if TYPE_CHECKING:
    from journeyman.gate.analysis.record import Record

Input = Mapping[str, Json]

AGENT_FOLDERS = (".claude", ".codex")
"""Folders with the agents' own settings: whoever writes there can switch these hooks off."""
_PATCHED = re.compile(r"^\*\*\* (Add File|Update File|Delete File|Move to): (.+?)\s*$", re.MULTILINE)


def judge_call(judge: Judge, tool: str, given: Input, cwd: str) -> Decision | None:
    """Return the decision about one tool call in the folder ``cwd`` (absolute); None for a tool that is not known.

    Raises UsageError when the input is not what that tool takes.
    """
    found = TOOLS.get(tool)
    return found(judge, tool, given, cwd) if found else None


def text_of(given: Input, key: str) -> str:
    """Return a text of a tool's input. Raises UsageError when it is missing or something else."""
    value = given.get(key)
    if not isinstance(value, str):
        raise UsageError(f"its {key} is {'missing' if value is None else 'no text'}")
    return value


def _command(judge: Judge, tool: str, given: Input, cwd: str) -> Decision:
    return judge.command(text_of(given, "command"), cwd)


def _watch(judge: Judge, tool: str, given: Input, cwd: str) -> Decision | None:
    """A watch runs a command in the background, or listens to something else, which is no command to judge."""
    return judge.command(text_of(given, "command"), cwd) if "command" in given else None


def _write(key: str) -> Callable[[Judge, str, Input, str], Decision]:
    def judged(judge: Judge, tool: str, given: Input, cwd: str) -> Decision:
        path = text_of(given, key)
        return _predicted(judge, tool, given, cwd, lambda record: _change(record, path))

    return judged


def _read(judge: Judge, tool: str, given: Input, cwd: str) -> Decision:
    key = "file_path" if "file_path" in given else "notebook_path" if "notebook_path" in given else "path"
    path = text_of(given, key) if key in given or tool in {"Read", "NotebookRead"} else "."

    def look(record: Record) -> None:
        from journeyman.gate.analysis.words import Word

        record.read(Word(os.path.expanduser(path)), names_only=tool in {"Glob", "LS"})

    return _predicted(judge, tool, given, cwd, look)


def _fetch(judge: Judge, tool: str, given: Input, cwd: str) -> Decision:
    url = text_of(given, "url")

    def look(record: Record) -> None:
        from journeyman.gate.analysis.fetches import record_fetch
        from journeyman.gate.analysis.words import Word

        record_fetch(tool, Word(url), record, web=True)

    return _predicted(judge, tool, given, cwd, look)


def _patch(judge: Judge, tool: str, given: Input, cwd: str) -> Decision:
    text = text_of(given, "command" if "command" in given else "input")
    changes = list(patched(text))
    if not changes:
        raise UsageError("its patch names no file")

    def look(record: Record) -> None:
        for path, deleted in changes:
            _change(record, path, deleted=deleted)

    return _predicted(judge, tool, given, cwd, look)


def patched(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the paths that a patch (the format of ``apply_patch``) touches, and whether it removes them."""
    for what, path in _PATCHED.findall(text):
        yield path, what == "Delete File"


def _change(record: Record, path: str, *, deleted: bool = False) -> None:
    from journeyman.gate.analysis.words import Word

    record.write(Word(os.path.expanduser(path)), delete=deleted)
    folders = os.path.normpath(os.path.join(record.cwds[0], path)).split("/")[:-1]
    if any(folder in AGENT_FOLDERS for folder in folders):
        why = f"changes an agent's own settings, where this hook may stand: {path}"
        record.add(Effect("self", "floor", "none", path, why))


def _predicted(judge: Judge, tool: str, given: Input, cwd: str, look: Callable[[Record], None]) -> Decision:
    def predict() -> Prediction:
        from journeyman.gate.analysis.shell import new_record

        record = new_record(judge.workspace, cwd)
        look(record)
        record.subject(tool, record.level)
        record.finish()
        return record.prediction()

    return judge.decide(f"tool.{tool}", {"tool": tool}, predict, confinable=True)


TOOLS: Mapping[str, Callable[[Judge, str, Input, str], Decision | None]] = {
    "Bash": _command,
    "Monitor": _watch,
    "Write": _write("file_path"),
    "Edit": _write("file_path"),
    "MultiEdit": _write("file_path"),
    "NotebookEdit": _write("notebook_path"),
    "Read": _read,
    "NotebookRead": _read,
    "Glob": _read,
    "Grep": _read,
    "LS": _read,
    "WebFetch": _fetch,
    "apply_patch": _patch,
}
"""What is judged. Any other tool (an MCP server's, a web search) gets no opinion: the agent asks as it always does."""
FILE_TOOLS = frozenset({"Write", "Edit", "MultiEdit", "NotebookEdit"})

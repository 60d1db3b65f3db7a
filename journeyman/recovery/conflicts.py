"""Files that git left with conflict marks: keep one side of every conflict, as an edit that can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from journeyman.values import Edit, Fix

_OURS, _BASE, _MIDDLE, _THEIRS = "<<<<<<<", "|||||||", "=======", ">>>>>>>"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One conflict: its whole text from mark to mark, at ``line`` (from 1), and its two sides."""

    line: int
    text: str
    ours: str
    theirs: str


def conflicts(text: str) -> tuple[Conflict, ...]:
    """Return the complete conflicts that stand in ``text``, in order."""
    found: list[Conflict] = []
    lines = text.splitlines(keepends=True)
    start = side = None
    parts: dict[str, list[str]] = {}
    for number, line in enumerate(lines):
        mark = line[:7]
        if mark == _OURS:
            start, side, parts = number, "ours", {"ours": [], "base": [], "theirs": []}
        elif start is None:
            continue
        elif mark == _BASE:
            side = "base"
        elif mark == _MIDDLE:
            side = "theirs"
        elif mark == _THEIRS:
            whole = "".join(lines[start : number + 1])
            found.append(Conflict(start + 1, whole, "".join(parts["ours"]), "".join(parts["theirs"])))
            start = None
        elif side is not None:
            parts[side].append(line)
    return tuple(found)


def conflict_fixes(path: str, text: str) -> Iterator[Fix]:
    """Yield two fixes for the first conflict of a file: keep ours, keep theirs. Which one is right, a person knows."""
    for conflict in conflicts(text)[:1]:
        for side, new in (("our", conflict.ours), ("their", conflict.theirs)):
            note = f"keep {side} side of the conflict in {path}, line {conflict.line}"
            yield Fix("ask", "", Edit(path, conflict.line, conflict.text, new), note, "edit")

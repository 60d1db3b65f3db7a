"""Apply a unified diff to one text, exactly: every line of context must fit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from journeyman.errors import KindError

_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


@dataclass(slots=True)
class Hunk:
    """One change: ``old`` lines (context and removed) at ``start`` (1-based) become ``new`` lines."""

    start: int
    old_count: int
    new_count: int
    old: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    last_sign: str = " "

    @property
    def open(self) -> bool:
        """True while lines that the header announced are missing."""
        return len(self.old) < self.old_count or len(self.new) < self.new_count


def apply_diff(text: str, diff: str) -> tuple[str, int]:
    """Return ``text`` with ``diff`` applied, and the number of hunks.

    A hunk applies at its line number, or at the only other place where all its lines stand. Raises KindError for a
    diff of several files, a damaged one, or a hunk that does not fit.
    """
    hunks = _parse(diff)
    lines = _split(text)
    result: list[str] = []
    done = 0
    for number, hunk in enumerate(hunks, 1):
        at = _locate(lines, hunk, done, number)
        result += lines[done:at]
        result += hunk.new
        done = at + len(hunk.old)
    return "".join(result + lines[done:]), len(hunks)


def _split(text: str) -> list[str]:
    """Split at line feeds only, so that carriage returns stay part of their line."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _parse(diff: str) -> list[Hunk]:
    hunks: list[Hunk] = []
    files = 0
    for line in _split(diff):
        hunk = hunks[-1] if hunks else None
        if hunk is not None and hunk.open:
            _take(hunk, line, len(hunks))
        elif line.startswith("\\"):
            _no_newline(hunk)
        elif match := _HUNK.match(line):
            start, old, _, new = match.groups()
            hunks.append(Hunk(int(start), int(old or 1), int(new or 1)))
        elif line.startswith("--- "):
            files += 1
        elif line.startswith(("+", "-")) and not line.startswith("+++ "):
            raise KindError(f"the diff has a changed line outside a hunk: {line.strip()[:80]!r}")
    if files > 1:
        raise KindError("the diff changes several files; give one action for each file")
    if not hunks:
        raise KindError("the diff has no hunk; a unified diff with lines like '@@ -1,3 +1,4 @@' is expected")
    if hunks[-1].open:
        raise KindError(f"hunk {len(hunks)} of the diff is shorter than its header says")
    return hunks


def _take(hunk: Hunk, line: str, number: int) -> None:
    sign, body = line[:1], line[1:]
    if sign == "\\":
        _no_newline(hunk)
        return
    if line in {"\n", "\r\n"}:  # editors strip the blank of an empty context line
        sign, body = " ", line
    if sign not in {" ", "+", "-"}:
        raise KindError(f"hunk {number} of the diff has a line that starts with {sign!r}; allowed: ' ', '+', '-'")
    if not body.endswith("\n"):
        body += "\n"
    if sign != "+":
        hunk.old.append(body)
    if sign != "-":
        hunk.new.append(body)
    hunk.last_sign = sign


def _no_newline(hunk: Hunk | None) -> None:
    if hunk is None:
        return
    for lines, signs in ((hunk.old, " -"), (hunk.new, " +")):
        if hunk.last_sign in signs and lines:
            lines[-1] = lines[-1].removesuffix("\n")


def _locate(lines: list[str], hunk: Hunk, done: int, number: int) -> int:
    """Return the index at which ``hunk`` applies."""
    if not hunk.old:
        at = hunk.start  # a pure insertion names the line that it follows
        if done <= at <= len(lines):
            return at
        raise KindError(f"hunk {number} inserts after line {hunk.start}, but the file has {len(lines)} lines")
    at = hunk.start - 1
    size = len(hunk.old)
    if at >= done and lines[at : at + size] == hunk.old:
        return at
    places = [i for i in range(done, len(lines) - size + 1) if lines[i : i + size] == hunk.old]
    if len(places) == 1:
        return places[0]
    if not places:
        first = hunk.old[0].rstrip("\r\n")[:80]
        raise KindError(f"hunk {number} does not fit: its lines (from {first!r}) are not in the file; read it again")
    shown = ", ".join(str(place + 1) for place in places[:5])
    raise KindError(f"hunk {number} fits in {len(places)} places (lines {shown}); give more context")

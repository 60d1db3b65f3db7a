"""The lines of an output, to be searched for many literals at the cost of one search each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

Lines = Sequence[tuple[int, str]]


class Shown:
    """Numbered lines, and their text as one."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.text = "\n".join(line for _, line in lines)
        self._starts: list[int] = []
        self._known: dict[str, list[int]] = {}
        self._had: dict[str, bool] = {}

    def has(self, literal: str) -> bool:
        """Tell whether ``literal`` is in the text; remembered, as tables share them."""
        if literal not in self._had:
            self._had[literal] = literal in self.text
        return self._had[literal]

    def holding(self, literals: Sequence[str]) -> Lines:
        """Return the lines that have any of ``literals``, in their order."""
        if len(literals) == 1:
            return [self.lines[at] for at in self._places(literals[0])]
        return [self.lines[at] for at in sorted({at for literal in literals for at in self._places(literal)})]

    def _places(self, literal: str) -> list[int]:
        """Return the indices of the lines that have ``literal``; remembered, as rules share them."""
        if literal not in self._known:
            self._known[literal] = self._search(literal)
        return self._known[literal]

    def _search(self, literal: str) -> list[int]:
        found: list[int] = []
        at = self.text.find(literal)
        while at >= 0:
            index = bisect_right(self._line_starts(), at) - 1
            found.append(index)
            if index + 1 >= len(self.lines):
                break
            at = self.text.find(literal, self._line_starts()[index + 1])
        return found

    def _line_starts(self) -> list[int]:
        if not self._starts:
            at = 0
            for _, line in self.lines:
                self._starts.append(at)
                at += len(line) + 1
        return self._starts

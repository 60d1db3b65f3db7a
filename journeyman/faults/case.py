"""What is known of a run that may have failed, as one value that every diagnoser reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from journeyman.faults.command import Segment, segments
from journeyman.faults.scan import scan
from journeyman.faults.shown import Lines, Shown
from journeyman.faults.window import window

__all__ = ["Case", "Lines", "ReportKind", "Surroundings"]

ReportKind = Literal["shell", "python", "traceback"]

_LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a front end knows around a failure, for better suggestions; everything may be empty.

    ``names`` are the names in scope with their types' names; ``cells`` maps the number of each cell that was run
    (``0`` and below: not run yet) to its code, in the order of the notebook; ``files`` are workspace-relative paths;
    ``modules`` are the top-level modules that can be imported.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[int, str] = field(default_factory=dict)
    files: Sequence[str] = ()
    modules: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    """A run: its command or code, how it ended, and what it printed. ``kind`` says what ran.

    ``shell``: a command line. ``python``: Python code, with what it printed. ``traceback``: the text of a traceback
    alone, with the code where that is known. ``exit_code`` is None where there is none.
    """

    kind: ReportKind
    command: str = ""
    exit_code: int | None = None
    output: str = ""
    code: str = ""
    around: Surroundings = Surroundings()
    part: tuple[int, int] | None = None
    """The first and last line of the output to look at; see :meth:`within`."""
    known: Lines | None = field(default=None, repr=False, compare=False)
    """All lines, where the output has been taken apart before."""

    def within(self, first: int, last: int) -> Case:
        """Return this case with nothing but some of its lines to look at."""
        return replace(self, part=(first, last), known=self.known or self.lines)

    @cached_property
    def lines(self) -> Lines:
        """(1-based line number, line) of the telling parts of the output, each line cut; see :func:`window`."""
        found = window(self.output) if self.known is None else self.known
        if self.part is None:
            return found
        first, last = self.part
        return [(number, line) for number, line in found if first <= number <= last]

    @cached_property
    def text(self) -> str:
        """The output to look for literals in; of a huge one only its telling parts."""
        if self.part is None and len(self.output) <= _LONGEST:
            return self.output
        return self._shown.text

    @cached_property
    def _shown(self) -> Shown:
        return Shown(self.lines)

    def shows(self, *literals: str) -> bool:
        """Tell whether any of ``literals`` is in the lines."""
        return any(map(self._shown.has, literals))

    def holding(self, *literals: str) -> Lines:
        """Return the lines that have any of ``literals``, in their order."""
        return self._shown.holding(literals)

    @cached_property
    def segments(self) -> Sequence[Segment]:
        """The simple commands of the command line."""
        return segments(self.command)

    @cached_property
    def has_open_quote(self) -> bool:
        """A quote in the command line is never closed."""
        return any(token.open for token in scan(self.command))

    @cached_property
    def programs(self) -> frozenset[str]:
        """The names of the programs that the command line runs; ``python -m X`` counts as ``X``, too."""
        found = {segment.program for segment in self.segments}
        found.update(
            segment.words[2] for segment in self.segments if segment.words[1:2] == ("-m",) and len(segment.words) > 2
        )
        return frozenset(found)

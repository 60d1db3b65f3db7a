"""Where the tracebacks of an output end: the line with the exception."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from journeyman.faults.case import Case, Lines
from journeyman.faults.decisive_signals import SUMMARIES

_HEADER = "Traceback (most recent call last)"
_CAUSE = "The above exception was the direct cause"
_WEIGHT, _TEST, _CAUSED, _WRAPPER = 80, 85, 78, 10
_LONGEST = 400


def ends_of_tracebacks(case: Case) -> Iterator[tuple[int, int, bool]]:
    """Yield (index of the line, weight, whether a later one tells more) for each traceback.

    The first exception of a chain by ``raise ... from`` is its cause. Of a test run the first failure counts, of a
    program the last.
    """
    lines = case.lines
    numbers = [number for number, _ in lines]
    tests = bool(case.holding("Ran ")) and bool(case.holding("FAIL: ", "ERROR: "))
    for number, header in case.holding(_HEADER):
        at = bisect_left(numbers, number)
        end = _end(lines, at, header.index(_HEADER))
        if end is None:
            continue
        caused = any(_CAUSE in line for _, line in lines[max(0, at - 4) : at])
        weight = _CAUSED if caused else _TEST if tests else _WEIGHT
        if SUMMARIES.search(lines[end][1]):
            weight = _WRAPPER
        yield end, weight, not tests


def _end(lines: Lines, at: int, indent: int) -> int | None:
    """Return the index of the first line below the header that is no deeper than it."""
    for index in range(at + 1, min(len(lines), at + _LONGEST)):
        line = lines[index][1][indent:] if indent and not lines[index][1][:indent].strip() else lines[index][1]
        if not line.strip():
            continue
        if not line[:1].isspace():
            return index
    return None

"""Find the one line of an output that tells why a run failed, in logs of builds above all."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from journeyman.faults.case import Case, Lines
from journeyman.faults.decisive_signals import GENERIC, HARMLESS, RETRIES, SIGNALS, SUMMARIES, TESTS
from journeyman.faults.log_steps import failing_step
from journeyman.faults.signal import Signal
from journeyman.faults.tracebacks import ends_of_tracebacks

_ELSEWHERE, _RETRIED, _SUMMARY = 45, 45, 10
_TRACEBACK = 80
_RETRY_REACH = 3
_TRUSTED = 60
_STRONG, _WEAK = 60, 30
_LONG, _NEAR, _LAST = 60, 60, 400
_WIDE, _MANY = 600, 60


@dataclass(frozen=True, slots=True)
class Decisive:
    """The line that tells the cause, how much it tells, and whether it ends a Python traceback."""

    number: int
    weight: int
    is_exception: bool = False
    is_test: bool = False

    @property
    def is_certain(self) -> bool:
        """Its shape is one that tells of a failure and nothing else."""
        return self.weight >= _STRONG


def decisive(case: Case) -> int | None:
    """Return the number of the line that tells why ``case`` failed; None when nothing was printed."""
    found = find_decisive(case)
    return found.number if found else None


def find_decisive(case: Case) -> Decisive | None:
    """Return the line that tells why ``case`` failed, with what is known of it."""
    lines = case.lines
    if not lines:
        return None
    numbers = [number for number, _ in lines]
    first, last = failing_step(case)
    retried = _retried(case, numbers)
    best: tuple[int, int] | None = None
    found: Decisive | None = None
    for at, weight, from_end, kind in _candidates(case, numbers):
        number = numbers[at]
        weighed = weight - _ELSEWHERE * (not first <= number <= last) - _RETRIED * (at in retried)
        rank = (weighed, at if from_end else -at)
        if best is None or rank > best:
            best, found = rank, Decisive(number, weighed, kind == "exception", kind == "test")
    if found is None or found.weight < _WEAK:
        return _last_line(lines, last) or found
    return found


def telling_parts(case: Case) -> Iterator[Case]:
    """Yield parts of a case for a diagnosis, the most telling first.

    In a long log another failure, earlier and overcome or later and of no matter, must not be taken for the cause: only
    the step that failed is looked at, and nothing but the neighbourhood of a line that tells the cause for certain.
    """
    if case.kind != "shell" or not case.lines:
        yield case
        return
    first, last = failing_step(case)
    is_all = (first, last) == (case.lines[0][0], case.lines[-1][0])
    found = None if is_all and len(case.lines) <= _LONG else find_decisive(case)
    if found is None:
        yield case
        return
    near = case.within(max(first, found.number - _NEAR), min(last, found.number + _NEAR))
    if not found.is_certain:
        yield near
        yield case.within(max(first, last - _LAST), last)
        return
    if not found.is_exception and not found.is_test:
        yield case.within(found.number - 2, found.number + 2)
    yield near


def around(output: str, number: int, before: int = 3, after: int = 3) -> list[tuple[int, str]]:
    """Return the numbered lines around a line, for a card; long ones are cut."""
    start, first = 0, 1
    while first < number - before:
        start = output.find("\n", start) + 1
        if start == 0:
            return []
        first += 1
    found: list[tuple[int, str]] = []
    for at in range(first, number + after + 1):
        end = output.find("\n", start)
        stop = len(output) if end < 0 else end
        found.append((at, output[start : min(stop, start + 400)].rstrip("\r")))
        if end < 0:
            break
        start = end + 1
    return found


def _candidates(case: Case, numbers: Sequence[int]) -> Iterator[tuple[int, int, bool, str]]:
    """Yield (index of the line, weight, whether later ones are better, "exception", "test" or "")."""
    for at, weight, from_end in ends_of_tracebacks(case):
        yield at, weight, from_end, "exception"
    for signal in SIGNALS:
        kind = "test" if signal in TESTS else ""
        for number, whole in _ends(case.holding(*signal.literals)):
            line = whole[:_WIDE]
            if not signal.pattern.search(line):
                continue
            if SUMMARIES.search(line):
                yield bisect_left(numbers, number), _SUMMARY, False, ""
            elif not (signal.weight <= _TRUSTED or signal is GENERIC) or not HARMLESS.search(line):
                yield _below(case.lines, bisect_left(numbers, number), signal), signal.weight, signal.last, kind


def _ends(lines: Lines) -> Lines:
    """Of very many lines only the first and last can be the decisive one."""
    return lines if len(lines) <= 2 * _MANY else [*lines[:_MANY], *lines[-_MANY:]]


def _below(lines: Lines, at: int, signal: Signal) -> int:
    """Return the index of the line that a headline announces."""
    missing, index = signal.below, at
    while missing and index + 1 < len(lines) and index - at < 4:
        index += 1
        missing -= bool(lines[index][1].strip())
    return at if missing else index


def _retried(case: Case, numbers: Sequence[int]) -> frozenset[int]:
    """Return the indices of lines that tell of something that was tried again."""
    found: set[int] = set()
    for number, line in case.holding("etry", "ttempt", "again", "etried"):
        if RETRIES.search(line):
            at = bisect_left(numbers, number)
            found.update(range(at - _RETRY_REACH, at + 1))
    return frozenset(found)


_BLANK = re.compile(r"^[\s\W]*$")


def _last_line(lines: Lines, last: int) -> Decisive | None:
    for number, line in reversed(lines):
        if number <= last and not _BLANK.match(line) and not SUMMARIES.search(line):
            return Decisive(number, 0)
    return next((Decisive(number, 0) for number, line in reversed(lines) if line.strip()), None)

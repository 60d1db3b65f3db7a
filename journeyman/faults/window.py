"""Look at the telling parts of an output, line by line, at a bounded cost."""

from __future__ import annotations

import re

from journeyman.faults.log_prefixes import without_prefixes

_HEAD, _TAIL, _WIDTH = 400, 1600, 2000
_BUDGET, _NARROWER = 200_000, (1000, 500, 300, 200, 150)
_SIZE, _MIDDLE = 400_000, 2_000_000
_TELLING = (" error", "Error:", "ERROR", "FAIL", "\nE   ", "panic")
_MOST, _FOLLOWING = 40, 2
_ESCAPES = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]|\x1b\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)")


def window(output: str) -> list[tuple[int, str]]:
    """Return (1-based line number, line) of the first 400 and last 1600 lines, each cut at 2000 characters.

    Of the lines between them, those that sound like a failure are kept, too: the first and last few of each word, with
    the two that follow. Terminal colours and what a log puts before each of its lines are removed. Of an output longer
    than 800 000 characters only the two ends are split, and 2 000 000 characters before the end are looked through.
    Where all of them are more than 200 000 characters, the long ones are cut further.
    """
    if len(output) <= 2 * _SIZE:
        lines = list(enumerate(output.split("\n"), 1))
        if len(lines) > _HEAD + _TAIL:
            middle = _told(output, _offset(output, _HEAD), len(output), lines[-_TAIL][0], _HEAD + 1)
            lines = lines[:_HEAD] + middle + lines[-_TAIL:]
    else:
        lines = _ends(output)
    found = without_prefixes([(number, _clean(line[:_WIDTH])) for number, line in lines])
    for width in _NARROWER:
        if sum(len(line) for _, line in found) <= _BUDGET:
            break
        found = [(number, line[:width]) for number, line in found]
    return found


def _ends(output: str) -> list[tuple[int, str]]:
    head = output[:_SIZE].split("\n")[:_HEAD]
    tail = output[-_SIZE:].split("\n")[-_TAIL:]
    first = output.count("\n") + 2 - len(tail)
    start = max(sum(len(line) + 1 for line in head), len(output) - _MIDDLE)
    end = len(output) - sum(len(line) + 1 for line in tail)
    middle = _told(output, start, end, first, 1 + output.count("\n", 0, start)) if start < end else []
    return list(enumerate(head, 1)) + middle + list(enumerate(tail, first))


def _offset(output: str, lines: int) -> int:
    """Return where the line after the first ``lines`` begins."""
    at = 0
    for _ in range(lines):
        at = output.find("\n", at) + 1
    return at


def _told(output: str, start: int, end: int, before: int, first: int) -> list[tuple[int, str]]:
    """Return the lines between two places that sound like a failure; ``first`` is the number of the line at ``start``.

    Only lines whose number is below ``before`` are returned.
    """
    places = sorted({at for word in _TELLING for at in _found(output, word, start, end)})
    kept: dict[int, str] = {}
    number, counted = first, start
    for place in places:
        at = place + (output[place] == "\n")
        number, counted = number + output.count("\n", counted, at), at
        begin = output.rfind("\n", max(start, at - _WIDTH), at) + 1 or max(start, at - _WIDTH)
        for offset in range(_FOLLOWING + 1):
            stop = output.find("\n", begin)
            stop = len(output) if stop < 0 else stop
            if number + offset < before:
                kept.setdefault(number + offset, output[begin : min(stop, begin + _WIDTH)])
            begin = stop + 1
            if begin > end:
                break
    return sorted(kept.items())


def _found(output: str, word: str, start: int, end: int) -> list[int]:
    """Return the first and the last few places of ``word``."""
    places: list[int] = []
    at = output.find(word, start, end)
    while at >= 0 and len(places) < _MOST:
        places.append(at)
        at = output.find(word, at + len(word), end)
    at, last = output.rfind(word, start, end), places[-1] if places else end
    while at > last and len(places) < 2 * _MOST:
        places.append(at)
        at = output.rfind(word, last + 1, at)
    return places


def _clean(line: str) -> str:
    line = line.rstrip("\r")
    if "\r" in line:
        line = line.rpartition("\r")[2]  # a terminal shows what was written last over it
    return _ESCAPES.sub("", line) if "\x1b" in line else line

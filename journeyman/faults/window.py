"""Look at the ends of an output, line by line, at a bounded cost."""

from __future__ import annotations

import re

_HEAD, _TAIL, _WIDTH = 400, 1600, 2000
_SIZE = 400_000
_ESCAPES = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]")


def window(output: str) -> list[tuple[int, str]]:
    """Return (1-based line number, line) of the first 400 and last 1600 lines, each cut at 2000 characters.

    Terminal colours are removed. Of an output longer than 400 000 characters only the two ends are split.
    """
    if len(output) <= 2 * _SIZE:
        lines = list(enumerate(output.split("\n"), 1))
        if len(lines) > _HEAD + _TAIL:
            lines = lines[:_HEAD] + lines[-_TAIL:]
    else:
        head = output[:_SIZE].split("\n")[:_HEAD]
        tail = output[-_SIZE:].split("\n")[-_TAIL:]
        first = output.count("\n") + 2 - len(tail)
        lines = list(enumerate(head, 1)) + list(enumerate(tail, first))
    return [(number, _clean(line[:_WIDTH])) for number, line in lines]


def _clean(line: str) -> str:
    line = line.rstrip("\r")
    return _ESCAPES.sub("", line) if "\x1b" in line else line

"""What stands before the lines of a traceback in logs, groups of exceptions, and reports of pytest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from journeyman.faults.case import Lines

HEADER = "Traceback (most recent call last)"
_GROUP = re.compile(r"^( {2,60})[|+] (?=\S|  )")
_BRANCH = re.compile(r"^ {2,60}\+-(?:\+-)?-{6,}")
_IPYTHON = re.compile(r"^\w+(?:\.\w+)* {2,}Traceback \(most")
_DIGITS = re.compile(r"\d")


def bare(lines: Lines, text: str) -> Iterator[tuple[int, str, int]]:
    """Yield (line number, line without what a log or a group puts before it, depth in groups of exceptions)."""
    grouped = "Exception Group Traceback" in text
    prefix = ""
    for number, line in lines:
        found, depth = line, 0
        if grouped and _BRANCH.match(line):
            found = ""
        elif grouped and (match := _GROUP.match(line)):
            found, depth = line[match.end() :], len(match[1]) // 2
        elif (at := line.find(HEADER)) > 0 and not _IPYTHON.match(line) and "Group " not in line[:at]:
            prefix, found = line[:at], line[at:]
        elif prefix and _same(prefix, line):
            found = line[len(prefix) :]
        yield number, found, depth


def _same(prefix: str, line: str) -> bool:
    """Tell whether ``line`` has the same prefix but for numbers, as times are."""
    return _DIGITS.sub("0", line[: len(prefix)]).rstrip() == _DIGITS.sub("0", prefix).rstrip()

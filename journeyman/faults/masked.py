"""What only a failing run prints, whatever its exit code says."""

from __future__ import annotations

import re

from journeyman.faults.case import Lines
from journeyman.faults.python.last_exception import last_exception

_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("=", re.compile(r"^=+ (?:.*, )?[1-9]\d* (?:failed|errors?)\b.* in [\d.]+s")),
    (" in ", re.compile(r"^(?:[1-9]\d* \w+, )*[1-9]\d* (?:failed|errors?)\b.{0,200} in [\d.]+s")),
    ("::", re.compile(r"^(?:FAILED|ERROR) \S+::")),
    ("FAILED (", re.compile(r"^FAILED \((?:failures|errors)=\d")),
    ("npm ", re.compile(r"^npm (?:ERR!|error) ")),
    ("failed", re.compile(r"^(?:Tests|Test Suites| +Tests):? +[1-9]\d* failed\b")),
    ("failing", re.compile(r"^\s{0,4}[1-9]\d* failing\b")),
    ("***", re.compile(r"^g?make(?:\[\d+\])?: \*\*\* .*Error \d+|^g?make(?:\[\d+\])?: \*\*\* .*Stop\.")),
    ("error TS", re.compile(r"\berror TS\d+: ")),
    ("error: ", re.compile(r"^[^\s:]+:\d+:(?:\d+:)? (?:fatal )?error: |^error(?:\[E\d+\])?: could not compile")),
    ("FAIL", re.compile(r"^--- FAIL: |^FAIL\t")),
    ("ERROR: ", re.compile(r"^ERROR: (?:Could not|No matching|Failed)")),
    ("fatal: ", re.compile(r"^fatal: ")),
    ("not found", re.compile(r"^(?:/bin/)?(?:ba|da|z)?sh: (?:line )?\d+: [^\s:]+: (?:command )?not found$")),
    ("BUILD FAILED", re.compile(r"^BUILD FAILED")),
    ("E: ", re.compile(r"^E: (?:Unable|Package|Could not|Failed)")),
)


def failure_line(lines: Lines, text: str) -> int | None:
    """Return the number of the first line that only a failing run prints, or None."""
    shapes = [(literal, pattern) for literal, pattern in _SHAPES if literal in text]
    for number, line in lines:
        if any(literal in line and pattern.search(line) for literal, pattern in shapes):
            return number
    return _final_traceback(lines, text)


def _final_traceback(lines: Lines, text: str) -> int | None:
    """A traceback counts when nothing but a few lines came after it; earlier ones were handled and logged."""
    found = last_exception(lines, text)
    last = next((number for number, line in reversed(lines) if line.strip()), 0)
    return found[0] if found and last - found[0] <= 2 else None

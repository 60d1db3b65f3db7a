"""What a log puts before each of its lines: times, names of steps and of services."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TIME = r"\d\d:\d\d:\d\d(?:[.,]\d{1,9})?"
_DATE = rf"\d{{4}}[-/]\d\d[-/]\d\d[T ]{_TIME}(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?"
_REPEATED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[^\t\n]{{1,120}}\t[^\t\n]{{1,120}}\t\ufeff?(?:{_DATE} ?)?",  # job, step, time
        rf"\ufeff?(?:\[{_DATE}\]|{_DATE})(?: \d\d[OE][+ ]?)? ?",
        rf"(?:\[{_TIME}\]|\({_TIME}\)|{_TIME}(?= )) {{0,2}}",
        rf"[A-Z][a-z]{{2}} [ \d]\d {_TIME} [\w.-]{{1,60}} [\w./-]{{1,60}}(?:\[\d+\])?: ",
        r"#\d{1,4} (?:\d{1,6}\.\d{1,4} |(?!\[))",
        r"[\w.@/-]{1,60} {0,30}\| ?",
        r"(?:\[\d{1,2}\]|\[(?!(?i:info|warn|warning|error|fatal|debug|trace|success)\])[A-Za-z@][\w:@/.-]{0,60}\]) ",
        r"[A-Za-z@][\w@/.-]{0,60}:[A-Za-z][\w-]{0,40}: ",
    )
)
_ALWAYS = re.compile(
    r"#\d{1,4} \d{1,6}\.\d{1,4} |##\[(?:error|command)\]|::error(?: [^:\n]{0,300})?::"
    r"|\s{2,12}\[(?:javac|exec|java|junit)\] {1,3}"
)
_MARKS = ("#", "::error", "[javac]", "[exec]", "[java]", "[junit]")
_SAMPLE, _DEEPEST = 200, 3
_SHARE = 0.7


def without_prefixes(lines: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return ``lines`` without the prefixes that most of them have; indentation after a prefix stays."""
    found = list(lines)
    for _ in range(_DEEPEST):
        pattern = _common([line for _, line in found])
        if pattern is None:
            break
        found = [(number, line[match.end() :] if (match := pattern.match(line)) else line) for number, line in found]
    return [(number, _ALWAYS.sub("", line, 1) if _marked(line) else line) for number, line in found]


def _marked(line: str) -> bool:
    return any(mark in line[:40] for mark in _MARKS) and _ALWAYS.match(line) is not None


def _common(lines: Sequence[str]) -> re.Pattern[str] | None:
    full = [line for line in lines if line.strip()]
    sample = full if len(full) <= 2 * _SAMPLE else full[:_SAMPLE] + full[-_SAMPLE:]
    if len(sample) < 4:
        return None
    for pattern in _REPEATED:
        if sum(pattern.match(line) is not None for line in sample) >= _SHARE * len(sample):
            return pattern
    return None

"""A known cause of an exception, as a row of data."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from journeyman.faults.python.failure import Failure
from journeyman.values import Diagnosis, Fix, Severity

Explainer = Callable[[Failure], Diagnosis | None]
Derive = Callable[["re.Match[str]", Failure], Sequence[Fix]]
_LONGEST = 4000


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return ``pattern`` compiled, once."""
    return re.compile(pattern)


@dataclass(frozen=True, slots=True)
class Cause:
    """An exception (one of ``names``, separated by blanks; ``*`` for any) whose message has ``pattern``, and why.

    ``on`` is searched in the failing line of source, ``package`` is one whose code must be on the way. In ``summary``,
    ``why`` and the fixes ``{0}`` is the first group of ``pattern`` that matched, ``{1}`` and so on are its groups,
    ``{source}`` is the failing line. ``derive`` works out fixes, which come first.
    """

    code: str
    names: str
    pattern: str
    summary: str
    fixes: tuple[Fix, ...] = ()
    why: str = ""
    severity: Severity = "moderate"
    on: str = ""
    package: str = ""
    derive: Derive | None = None

    def explain(self, failure: Failure) -> Diagnosis | None:
        """Return the diagnosis when this is what happened."""
        if self.package and not failure.packages.intersection(self.package.split()):
            return None
        match = compiled(self.pattern).search(failure.message[:_LONGEST])
        if match is None or (self.on and not compiled(self.on).search(failure.source[:_LONGEST])):
            return None
        groups = [(group or "")[:200] for group in match.groups()]
        parts = [next(filter(None, groups), ""), *groups]
        derived = tuple(self.derive(match, failure)) if self.derive else ()
        fixes = (*derived, *(_filled(fix, parts, failure.source) for fix in self.fixes))
        summary = self.summary.format(*parts, source=failure.source)
        why = self.why.format(*parts, source=failure.source)
        return Diagnosis(self.code, summary, self.severity, None, fixes, why)


def _filled(fix: Fix, parts: Sequence[str], source: str) -> Fix:
    command, advice = fix.command.format(*parts, source=source), fix.advice.format(*parts, source=source)
    return replace(fix, command=command, advice=advice)

"""What a failure looks like, as a row of data; and a diagnoser that is a table of such rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import inf

from journeyman.faults.case import Case
from journeyman.faults.correction.rewrite import quote
from journeyman.values import Diagnosis, Fix, Severity

Derive = Callable[["re.Match[str]", Case], Sequence[Fix]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A failure: ``literals`` must occur (any of them), then ``pattern`` is searched in each line that has one.

    The texts of ``summary``, ``why`` and ``fixes`` are format strings; ``{0}`` is the first group that matched, ``{1}``
    and so on are the groups by their number. ``derive`` works out fixes that a format string cannot; they come first.
    """

    code: str
    literals: tuple[str, ...]
    pattern: re.Pattern[str]
    summary: str
    fixes: tuple[Fix, ...] = ()
    severity: Severity = "moderate"
    why: str = ""
    derive: Derive | None = None
    only_with_fix: bool = False
    """It is this failure only when ``derive`` finds what to do."""

    def find(self, case: Case, before: float = inf) -> Diagnosis | None:
        """Return the diagnosis when this is what happened, in a line before the one with number ``before``."""
        for number, line in case.holding(*self.literals):
            if number >= before:
                break
            if match := self.pattern.search(line):
                found = self._diagnosis(match, case, number)
                if found.fixes or not self.only_with_fix:
                    return found
        return None

    def _diagnosis(self, match: re.Match[str], case: Case, number: int) -> Diagnosis:
        parts = [next(filter(None, match.groups()), ""), *(group or "" for group in match.groups())]
        derived = tuple(self.derive(match, case)) if self.derive else ()
        fixes = (*derived, *(_filled(fix, parts) for fix in self.fixes))
        summary, why = self.summary.format(*parts), self.why.format(*parts)
        return Diagnosis(self.code, summary, self.severity, number, fixes, why)


def _filled(fix: Fix, parts: Sequence[str]) -> Fix:
    """Return the fix with the groups in it; in a command each is one word, as it comes from an output."""
    words = [quote(part) if part else "" for part in parts]
    return replace(fix, command=fix.command.format(*words), advice=fix.advice.format(*parts))


@dataclass(frozen=True, slots=True)
class Table:
    """A diagnoser that tries its rules in their order, if any of ``signs`` is in the output (none: always).

    Signs make a long table cheap for the outputs of other tools; ``unless`` tells those that look alike. With ``first``
    the failure that stands first counts: what a compiler says later often follows from it.
    """

    name: str
    rules: tuple[Rule, ...]
    signs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    first: bool = False

    def diagnose(self, case: Case) -> Diagnosis | None:
        """See :class:`journeyman.faults.diagnoser.Diagnoser`."""
        if (self.signs and not case.shows(*self.signs)) or (self.unless and case.shows(*self.unless)):
            return None
        if not self.first:
            return next((found for rule in self.rules if (found := rule.find(case))), None)
        best: Diagnosis | None = None
        for rule in self.rules:
            best = rule.find(case, best.line if best and best.line else inf) or best
        return best

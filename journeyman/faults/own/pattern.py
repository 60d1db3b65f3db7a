"""One failure that a user described, and the diagnoser that tries all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from journeyman.faults.case import Case
from journeyman.faults.correction.rewrite import quote
from journeyman.faults.shown import Shown
from journeyman.values import Diagnosis, Edit, Fix, Json, Severity
from journeyman.values.fault import Safety

SECONDS = 0.05
_FIELD = re.compile(r"\{(\w{1,40})\}")


@dataclass(frozen=True, slots=True)
class OwnPattern:
    """What to look for and what to say then. ``pattern`` is a compiled one of ``regex``, which knows a time limit."""

    code: str
    pattern: Any
    cause: str
    literals: tuple[str, ...] = ()
    why: str = ""
    severity: Severity = "moderate"
    fixes: tuple[Fix, ...] = ()
    lines: tuple[str, ...] = ()
    """For each fix the line of its edit, as it was written; "" without one."""

    def find(self, case: Case) -> Diagnosis | None:
        """Return the diagnosis when this is what happened; nothing when it cannot be told in time."""
        lines = case.holding(*self.literals) if self.literals else case.lines
        text = Shown(lines).text
        match = self.search(text) if lines else None
        if not match:
            return None
        number = lines[text.count("\n", 0, match.start())][0]
        groups = {**dict(enumerate((match.group(), *match.groups()))), **match.groupdict()}
        values = {str(key): value or "" for key, value in groups.items()}
        fixes = tuple(_filled(fix, line, values) for fix, line in zip(self.fixes, self.lines, strict=True))
        return Diagnosis(
            self.code,
            _substituted(self.cause, values),
            self.severity,
            number,
            tuple(fix for fix in fixes if fix is not None),
            _substituted(self.why, values),
        )

    def search(self, text: str) -> Any:
        """Return the match in ``text``, or None; what takes longer than the limit has none."""
        try:
            return self.pattern.search(text, timeout=SECONDS)
        except TimeoutError:
            return None


@dataclass(frozen=True, slots=True)
class OwnPatterns:
    """A diagnoser of what users described, in the order of their files."""

    patterns: tuple[OwnPattern, ...]
    name: str = "own"

    def diagnose(self, case: Case) -> Diagnosis | None:
        """See :class:`journeyman.faults.diagnoser.Diagnoser`."""
        return next((found for pattern in self.patterns if (found := pattern.find(case))), None)


def read_fix(data: Mapping[str, Json], *, trusted: bool) -> tuple[Fix, str]:
    """Return a fix as it was written, and the line of its edit; nothing is safe in what is not trusted."""
    written: Safety = data.get("safety", "ask")
    safety: Safety = "ask" if written == "safe" and not trusted else written
    told = data.get("advice", "")
    if edit := data.get("edit"):
        return Fix(safety, "", Edit(edit["path"], 0, edit["old"], edit["new"]), told, "edit"), edit["line"]
    if command := data.get("command"):
        return Fix(safety, command, None, told, data.get("operation", "command")), ""
    return Fix("safe", "", None, told, "advice"), ""


def fields(texts: Sequence[str]) -> set[str]:
    """Return the names of the groups that ``texts`` refer to."""
    return {name for text in texts for name in _FIELD.findall(text)}


def _filled(fix: Fix, line: str, values: Mapping[str, str]) -> Fix | None:
    """Return the fix with the groups in it; None for an edit whose line is no number."""
    told = _substituted(fix.advice, values)
    if fix.edit is None:
        return replace(fix, command=_substituted(fix.command, values, quote), advice=told)
    number = _substituted(line, values)
    if not number.isdecimal() or not int(number):
        return None
    path, old, new = (_substituted(text, values) for text in (fix.edit.path, fix.edit.old, fix.edit.new))
    return replace(fix, edit=Edit(path, int(number), old, new), advice=told)


def _substituted(text: str, values: Mapping[str, str], change: Callable[[str], str] = str) -> str:
    return _FIELD.sub(lambda field: change(values[field[1]]) if field[1] in values else field[0], text)

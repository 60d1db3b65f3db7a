"""Explain a syntax error by its message and the code together."""

from __future__ import annotations

from dataclasses import replace

from journeyman.faults.python.failure import Failure
from journeyman.faults.python.quiet import syntax_error
from journeyman.faults.python.raised import Frame
from journeyman.faults.python.syntax import (
    brackets,
    definitions,
    foreign,
    importing,
    indentation,
    literals,
    look_alikes,
    python2,
    repairs,
    statements,
    targets,
)
from journeyman.faults.python.syntax.known import known
from journeyman.faults.python.syntax.problem import Check, Problem
from journeyman.values import Diagnosis

_CHECKS: tuple[Check, ...] = (
    *foreign.CHECKS,
    *look_alikes.CHECKS,
    *python2.CHECKS,
    *foreign.LATE_CHECKS,
    *indentation.CHECKS,
    *brackets.CHECKS,
    *literals.CHECKS,
    *importing.CHECKS[:1],
    *statements.EARLY_CHECKS,
    *importing.CHECKS[1:],
    *definitions.CHECKS,
    *statements.CHECKS,
    *repairs.EARLY_CHECKS,
    *targets.CHECKS,
    *repairs.CHECKS,
    *statements.LATE_CHECKS,
    known,
    *brackets.LATE_CHECKS,
    *repairs.LATE_CHECKS,
)
_CHECKS_OF_LONG_LINES: tuple[Check, ...] = (*indentation.CHECKS, *brackets.CHECKS, known, *brackets.LATE_CHECKS)
_WIDTH = 1000
_LONG, _BEFORE, _AFTER = 12_000, 60, 40


def explain(problem: Problem) -> Diagnosis:
    """Return the cause of a syntax error; where nobody knows it, what Python says."""
    for check in _CHECKS if len(problem.text) <= _WIDTH else _CHECKS_OF_LONG_LINES:
        if found := check(problem):
            return found
    plain = {"IndentationError": "python.indentation_error", "TabError": "python.tab_error"}
    return Diagnosis(plain.get(problem.name, "python.syntax_error"), f"the code cannot be read: {problem.message}")


def of_failure(failure: Failure) -> Diagnosis:
    """Explain the syntax error that a traceback ends with, with all of the code where that is known."""
    raised, code = failure.raised, failure.case.code
    place = raised.frames[-1] if raised.frames and not raised.frames[-1].function else None
    if code and (place is None or place.in_cell or _is_in(place, code)):
        if (error := syntax_error(code)) is not None and not code.lstrip().startswith(("%%", "!")):
            found = explain(of_error(error, code, place.path if place and not place.in_cell else ""))
            return replace(found, where=_where(place, error.lineno or 0))
    if place is None or not place.source.strip():
        return explain(
            Problem(raised.message, code, place.line if place else 0, None, 0, "", whole=False, name=raised.name)
        )
    indented = len(place.source) - len(place.source.lstrip())
    column = place.column - 4 if place.column is not None else None
    path = "" if place.in_cell else place.path
    source = place.source if indented else place.source.strip()
    problem = Problem(raised.message, source, 1, column, place.line - 1, path, whole=False, name=raised.name)
    return replace(explain(problem), where=_where(place, place.line))


def of_error(error: SyntaxError, code: str, path: str = "") -> Problem:
    """Return the problem of code that was just found not to compile."""
    column = error.offset - 1 if error.offset else None
    line, shift = error.lineno or 1, 0
    if len(code) > _LONG:
        code, shift = _excerpt(code, line)
    message, name = error.msg or "invalid syntax", type(error).__name__
    return Problem(message, code, line - shift, column, shift, path, whole=True, name=name)


def _excerpt(code: str, line: int) -> tuple[str, int]:
    """Return the lines around one, from the beginning of a statement on, and how many lines are before them."""
    lines = code.split("\n")
    start = max(line - _BEFORE, 0)
    while 0 < start < line - 1 and (not lines[start][:1].strip() or lines[start][0] in ")]}"):
        start += 1
    return "\n".join(lines[start : line + _AFTER]), start


def _is_in(place: Frame, code: str) -> bool:
    return bool(place.source.strip()) and place.source.strip() in code


def _where(place: Frame | None, line: int) -> str:
    if place is None or place.in_cell:
        return f"the cell:{line}" if line else ""
    return f"{place.path}:{place.line}"

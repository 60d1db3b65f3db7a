"""What is to be said about one run, as plain values: for other programs, and where no workspace is open."""

from __future__ import annotations

import time
from collections.abc import Mapping

from journeyman.errors import UsageError
from journeyman.faults.case import Case, ReportKind
from journeyman.faults.decisive import decisive
from journeyman.faults.diagnoser import Diagnoser
from journeyman.faults.diagnosers import diagnose
from journeyman.faults.fingerprint import fingerprint
from journeyman.faults.judge import failed
from journeyman.faults.severity import weigh
from journeyman.jsonl import text
from journeyman.values import Diagnosis, Json

KINDS: tuple[ReportKind, ...] = ("shell", "python", "traceback")
_LONGEST_SUMMARY = 200
_NO_TOOLS = frozenset(("cli", "unknown"))
"""Beginnings of codes that stand for whatever program ran."""


def explain(case: Case, own: Diagnoser | None = None) -> Diagnosis | None:
    """Return why ``case`` failed, None when it has not; a failure that nobody knows is ``unknown.failure``.

    ``own`` knows the failures that the user described; it is asked first.
    """
    if not failed(case):
        return None
    return diagnose(case, own) or _unknown(case)


def report(case: Case, own: Diagnoser | None = None) -> dict[str, Json]:
    """Return what is known of ``case`` as a JSON-ready dict, with the milliseconds that it took."""
    began = time.perf_counter()
    found = explain(case, own)
    spent = (time.perf_counter() - began) * 1000
    return {
        "failed": found is not None,
        "severity": found.severity if found else None,
        "fingerprint": found.fingerprint if found else None,
        "tool": found.tool if found and found.tool not in _NO_TOOLS else _tool(case) or "unknown",
        "cause": found.code if found else None,
        "summary": found.summary if found else None,
        "line": found.line if found else None,
        "fixes": [fix.to_dict() for fix in found.fixes] if found else [],
        "ms": round(spent, 3),
    }


def case_of(given: Mapping[str, Json]) -> Case:
    """Return the run that an object describes: ``kind``, ``command``, ``exit_code``, ``output``, ``code``."""
    kind = given.get("kind", "shell")
    if kind not in KINDS:
        raise UsageError(f"has kind {str(kind)[:40]!r}; allowed: {', '.join(KINDS)}")
    exit_code = given.get("exit_code")
    if exit_code is not None and (not isinstance(exit_code, int) or isinstance(exit_code, bool)):
        raise UsageError("has an exit_code that is neither a whole number nor null")
    command, output, code = (_text(given, key) for key in ("command", "output", "code"))
    if not given.keys() & {"command", "output", "code"}:
        raise UsageError("has nothing to judge: give command, output or code")
    return Case(kind, command, exit_code, output, code)


def _text(given: Mapping[str, Json], key: str) -> str:
    return "" if given.get(key) is None else text(given, key)


def _unknown(case: Case) -> Diagnosis:
    """The decisive line is all that is known."""
    number = decisive(case)
    line = " ".join(next((line for at, line in case.lines if at == number), "").split())
    code = f" with exit code {case.exit_code}" if case.exit_code else ""
    said = f": {line[:_LONGEST_SUMMARY]}" if line else ""
    found = Diagnosis("unknown.failure", f"{_tool(case) or 'it'} failed{code}{said}", "moderate", number)
    severity, reason = weigh(case, found)
    return Diagnosis(found.code, found.summary, severity, number, reason=reason, fingerprint=fingerprint(case, found))


def _tool(case: Case) -> str:
    if case.kind != "shell":
        return "python"
    return case.segments[-1].program if case.segments else ""

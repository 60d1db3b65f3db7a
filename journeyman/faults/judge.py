"""Decide whether a command failed, from its exit code, its programs and its output together."""

from __future__ import annotations

import re

from journeyman.faults.answers import is_answer
from journeyman.faults.case import Case
from journeyman.faults.command import expanded
from journeyman.faults.diagnoser import Diagnoser
from journeyman.faults.diagnosers import diagnose
from journeyman.faults.masked import failing_by_output, masked
from journeyman.faults.printed_status import before_status
from journeyman.faults.viewers import SAY_SO, shows
from journeyman.values import Diagnosis
from journeyman.values.fault import advice

_WEAK = frozenset(("shell.permission_denied", "files.not_found"))
"""What also stands in outputs of runs that went well."""
_TYPED = frozenset(("cli", "shell", "grep", "sed", "find", "kill", "git"))
_NEED = re.compile(
    r"\b(?:must|first|[Pp]lease|required?|[Cc]ould not|[Cc]annot|not found|[Mm]issing|before|[Ff]ailed"
    r"|[Uu]nable|instead|not (?:installed|running"
    r"|initiali[sz]ed|configured|set up|up to date))\b"
)
_SHORT = 40


def judge(
    kind: str, command: str, exit_code: int | None, output: str, own: Diagnoser | None = None, *, code: str = ""
) -> tuple[bool, Diagnosis | None]:
    """Return whether ``command`` failed, and why where that is known. ``kind`` is the action's kind,
    ``code`` what it ran where that is Python.

    ``own`` knows the failures that the user described; it is asked first.
    """
    case = Case("python" if kind == "python.run" else "shell", command, exit_code, output, code)
    if exit_code is not None and not failed(case, answers=kind == "shell.run"):
        return False, None
    return True, diagnose(case, own)


def failed(case: Case, *, answers: bool = True) -> bool:
    """Tell whether a run failed.

    An exit code of 0 does not hide what only a failing run prints; a non-zero one of ``grep``, ``diff`` and the like
    is an answer (unless ``answers`` is False), if they did not complain. Without an exit code the output decides.
    """
    if case.kind != "shell":
        return _python_failed(case)
    if case.exit_code is None:
        return failing_by_output(case) or _is_known(case)
    if case.exit_code == 0:
        before = before_status(case)
        return failed(before) if before else masked(case)
    return not (answers and is_answer(case))


def _is_known(case: Case) -> bool:
    """Tell whether a diagnoser knows the output for a failure; what was only shown, or raised and handled, is none."""
    found = expanded(case.segments)
    if found and found[-1].program in SAY_SO - {"man", "kill"}:
        return False
    known = diagnose(case)
    if known is None or known.tool == "python":
        return False
    certain = any(fix.command for fix in known.fixes) and len(case.lines) <= _SHORT
    if found and all(shows(segment) for segment in found):
        return certain and known.tool in _TYPED
    if known.code == "cli.told_what_to_run":
        return certain and bool(_NEED.search(case.text))
    return certain or known.code not in _WEAK


def _python_failed(case: Case) -> bool:
    """Python tells of its failures itself; without an exit code what it printed decides, or the code alone."""
    if case.exit_code is not None:
        return case.exit_code != 0
    return case.kind == "traceback" or diagnose(case) is not None


def timed_out(seconds: float | None) -> Diagnosis:
    """Return the diagnosis of a process that was ended at its wall limit."""
    limit = "its time limit" if seconds is None else f"{seconds:g} s"
    fixes = (
        advice("give it more time (timeout)"),
        advice("run it in the background (process.start) if it is meant to stay"),
    )
    return Diagnosis("process.timeout", f"it did not finish within {limit}", "moderate", None, fixes)

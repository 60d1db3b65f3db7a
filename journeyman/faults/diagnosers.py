"""All diagnosers, and the order in which they are asked."""

from __future__ import annotations

from dataclasses import replace

from journeyman.faults.case import Case
from journeyman.faults.diagnoser import Diagnoser
from journeyman.faults.fingerprint import fingerprint
from journeyman.faults.python.exceptions import PythonExceptions
from journeyman.faults.severity import weigh
from journeyman.faults.tools.git import GIT
from journeyman.faults.tools.pip import PIP
from journeyman.faults.tools.pytest import PYTEST
from journeyman.faults.tools.python_modules import PYTHON_MODULES
from journeyman.faults.tools.shell import SHELL
from journeyman.faults.tools.system import SYSTEM
from journeyman.values import Diagnosis

DIAGNOSERS: tuple[Diagnoser, ...] = (
    SYSTEM,
    PYTHON_MODULES,
    PIP,
    GIT,
    SHELL,
    PYTEST,
    PythonExceptions(),
)


def diagnose(case: Case) -> Diagnosis | None:
    """Return why ``case`` failed, with its severity and fingerprint; None when nobody knows.

    A diagnoser stands before those whose failures may be the consequence of its own: what was missing before the test
    that could not run, the compiler before make.
    """
    for diagnoser in DIAGNOSERS:
        if found := diagnoser.diagnose(case):
            severity, reason = weigh(case, found)
            return replace(found, severity=severity, reason=reason, fingerprint=fingerprint(case, found))
    return None

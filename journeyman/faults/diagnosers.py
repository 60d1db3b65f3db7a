"""All diagnosers, and the order in which they are asked."""

from __future__ import annotations

from dataclasses import replace

from journeyman.faults.build_tools import BUILDS, SERVERS, WRAPPERS, WRAPPING
from journeyman.faults.case import Case
from journeyman.faults.correction.advised import Advised
from journeyman.faults.correction.unknown_command import UnknownCommand
from journeyman.faults.correction.unknown_option import UnknownOption
from journeyman.faults.correction.unknown_program import UnknownProgram
from journeyman.faults.decisive import find_decisive, telling_parts
from journeyman.faults.diagnoser import Diagnoser
from journeyman.faults.fingerprint import fingerprint
from journeyman.faults.python.exceptions import PythonExceptions
from journeyman.faults.severity import weigh
from journeyman.faults.tools.files import FILES
from journeyman.faults.tools.git import GIT
from journeyman.faults.tools.git_sync import GIT_SYNC
from journeyman.faults.tools.packages import PACKAGES
from journeyman.faults.tools.pytest import PYTEST
from journeyman.faults.tools.python_modules import PYTHON_MODULES
from journeyman.faults.tools.services import SERVICES
from journeyman.faults.tools.shell import SHELL, SHELL_SCRIPTS
from journeyman.faults.tools.system import SYSTEM
from journeyman.faults.tools.text_tools import TEXT_TOOLS
from journeyman.values import Diagnosis

PYTHON = PythonExceptions()
DIAGNOSERS: tuple[Diagnoser, ...] = (
    SYSTEM,
    SHELL_SCRIPTS,
    UnknownProgram(),
    UnknownCommand(),
    PYTEST,
    UnknownOption(only_near=True),
    SERVICES,
    *BUILDS,
    GIT_SYNC,
    GIT,
    TEXT_TOOLS,
    FILES,
    PACKAGES,
    *SERVERS,
    UnknownOption(),
    PYTHON_MODULES,
    SHELL,
    Advised(),
    PYTHON,
    *WRAPPERS,
)


def diagnose(case: Case, own: Diagnoser | None = None) -> Diagnosis | None:
    """Return why ``case`` failed, with its severity and fingerprint; None when nobody knows.

    A diagnoser stands before those whose failures may be the consequence of its own: what was missing before the test
    that could not run, the compiler before make. Of a long output the neighbourhood of its decisive line counts first.
    ``own`` is asked before all: what a user described.
    """
    if own and (known := by_own(case, own)):
        return known
    for part in telling_parts(case):
        for diagnoser in _in_order(part):
            if found := diagnoser.diagnose(part):
                return _weighed(case, _at_decisive_line(case, found))
    return None


def by_own(case: Case, own: Diagnoser) -> Diagnosis | None:
    """Return what the user's own descriptions say of ``case``, with its severity and fingerprint."""
    known = own.diagnose(case)
    return _weighed(case, known) if known else None


def _at_decisive_line(case: Case, found: Diagnosis) -> Diagnosis:
    """What only says that something failed points at the line that says why."""
    if found.code not in WRAPPING:
        return found
    line = find_decisive(case)
    return replace(found, line=line.number) if line and line.is_certain else found


def _weighed(case: Case, found: Diagnosis) -> Diagnosis:
    severity, reason = weigh(case, found)
    return replace(found, severity=severity, reason=reason, fingerprint=fingerprint(case, found))


def _in_order(case: Case) -> tuple[Diagnoser, ...]:
    """Python first where Python ran, or the output ends with its exception; not where that only wraps a command."""
    if case.kind == "shell":
        first = PYTHON.ends(case)
        return (SYSTEM, PYTHON, *DIAGNOSERS[1:]) if first else DIAGNOSERS
    return DIAGNOSERS if "CalledProcessError" in case.text[-4000:] else (PYTHON, *DIAGNOSERS)

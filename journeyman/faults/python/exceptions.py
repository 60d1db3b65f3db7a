"""Any failure of Python code: a traceback in an output, or code alone."""

from __future__ import annotations

import re
from dataclasses import replace

from journeyman.faults.case import Case
from journeyman.faults.python import choose, registry, static, warned
from journeyman.faults.python.failure import Failure
from journeyman.faults.python.parse import parse
from journeyman.faults.python.raised import Raised
from journeyman.faults.python.syntax import explain as syntax
from journeyman.values import Diagnosis

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class PythonExceptions:
    """Explains the exception that an output ends with; for code without an output, why it cannot run."""

    name = "python"

    def diagnose(self, case: Case) -> Diagnosis | None:
        """See :class:`journeyman.faults.diagnoser.Diagnoser`."""
        alone = case.kind in {"traceback", "python"}
        chain = choose.failure_of(parse(case.lines, case.text, alone=alone))
        if chain:
            return diagnose_chain(case, chain)
        if case.kind == "python" and case.code and not case.output.strip():
            return static.diagnose(case.code, case.around)
        return warned.diagnose(case)

    @staticmethod
    def ends(case: Case) -> bool:
        """Tell whether an output ends with a traceback that is a failure of its own, and of no command inside."""
        if "Traceback (most recent" not in case.text and "SyntaxError" not in case.text:
            return False
        chain = choose.failure_of(parse(case.lines, case.text))
        if not chain or chain[-1].tested or chain[-1].name in {"CalledProcessError", "SystemExit", "KeyboardInterrupt"}:
            return False
        last = next((number for number, line in reversed(case.lines) if line.strip()), 0)
        return last - chain[-1].number - len(chain[-1].details) <= 2


def diagnose_chain(case: Case, chain: tuple[Raised, ...]) -> Diagnosis:
    """Explain a chain of exceptions by the one that tells most."""
    out = chain[-1]
    for raised in choose.in_order_of_telling(chain):
        if found := explain(Failure(case, raised, chain)):
            return replace(found, line=raised.number)
    code = "python." + _WORD.sub("_", out.name).lower()
    where = Failure(case, out, chain).where
    return Diagnosis(
        code, f"{out.name}: {out.message[:300]}" if out.message else out.name, "moderate", out.number, where=where
    )


def explain(failure: Failure) -> Diagnosis | None:
    """Return the cause of one exception, or None when nobody knows it."""
    if failure.raised.is_syntax:
        return syntax.of_failure(failure)
    for explainer in registry.explainers().get(failure.raised.name, ()):
        if found := explainer(failure):
            return replace(found, where=found.where or failure.where)
    return None

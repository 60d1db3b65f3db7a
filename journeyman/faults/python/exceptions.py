"""Any Python exception: ``python.`` and its name in snake case."""

from __future__ import annotations

import re

from journeyman.faults.case import Case
from journeyman.faults.python.last_exception import last_exception
from journeyman.values import Diagnosis

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class PythonExceptions:
    """Names the last exception of an output, where nothing more special is known."""

    name = "python"

    def diagnose(self, case: Case) -> Diagnosis | None:
        """See :class:`journeyman.faults.diagnoser.Diagnoser`."""
        found = last_exception(case.lines, case.text)
        if found is None:
            return None
        number, name, message = found
        code = "python." + _WORD.sub("_", name).lower()
        return Diagnosis(code, f"{name}: {message}" if message else name, "moderate", number)

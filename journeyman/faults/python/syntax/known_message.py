"""A message of Python that names the cause itself, as a row of data."""

from __future__ import annotations

from dataclasses import dataclass

from journeyman.faults.python.cause import compiled
from journeyman.faults.python.syntax.problem import Problem
from journeyman.values import Diagnosis
from journeyman.values.fault import advice


@dataclass(frozen=True, slots=True)
class Known:
    """A message of Python, what it means, and what helps; ``{0}`` is the first group that matched."""

    code: str
    pattern: str
    summary: str
    help: str = ""

    def explain(self, problem: Problem) -> Diagnosis | None:
        """Return the diagnosis when this is the message."""
        match = compiled(self.pattern).search(problem.message)
        if match is None:
            return None
        part = next((group for group in match.groups() if group), "")
        fixes = (advice(self.help.format(part)),) if self.help else ()
        return Diagnosis(self.code, self.summary.format(part), fixes=fixes)

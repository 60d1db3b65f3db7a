"""The seam of diagnosers: each knows the failures of one tool, one file each."""

from __future__ import annotations

from typing import Protocol

from journeyman.faults.case import Case
from journeyman.values import Diagnosis


class Diagnoser(Protocol):
    """Knows how one tool fails. Stateless; looks at nothing but the case: no file, no process, no clock."""

    @property
    def name(self) -> str:
        """The tool's name."""
        ...

    def diagnose(self, case: Case) -> Diagnosis | None:
        """Return why ``case`` failed, or None when it is not a failure that this tool knows."""
        ...

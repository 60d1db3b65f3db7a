"""How bad a failure is, by rules that can be told.

- *minor*: work goes on, or a fix is known that has proven itself.
- *moderate*: the action failed (the ordinary case).
- *critical*: the environment cannot be used (set-up or installing fails), data is at risk, the disk is full, security.
"""

from __future__ import annotations

from journeyman.faults.case import Case
from journeyman.values import Diagnosis, Severity

_REASONS = {
    "minor": "work can go on",
    "moderate": "the action failed",
    "critical": "the environment cannot be used, or data is at risk",
}


def weigh(case: Case, found: Diagnosis) -> tuple[Severity, str]:
    """Return the severity of ``found``, and why."""
    return found.severity, found.reason or _REASONS[found.severity]

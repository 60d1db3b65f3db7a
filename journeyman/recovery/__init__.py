"""Repair what failed: each fix is an action like any other, and counts only when what had failed then goes well."""

from journeyman.recovery.mending import Mending
from journeyman.recovery.repair import Repair, Repairer, Try

__all__ = ["Mending", "Repair", "Repairer", "Try"]

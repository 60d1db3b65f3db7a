"""Repair what failed: each fix is an action like any other, and counts only when what had failed then goes well."""

from journeyman.recovery.repair import Repair, Repairer, Try
from journeyman.recovery.retrying import Retrying

__all__ = ["Repair", "Repairer", "Retrying", "Try"]

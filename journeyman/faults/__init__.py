"""Tell whether something failed, and why."""

from journeyman.faults.judge import judge, timed_out

__all__ = ["judge", "timed_out"]

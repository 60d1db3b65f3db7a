"""What is remembered of failures: what happened how often, which fix worked, and what to expect."""

from journeyman.faults.memory.fault_log import FaultLog
from journeyman.faults.memory.ranking import ranked, success_rate
from journeyman.faults.memory.subject import subject_of

__all__ = ["FaultLog", "ranked", "subject_of", "success_rate"]

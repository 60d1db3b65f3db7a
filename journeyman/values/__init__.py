"""Frozen values that every floor speaks: no behaviour beyond JSON round-trips and hashes."""

from journeyman.values.action import Action, Origin
from journeyman.values.canonical import Json, content_hash, dumps
from journeyman.values.checkpoint import Change, Checkpoint, Entry
from journeyman.values.decision import Approval, ApprovalStatus, Decision, Verdict, bind
from journeyman.values.effect import LEVELS, Effect, Level, Operation, Prediction, Zone, rank
from journeyman.values.event import Event, EventLevel
from journeyman.values.evidence import Evidence
from journeyman.values.fault import Diagnosis, Edit, Fix, Safety, Severity
from journeyman.values.ids import new_id
from journeyman.values.incident import Fault, FaultGroup, FaultSource, FaultStatus, FixTrial
from journeyman.values.outcome import EXIT_CODES, Outcome, Status
from journeyman.values.plan import Plan, Step, StepStatus

__all__ = [
    "EXIT_CODES",
    "LEVELS",
    "Action",
    "Approval",
    "ApprovalStatus",
    "Change",
    "Checkpoint",
    "Decision",
    "Diagnosis",
    "Edit",
    "Effect",
    "Entry",
    "Event",
    "EventLevel",
    "Evidence",
    "Fault",
    "FaultGroup",
    "FaultSource",
    "FaultStatus",
    "Fix",
    "FixTrial",
    "Json",
    "Level",
    "Operation",
    "Origin",
    "Outcome",
    "Plan",
    "Prediction",
    "Safety",
    "Severity",
    "Status",
    "Step",
    "StepStatus",
    "Verdict",
    "Zone",
    "bind",
    "content_hash",
    "dumps",
    "new_id",
    "rank",
]

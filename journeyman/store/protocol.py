"""The store seam: everything that is remembered, as typed rows.

Each method is one transaction. Implementations must be safe for several threads and several processes at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from journeyman.values import (
    Action,
    Approval,
    ApprovalStatus,
    Checkpoint,
    Decision,
    Event,
    Evidence,
    Fault,
    FaultGroup,
    FaultStatus,
    FixTrial,
    Json,
    Outcome,
    Plan,
    StepStatus,
)

EvidenceUpdate = Callable[[Evidence], Evidence]
"""A pure function from the evidence so far (all zero when there is none) to the new evidence."""


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """An action with what was decided and what came of it, as far as it has come.

    ``status`` is the outcome's, or ``running``; ``credited`` tells whether a success was counted as evidence.
    ``evidence_key`` is the (signature, origin) it was counted for.
    """

    action: Action
    status: str
    created: float
    decision: Decision | None = None
    outcome: Outcome | None = None
    finished: float | None = None
    credited: bool = False
    evidence_key: tuple[str, str] = ("", "")
    scrubbed: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """What one action says about trust: when it ended (Unix seconds), how, and under which ``basis``.

    ``asked`` tells whether a person was asked for it, ``mismatch`` whether it did something that was not predicted.
    """

    action_id: str
    signature: str
    origin: str
    time: float
    status: str
    basis: str
    asked: bool = False
    mismatch: bool = False


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A step of a stored plan and where it stands. ``position`` counts from 0."""

    plan_id: str
    position: int
    title: str
    action: Action
    status: StepStatus
    lease_owner: str = ""
    lease_until: float = 0.0
    approved_hash: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A stored plan. ``running`` is True from ``run`` until it ends, is cancelled or stopped."""

    id: str
    goal: str
    planner: str
    created: float
    status: str
    steps: tuple[StepRecord, ...]
    content_hash: str
    running: bool = False
    notebook: str = ""


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which journal events to read; empty fields match all. Times are Unix seconds, ``level`` is a minimum.

    ``text`` is searched in message and data; ``after_seq`` reads only later events; the newest ``limit`` are kept.
    """

    level: str = ""
    kind: str = ""
    since: float | None = None
    until: float | None = None
    text: str = ""
    action_id: str = ""
    name: str = ""
    after_seq: int = 0
    limit: int = 0


@dataclass(frozen=True, slots=True)
class FaultFilter:
    """Which failures to read; empty fields match all. ``since`` is Unix seconds; the newest ``limit`` are kept.

    ``text`` is searched in summary and code; ``tool`` is the first part of the code.
    """

    status: str = ""
    severity: str = ""
    tool: str = ""
    text: str = ""
    since: float | None = None
    fingerprint: str = ""
    subject: str = ""
    limit: int = 0


class Store(Protocol):
    """What is remembered about one workspace."""

    # the hot path: an action begins and ends
    def begin_action(self, action: Action, decision: Decision, now: float, owner: str, approval_id: str = "") -> bool:
        """Record that ``action`` starts, run by ``owner`` (see :mod:`journeyman.store.owner`).

        With ``approval_id``, that approval is used up in the same transaction.
        Returns False when the approval was not (or no longer) ``approved`` for this action and bound hash: then
        nothing is written and the action must not run. The row is the write-ahead record: a ``running`` row whose
        runner vanished is an interrupted action.
        """
        ...

    def finish_action(
        self,
        outcome: Outcome,
        event: Event,
        evidence_key: tuple[str, str, str] = ("", "", ""),
        update: EvidenceUpdate | None = None,
        credited: bool = False,
        scrubbed: Action | None = None,
    ) -> Event:
        """Record how an action ended, with its evidence (signature, origin, kind), in one transaction.

        ``scrubbed`` replaces the stored action's exact payload by a redacted one.
        """
        ...

    def note_action(self, action: Action, decision: Decision, status: str, event: Event) -> Event:
        """Record an action that does not run now (denied, pending)."""
        ...

    def scrub(self, action: Action) -> None:
        """Replace an action's exact payload, in its row and its step, by this redacted one; nothing of it stays."""
        ...

    # the journal
    def append(self, *events: Event) -> tuple[Event, ...]:
        """Append events to the chain and return them with ``seq`` and ``hash``."""
        ...

    def events(self, where: EventFilter = EventFilter()) -> Sequence[Event]:
        """Return matching events, oldest first."""
        ...

    def verify_chain(self, newest: int = 0) -> int:
        """Return 0 when the chain is whole, else the sequence number of the first event that does not fit.

        With ``newest`` only that many events at its end are looked at.
        """
        ...

    # actions
    def action(self, action_id: str) -> ActionRecord | None:
        """Return one action by its id or an unambiguous beginning of it."""
        ...

    def running_actions(self) -> Sequence[tuple[ActionRecord, str]]:
        """Return the actions that are recorded as running, with their owners (among the latest 1 000 actions)."""
        ...

    def interrupt_action(self, action_id: str, event: Event) -> bool:
        """Mark a running action interrupted; False when it is not running."""
        ...

    def actions(self, limit: int = 0, status: str = "", plan_id: str = "") -> Sequence[ActionRecord]:
        """Return actions, newest first."""
        ...

    # approvals
    def add_approval(self, approval: Approval, event: Event) -> Approval:
        """Store a question; when the same action already waits with the same hash, return that one instead."""
        ...

    def approval(self, approval_id: str) -> Approval | None:
        """Return one approval by its id, by its action's id, or by an unambiguous beginning of either."""
        ...

    def approvals(self, status: ApprovalStatus | str = "", plan_id: str = "") -> Sequence[Approval]:
        """Return approvals, oldest first."""
        ...

    def answer_approval(
        self,
        approval_id: str,
        status: ApprovalStatus,
        answered_by: str,
        front_end: str,
        event: Event,
        evidence_key: tuple[str, str, str] = ("", "", ""),
        update: EvidenceUpdate | None = None,
    ) -> Approval | None:
        """Answer a pending approval, with its evidence; None when it is no longer pending (nothing is written)."""
        ...

    # trust
    def evidence(self, signature: str, origin: str) -> Evidence | None:
        """Return the evidence for one signature and origin."""
        ...

    def evidences(self) -> Sequence[Evidence]:
        """Return all evidence, by signature."""
        ...

    def update_evidence(self, key: tuple[str, str, str], update: EvidenceUpdate) -> Evidence:
        """Apply ``update`` to the evidence of (signature, origin, kind) in one transaction."""
        ...

    def trials(self, signature: str = "", origin: str = "", limit: int = 0) -> Sequence[Trial]:
        """Return what the actions above reading say about trust, in the order in which they were begun.

        Empty fields match all; the newest ``limit`` are kept (0: all).
        """
        ...

    def set_credited(self, action_id: str, credited: bool) -> None:
        """Remember whether an action's success counts as evidence."""
        ...

    # plans and their steps
    def add_plan(self, plan: Plan, event: Event) -> PlanRecord:
        """Store a plan with all steps queued."""
        ...

    def plan(self, plan_id: str) -> PlanRecord | None:
        """Return one plan by id or an unambiguous beginning of it."""
        ...

    def plans(self, status: str = "", limit: int = 0) -> Sequence[PlanRecord]:
        """Return plans, oldest first. A plan's status: open, done, cancelled, or closed (all
        that is left was refused).
        """
        ...

    def update_plan(self, plan_id: str, **fields: Json) -> None:
        """Set ``status``, ``running`` or ``notebook`` of a plan."""
        ...

    def step_of(self, action_id: str) -> StepRecord | None:
        """Return the step that holds an action."""
        ...

    def claim_step(self, plan_id: str, position: int, owner: str, until: float, expected: Sequence[StepStatus]) -> bool:
        """Lease a step to ``owner`` until a time if its status is one of ``expected``; it becomes running."""
        ...

    def renew_lease(self, plan_id: str, position: int, owner: str, until: float) -> bool:
        """Extend a lease still held by ``owner``."""
        ...

    def set_step(
        self, plan_id: str, position: int, status: StepStatus, message: str = "", action: Action | None = None
    ) -> None:
        """Set a step's status and release its lease; ``action`` replaces the step's action (a new attempt)."""
        ...

    def approve_steps(self, plan_id: str, hashes: Mapping[int, str]) -> None:
        """Remember the bound hash under which each step of a plan was approved ahead of its turn."""
        ...

    def running_steps(self) -> Sequence[StepRecord]:
        """Return all steps that somebody holds a lease on."""
        ...

    def interrupt_step(self, step: StepRecord, event: Event) -> bool:
        """Mark a running step (and its action) interrupted, unless its lease changed hands since it was read."""
        ...

    # checkpoints
    def add_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Store what an action changed."""
        ...

    def checkpoints(self, status: str = "", limit: int = 0, action_id: str = "") -> Sequence[Checkpoint]:
        """Return checkpoints, newest first."""
        ...

    def set_checkpoint_status(self, checkpoint_id: str, status: str) -> None:
        """Mark a checkpoint applied or undone."""
        ...

    def delete_checkpoints(self, checkpoint_ids: Sequence[str]) -> None:
        """Forget checkpoints (retention)."""
        ...

    # background processes
    def add_process(self, record: Mapping[str, Json]) -> None:
        """Remember a background process: action_id, name, pid, start_time, port, log, status."""
        ...

    def processes(self) -> Sequence[Mapping[str, Json]]:
        """Return all remembered processes, newest first."""
        ...

    def end_process(self, action_id: str, status: str) -> None:
        """Mark a process as ended."""
        ...

    # failures, and which fix worked
    def add_fault(self, fault: Fault, event: Event) -> tuple[FaultGroup, Event]:
        """Store one occurrence with its journal event; return its group as it is now.

        A group that was resolved is open again; an ignored one stays ignored.
        """
        ...

    def fault(self, fault_id: str) -> Fault | None:
        """Return one occurrence by its id or an unambiguous beginning of it."""
        ...

    def faults(self, where: FaultFilter = FaultFilter()) -> Sequence[Fault]:
        """Return occurrences, newest first."""
        ...

    def fault_groups(self, where: FaultFilter = FaultFilter()) -> Sequence[FaultGroup]:
        """Return groups, those seen last first."""
        ...

    def set_fault_status(self, fingerprints: Sequence[str], status: FaultStatus) -> int:
        """Mark groups open, resolved or ignored; return how many changed."""
        ...

    def add_fix_trial(self, trial: FixTrial) -> None:
        """Remember what came of a fix; a verified one resolves its group and is named there."""
        ...

    def fix_trials(self, fingerprint: str = "") -> Sequence[FixTrial]:
        """Return the fixes that were tried, newest first."""
        ...

    def delete_faults(self, before: float) -> int:
        """Forget occurrences before a time (retention); groups and trials stay. Return how many."""
        ...

    # single values
    def get(self, key: str, default: Json = None) -> Json:
        """Return a remembered single value (``lockdown``, ``trusted_policy``)."""
        ...

    def put(self, key: str, value: Json) -> None:
        """Remember a single value."""
        ...

    def change_counter(self) -> int:
        """Return a number that changes when another connection has written (for front ends that watch)."""
        ...

    def close(self) -> None:
        """Close the store; safe to call twice."""
        ...

"""Run the steps of a plan in order, each through the one door."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from journeyman.asking import do_asking
from journeyman.errors import NotFound, UsageError
from journeyman.gate import Approver
from journeyman.journal import Journal, printable
from journeyman.journal.recovery import recover
from journeyman.queue.lease import Lease
from journeyman.runner import Runner
from journeyman.store import Store
from journeyman.store.protocol import PlanRecord, StepRecord
from journeyman.values import Action, Decision, Json, Outcome, Plan, StepStatus, new_id

READY: tuple[StepStatus, ...] = ("queued", "pending")
"""Statuses of steps that ``run`` carries out."""
FINISHED: tuple[StepStatus, ...] = ("done", "skipped", "cancelled")
"""Statuses of steps that ``run`` passes over; any other stops it."""

_MENDABLE = ("failed", "timeout")
_STEP_STATUS: Mapping[str, StepStatus] = {"timeout": "failed"}


@dataclass(frozen=True, slots=True)
class Stepped:
    """One step that was carried out, or tried, and its outcome."""

    step: StepRecord
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Report:
    """How far a run came. ``stopped`` is the reason in one word: done, failed, pending, interrupted, stopped, ..."""

    plan: PlanRecord
    stepped: tuple[Stepped, ...]
    stopped: str

    @property
    def last(self) -> Stepped | None:
        """The last step that was tried."""
        return self.stepped[-1] if self.stepped else None


Mend = Callable[[Action, Outcome, Callable[[str], None] | None], tuple[Action, Outcome]]
"""Tries to repair what failed; returns what was done in the end, and what came of it."""
OnStep = Callable[[StepRecord, Outcome | None], None]
"""Told when a step begins (outcome None) and when it has ended."""


def _silent(step: StepRecord, outcome: Outcome | None) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Queue:
    """Plans in the store, run one step at a time under a lease."""

    store: Store
    runner: Runner
    journal: Journal
    settings: Mapping[str, Json]
    clock: Callable[[], float] = time.time
    mend: Mend | None = None
    stopping: threading.Event = field(default_factory=threading.Event)

    def add(self, plan: Plan) -> PlanRecord:
        """Store ``plan`` with all its steps queued, each action carrying the plan's id."""
        hide = self.journal.redactor.text
        steps = tuple(
            replace(step, title=printable(hide(step.title)), action=replace(step.action, plan_id=plan.id))
            for step in plan.steps
        )
        plan = replace(plan, goal=printable(hide(plan.goal)), steps=steps)
        message = f"planned: {plan.goal} ({len(plan.steps)} steps)"
        event = self.journal.event("plan.added", message, plan_id=plan.id, data={"planner": plan.planner})
        record = self.store.add_plan(plan, event)
        self.journal.publish(event)
        return record

    def preview(self, record: PlanRecord) -> tuple[Decision, ...]:
        """Return what the gate would decide about each step now, given what earlier steps will have written."""
        return tuple(
            self.runner.decide(step.action, overlay(self.runner.workspace.root, record, step.position))
            for step in record.steps
        )

    def run(
        self,
        plan_id: str,
        approver: Approver,
        on_step: OnStep = _silent,
        emit: Callable[[str], None] | None = None,
        limit: int = 0,
        session: str = "",
    ) -> Report:
        """Carry out the ready steps of a plan in order, at most ``limit`` (0: all).

        A step that only another session than ``session`` can run (its live kernel) is left to that one (``elsewhere``).
        Stops at the first step that is not done (the rest is kept), or when :meth:`stop` is called. Finished steps are
        never run again.
        """
        recover(self.store, self.journal, self.clock())
        self.stopping.clear()
        record = self.find(plan_id)
        if record.status == "cancelled":
            raise UsageError(f"plan {record.id} was cancelled; plan anew")
        self.store.update_plan(record.id, running=True)
        stepped: list[Stepped] = []
        reason = "done"
        for step in record.steps:
            if step.status in FINISHED:
                continue
            if step.status not in READY:
                reason = step.status
                break
            wanted = not self.stopping.is_set() and self.find(record.id).running
            if not wanted or (limit and len(stepped) >= limit):
                reason = "stopped"
                break
            if self.belongs_elsewhere(step.action, session):
                reason = "elsewhere"
                break
            outcome = self.run_step(step, approver, on_step, emit)
            stepped.append(Stepped(step, outcome))
            if not outcome.ok:
                reason = outcome.status
                break
        return Report(self.settle(record.id, reason), tuple(stepped), reason)

    def run_step(
        self,
        step: StepRecord,
        approver: Approver,
        on_step: OnStep = _silent,
        emit: Callable[[str], None] | None = None,
        approval_id: str = "",
    ) -> Outcome:
        """Carry out one step under a lease; ask ``approver`` when the gate wants a person. Records the step's status.

        Raises UsageError when somebody else took the step in the meantime.
        """
        numbers = self.settings["lease"]
        lease = Lease(self.store, step, numbers["seconds"], numbers["renew"], self.clock)
        if not lease.claim(READY):
            raise UsageError(f"step {step.position + 1} of plan {step.plan_id} is being run elsewhere, or has ended")
        on_step(step, None)
        status: StepStatus = "interrupted"
        message = "stopped by a fault"
        done = step.action
        try:
            with lease:
                outcome = self._do(step, approver, emit, approval_id)
                if self.mend is not None and outcome.status in _MENDABLE:
                    done, outcome = self.mend(step.action, outcome, emit)
            status = _STEP_STATUS.get(outcome.status) or outcome.status  # type: ignore[assignment]  # the rest are equal
            message = outcome.message
        finally:
            self.store.set_step(step.plan_id, step.position, status, message, None if done is step.action else done)
        on_step(replace(step, status=status), outcome)
        return outcome

    def _do(
        self, step: StepRecord, approver: Approver, emit: Callable[[str], None] | None, approval_id: str
    ) -> Outcome:
        record = self.find(step.plan_id)
        planned = overlay(self.runner.workspace.root, record, step.position)
        answered = None if approval_id else self.store.approval(step.action.id)
        if answered is not None and answered.status == "approved":
            approval_id = answered.id
        return do_asking(
            self.runner,
            approver,
            step.action,
            emit,
            planned,
            approval_id=approval_id,
            approved_hash=step.approved_hash,
        )

    def belongs_elsewhere(self, action: Action, session: str) -> bool:
        """Return True when ``action`` runs in a live session that is not ``session``."""
        live = getattr(self.runner.kinds.get(action.kind), "confinement", "") == "none"
        return live and action.origin.session not in ("", session)

    def approve_plan(self, plan_id: str) -> tuple[PlanRecord, int]:
        """Approve every step that would be asked, except *floor* ones; return the plan and how many were covered.

        Each approval is bound to the step's content and to the scripts it executes, as they are planned now.
        """
        record = self.find(plan_id)
        hashes = {
            step.position: decision.bound_hash
            for step, decision in zip(record.steps, self.preview(record), strict=True)
            if step.status in READY and decision.verdict == "ask" and decision.level != "floor"
        }
        self.store.approve_steps(record.id, hashes)
        self.journal.record(
            "plan.approved",
            f"approved {len(hashes)} steps of the plan",
            plan_id=record.id,
            data={"hash": record.content_hash, "steps": sorted(hashes)},
        )
        return self.find(record.id), len(hashes)

    def cancel(self, plan_id: str) -> PlanRecord:
        """Cancel the steps that have not run; withdraw their approvals."""
        record = self.find(plan_id)
        for step in record.steps:
            if step.status in (*READY, "failed", "denied", "rejected", "interrupted"):
                self.store.set_step(record.id, step.position, "cancelled", "cancelled by the user")
                self.runner.forget_secrets(step.action)
        self.runner.approvals.withdraw(record.id)
        self.store.update_plan(record.id, status="cancelled", running=False)
        self.journal.record("plan.cancelled", f"cancelled: {record.goal}", plan_id=record.id)
        return self.find(record.id)

    def retry(self, step: StepRecord) -> StepRecord:
        """Queue a step again as a new action (same content, new id); its old action stays in the record.

        Raises UsageError when its content held secrets, which are gone by now.
        """
        kept = self.store.action(step.action.id)
        if kept is not None and kept.scrubbed:
            raise UsageError(
                f"step {step.position + 1} held secrets, which were scrubbed once it had ended; skip it "
                "(resume --mode skip) and propose it anew, with ${secret:NAME} in place of the secret"
            )
        action = replace(step.action, id=new_id("a"))
        self.store.set_step(step.plan_id, step.position, "queued", "", action)
        return replace(step, status="queued", action=action)

    def skip(self, step: StepRecord) -> None:
        """Pass over a step."""
        self.store.set_step(step.plan_id, step.position, "skipped", "skipped by the user")

    def stop(self) -> tuple[StepRecord, ...]:
        """Stop whatever runs in this workspace, in this process or another; return the steps that were running.

        Their process groups are killed, and their plans take no further step.
        """
        self.stopping.set()
        running = tuple(self.store.running_steps())
        for step in running:
            self.store.update_plan(step.plan_id, running=False)
            if not self.runner.processes.stop(step.action.id):
                self.runner.processes.end_orphans(step.action.id)
        return running

    def find(self, plan_id: str = "", blocked: bool = False) -> PlanRecord:
        """Return a plan by id, or the oldest open one that can go on (``blocked``: that cannot), else the oldest.

        Raises NotFound when there is none.
        """
        if plan_id:
            record = self.store.plan(plan_id)
            if record is None:
                raise NotFound(f"no plan {plan_id}; `queue` lists the plans")
            return record
        open_plans = self.store.plans(status="open")
        if not open_plans:
            raise NotFound('the queue is empty; make a plan with: plan "what you want"')
        return next((record for record in open_plans if _is_blocked(record) == blocked), open_plans[0])

    def settle(self, plan_id: str, reason: str) -> PlanRecord:
        """Mark a plan as done when nothing is left, as not running when it stopped for ``reason``; return it."""
        record = self.find(plan_id)
        left = {step.status for step in record.steps} - set(FINISHED)
        if not left:
            self.store.update_plan(plan_id, status="done", running=False)
            self.journal.record("plan.done", f"done: {record.goal}", plan_id=plan_id)
        elif left <= {"rejected", "denied"}:
            self.store.update_plan(plan_id, status="closed", running=False)
            self.runner.approvals.withdraw(plan_id)
            self.journal.record("plan.closed", f"not done: {record.goal}", plan_id=plan_id)
        elif reason != "pending":
            self.store.update_plan(plan_id, running=False)
        return self.find(plan_id)


def _is_blocked(record: PlanRecord) -> bool:
    following = next((step for step in record.steps if step.status not in FINISHED), None)
    return following is not None and following.status not in READY


def overlay(root: Path, record: PlanRecord, position: int) -> dict[str, str]:
    """Return the text of files (by absolute path) that steps before ``position`` create and that have not run yet."""
    return {
        os.path.normpath(os.path.join(root, step.action.cwd, step.action.args["path"])): step.action.args["content"]
        for step in record.steps[:position]
        if step.action.kind == "file.create" and step.status in READY
    }

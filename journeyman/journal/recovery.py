"""Find what was under way when its runner vanished, and mark it interrupted: never run it again by itself."""

from __future__ import annotations

from collections.abc import Mapping

from journeyman.journal import Journal
from journeyman.store import Store
from journeyman.store.owner import is_gone
from journeyman.store.protocol import StepRecord
from journeyman.values import StepStatus

_STEP_STATUS: Mapping[str, StepStatus] = {"done": "done", "interrupted": "interrupted"}


def needs_recovery(store: Store, now: float) -> bool:
    """Return True when something is recorded as running and its runner has vanished; a cheap look."""
    return any(step.lease_until < now or is_gone(step.lease_owner) for step in store.running_steps())


def recover(store: Store, journal: Journal, now: float) -> tuple[StepRecord, ...]:
    """Mark steps whose lease ended, or whose process is gone, as interrupted; return those steps.

    Actions outside of a plan are marked in the same way.
    """
    found = []
    for step in store.running_steps():
        if step.lease_until >= now and not is_gone(step.lease_owner):
            continue
        record = store.action(step.action.id)
        if record is not None and record.outcome is not None and record.status != "running":
            # Killed after the outcome was recorded and before the step was: what is done is never repeated.
            status = _STEP_STATUS.get(record.status, "failed")
            store.set_step(step.plan_id, step.position, status, record.outcome.message)
            continue
        event = journal.event(
            "action.interrupted",
            f"interrupted: {step.title}: its runner vanished",
            level="error",
            action_id=step.action.id,
            plan_id=step.plan_id,
            kind=step.action.kind,
        )
        if store.interrupt_step(step, event):
            found.append(step)
    for record, owner in store.running_actions():
        if not is_gone(owner):
            continue
        event = journal.event(
            "action.interrupted",
            "interrupted: its runner vanished",
            level="error",
            action_id=record.action.id,
            plan_id=record.action.plan_id or "",
            kind=record.action.kind,
        )
        store.interrupt_action(record.action.id, event)
    return tuple(found)

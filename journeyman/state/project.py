"""The content of the state file, read from the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from journeyman.redact import redact
from journeyman.store import ActionRecord, PlanRecord, Store
from journeyman.values import Approval, Json
from journeyman.workspace import Workspace

SCHEMA_VERSION = 1


def empty() -> dict[str, Json]:
    """Return the state of a workspace in which nothing was done yet."""
    return {
        "schema_version": SCHEMA_VERSION,
        "initialized": False,
        "workspace": "",
        "updated": None,
        "last_action": None,
        "queue": [],
        "pending_approvals": [],
        "trust": {"signatures": 0, "confirmed": 0, "rejected": 0, "unasked": 0, "failed": 0, "undone": 0},
        "counters": {},
        "lockdown": "",
        "needs_attention": [],
    }


def project(store: Store, now: float, workspace: Workspace, problems: tuple[str, ...] = ()) -> dict[str, Json]:
    """Return the state as it is at ``now`` (Unix seconds), secrets redacted. Reads only the store.

    ``problems`` are sentences that need attention and are not in the store (a log that cannot be written).
    """
    latest = store.actions(limit=1)
    plans = store.plans(status="open")
    waiting = [found for found in store.approvals(status="pending") if found.expires > now]
    lockdown = store.get("lockdown", "")
    return {
        **empty(),
        "initialized": bool(store.get("initialized", False)),
        "workspace": str(workspace.root),
        "updated": _iso(now),
        "last_action": _action(latest[0]) if latest else None,
        "queue": [_plan(plan) for plan in plans],
        "pending_approvals": [_approval(store, approval) for approval in waiting],
        "trust": _trust(store),
        "counters": _counters(store),
        "lockdown": lockdown,
        "needs_attention": [redact(line) for line in (*_attention(plans, waiting, lockdown), *problems)],
    }


def _action(record: ActionRecord) -> dict[str, Json]:
    return {
        "id": record.action.id,
        "kind": record.action.kind,
        "status": record.status,
        "message": redact(record.outcome.message) if record.outcome else "",
        "time": _iso(record.finished or record.created),
    }


def _plan(plan: PlanRecord) -> dict[str, Json]:
    return {
        "id": plan.id,
        "goal": redact(plan.goal),
        "running": plan.running,
        "notebook": plan.notebook,
        "steps": [
            {
                "number": step.position + 1,
                "title": redact(step.title),
                "kind": step.action.kind,
                "action": step.action.id,
                "status": step.status,
            }
            for step in plan.steps
        ],
    }


def _approval(store: Store, approval: Approval) -> dict[str, Json]:
    record = store.action(approval.action_id)
    kind = record.action.kind if record else "an action"
    return {
        "id": approval.id,
        "action": approval.action_id,
        "plan": approval.plan_id,
        "summary": redact(f"{kind}: {'; '.join(approval.reasons)}"),
        "reasons": [redact(reason) for reason in approval.reasons],
        "expires": _iso(approval.expires),
        "approve": f"journeyman approve {approval.id}",
        "reject": f"journeyman reject {approval.id}",
    }


def _trust(store: Store) -> dict[str, Json]:
    found = store.evidences()
    names = ("confirmed", "rejected", "unasked", "failed", "undone")
    return {"signatures": len(found), **{name: sum(getattr(each, name) for each in found) for name in names}}


def _counters(store: Store) -> dict[str, Json]:
    counters: dict[str, dict[str, int]] = {}
    for evidence in store.evidences():
        kind = counters.setdefault(evidence.kind, {"confirmed": 0, "rejected": 0})
        kind["confirmed"] += evidence.confirmed
        kind["rejected"] += evidence.rejected
    return dict(counters)


def _attention(plans: Sequence[PlanRecord], waiting: list[Approval], lockdown: str) -> list[str]:
    lines = [f"lockdown is on: {lockdown}"] if lockdown else []
    if waiting:
        one = len(waiting) == 1
        lines.append("1 approval waits for an answer" if one else f"{len(waiting)} approvals wait for an answer")
    hints: dict[str, Callable[[str], str]] = {
        "interrupted": lambda plan: f"was interrupted; `resume {plan}` goes on",
        "failed": lambda plan: f"failed; `resume {plan}` tries again, `cancel {plan}` gives up",
        "denied": lambda plan: f"was denied; `why` explains it, `cancel {plan}` gives up",
        "rejected": lambda plan: f"was rejected; `resume {plan} --mode skip` passes over it",
    }
    for plan in plans:
        for step in plan.steps:
            if step.status in hints:
                lines.append(f"step {step.position + 1} of plan {plan.id} ({step.title}) {hints[step.status](plan.id)}")
    return lines


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

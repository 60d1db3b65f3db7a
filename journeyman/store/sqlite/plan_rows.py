"""The plans' and steps' rows: a queue that survives ``kill -9``, claimed step by step under a lease."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from journeyman.errors import NotFound
from journeyman.store.protocol import PlanRecord, StepRecord
from journeyman.store.sqlite.connection import Connection
from journeyman.store.sqlite.journal_rows import append_event
from journeyman.values import Action, Event, Json, Plan, StepStatus, dumps

_STEP = "SELECT plan_id, position, title, payload, status, lease_owner, lease_until, approved_hash, message FROM steps"
_PLAN = "SELECT id, goal, planner, created, status, content_hash, running, notebook FROM plans"
_PLAN_FIELDS = frozenset({"status", "running", "notebook"})


def _step(row: Sequence[Any]) -> StepRecord:
    plan_id, position, title, payload, status, owner, until, approved, message = row
    action = Action.from_dict(json.loads(payload))
    return StepRecord(plan_id, position, title, action, status, owner, until, approved, message)


class PlanRows:
    """Stores plans, leases their steps and finds the ones whose runner vanished."""

    connection: Connection

    def add_plan(self, plan: Plan, event: Event) -> PlanRecord:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            raw.execute(
                "INSERT INTO plans (id, goal, planner, created, content_hash) VALUES (?,?,?,?,?)",
                (plan.id, plan.goal, plan.planner, plan.created, plan.content_hash),
            )
            raw.executemany(
                "INSERT INTO steps (plan_id, position, title, action_id, payload) VALUES (?,?,?,?,?)",
                [
                    (plan.id, position, step.title, step.action.id, dumps(step.action.to_dict()))
                    for position, step in enumerate(plan.steps)
                ],
            )
            append_event(raw, event)
        record = self.plan(plan.id)
        if record is None:
            raise NotFound(f"no plan {plan.id}")
        return record

    def plan(self, plan_id: str) -> PlanRecord | None:
        """See :class:`journeyman.store.protocol.Store`. Raises NotFound when a beginning fits several."""
        rows = self.connection.rows(_PLAN + " WHERE id=?", (plan_id,))
        if not rows and len(plan_id) >= 2:
            rows = self.connection.rows(_PLAN + " WHERE substr(id,1,?)=? LIMIT 2", (len(plan_id), plan_id))
        if len(rows) > 1:
            raise NotFound(f"{plan_id} fits several plans; give more characters of the id")
        return self._plan(rows[0]) if rows else None

    def plans(self, status: str = "", limit: int = 0) -> Sequence[PlanRecord]:
        """See :class:`journeyman.store.protocol.Store`."""
        sql = _PLAN + (" WHERE status=?" if status else "") + " ORDER BY number DESC"
        sql += f" LIMIT {int(limit)}" if limit else ""
        rows = self.connection.rows(sql, (status,) if status else ())
        return [self._plan(row) for row in reversed(rows)]

    def update_plan(self, plan_id: str, **fields: Json) -> None:
        """See :class:`journeyman.store.protocol.Store`."""
        unknown = set(fields) - _PLAN_FIELDS
        if unknown:
            raise ValueError(f"a plan has no {unknown}; allowed: {sorted(_PLAN_FIELDS)}")
        names = ", ".join(f"{name}=?" for name in fields)
        with self.connection.write() as raw:
            raw.execute(f"UPDATE plans SET {names} WHERE id=?", (*fields.values(), plan_id))

    def step_of(self, action_id: str) -> StepRecord | None:
        """See :class:`journeyman.store.protocol.Store`."""
        row = self.connection.row(_STEP + " WHERE action_id=?", (action_id,))
        return _step(row) if row else None

    def claim_step(self, plan_id: str, position: int, owner: str, until: float, expected: Sequence[StepStatus]) -> bool:
        """See :class:`journeyman.store.protocol.Store`."""
        marks = ",".join("?" * len(expected))
        with self.connection.write() as raw:
            changed = raw.execute(
                "UPDATE steps SET status='running', lease_owner=?, lease_until=?, message='' "
                f"WHERE plan_id=? AND position=? AND status IN ({marks})",
                (owner, until, plan_id, position, *expected),
            )
            return changed.rowcount == 1

    def renew_lease(self, plan_id: str, position: int, owner: str, until: float) -> bool:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            changed = raw.execute(
                "UPDATE steps SET lease_until=? WHERE plan_id=? AND position=? AND lease_owner=? AND status='running'",
                (until, plan_id, position, owner),
            )
            return changed.rowcount == 1

    def set_step(
        self, plan_id: str, position: int, status: StepStatus, message: str = "", action: Action | None = None
    ) -> None:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            raw.execute(
                "UPDATE steps SET status=?, message=?, lease_owner='', lease_until=0 WHERE plan_id=? AND position=?",
                (status, message, plan_id, position),
            )
            if action is not None:
                raw.execute(
                    "UPDATE steps SET action_id=?, payload=? WHERE plan_id=? AND position=?",
                    (action.id, dumps(action.to_dict()), plan_id, position),
                )

    def approve_steps(self, plan_id: str, hashes: Mapping[int, str]) -> None:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            raw.executemany(
                "UPDATE steps SET approved_hash=? WHERE plan_id=? AND position=?",
                [(value, plan_id, position) for position, value in hashes.items()],
            )

    def running_steps(self) -> Sequence[StepRecord]:
        """See :class:`journeyman.store.protocol.Store`."""
        return [_step(row) for row in self.connection.rows(_STEP + " WHERE status='running'")]

    def interrupt_step(self, step: StepRecord, event: Event) -> bool:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            changed = raw.execute(
                "UPDATE steps SET status='interrupted', lease_owner='', message='its runner vanished' "
                "WHERE plan_id=? AND position=? AND status='running' AND lease_owner=? AND lease_until=?",
                (step.plan_id, step.position, step.lease_owner, step.lease_until),
            )
            if changed.rowcount != 1:
                return False
            raw.execute(
                "UPDATE actions SET status='interrupted', finished=? WHERE id=? AND status='running'",
                (event.time, step.action.id),
            )
            append_event(raw, event)
            return True

    def _plan(self, row: Sequence[Any]) -> PlanRecord:
        plan_id, goal, planner, created, status, content_hash, running, notebook = row
        steps = tuple(
            _step(found) for found in self.connection.rows(_STEP + " WHERE plan_id=? ORDER BY position", (plan_id,))
        )
        return PlanRecord(plan_id, goal, planner, created, status, steps, content_hash, bool(running), notebook)

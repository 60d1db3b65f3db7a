"""The actions' rows: what was asked, decided and done."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from journeyman.errors import NotFound
from journeyman.store.protocol import ActionRecord, EvidenceUpdate
from journeyman.store.sqlite.connection import Connection
from journeyman.store.sqlite.evidence_rows import change_evidence
from journeyman.store.sqlite.journal_rows import append_event
from journeyman.values import Action, Decision, Event, Outcome, dumps

_NO_KEY = ("", "", "")
_SELECT = (
    "SELECT payload, status, created, decision, outcome, finished, credited, signature, origin, scrubbed FROM actions"
)
_BEGIN = (
    "INSERT INTO actions (id, kind, status, created, plan_id, payload, decision, signature, origin, owner) "
    "VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT (id) DO UPDATE SET status=excluded.status, created=excluded.created, "
    "payload=excluded.payload, decision=excluded.decision, signature=excluded.signature, origin=excluded.origin, "
    "owner=excluded.owner"
)
_FINISH = "UPDATE actions SET status=?, finished=?, outcome=?, credited=? WHERE id=?"
_USE = (
    "UPDATE approvals SET status='used' WHERE id=? AND action_id=? AND bound_hash=? AND status='approved' AND expires>?"
)


def _put(
    raw: sqlite3.Connection, action: Action, decision: Decision, status: str, created: float, owner: str = ""
) -> None:
    raw.execute(
        _BEGIN,
        (
            action.id,
            action.kind,
            status,
            created,
            action.plan_id,
            dumps(action.to_dict()),
            dumps(decision.to_dict()),
            decision.signature,
            action.origin.proposer,
            owner,
        ),
    )


def _record(row: Sequence[Any]) -> ActionRecord:
    payload, status, created, decision, outcome, finished, credited, signature, origin, scrubbed = row
    return ActionRecord(
        Action.from_dict(json.loads(payload)),
        status,
        created,
        Decision.from_dict(json.loads(decision)) if decision else None,
        Outcome.from_dict(json.loads(outcome)) if outcome else None,
        finished,
        bool(credited),
        (signature, origin),
        bool(scrubbed),
    )


class ActionRows:
    """Begins, ends and finds actions."""

    connection: Connection

    def begin_action(self, action: Action, decision: Decision, now: float, owner: str, approval_id: str = "") -> bool:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            if approval_id:
                key = (approval_id, action.id, decision.bound_hash, now)
                if raw.execute(_USE, key).rowcount != 1:
                    return False
            _put(raw, action, decision, "running", now, owner)
            return True

    def finish_action(
        self,
        outcome: Outcome,
        event: Event,
        evidence_key: tuple[str, str, str] = _NO_KEY,
        update: EvidenceUpdate | None = None,
        credited: bool = False,
        scrubbed: Action | None = None,
    ) -> Event:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            raw.execute(_FINISH, (outcome.status, event.time, dumps(outcome.to_dict()), credited, outcome.action_id))
            if update is not None:
                change_evidence(raw, evidence_key, update)
            written = append_event(raw, event)
            if scrubbed is not None:
                _scrub(raw, scrubbed)
        if scrubbed is not None:
            self._forget_pages()
        return written

    def note_action(self, action: Action, decision: Decision, status: str, event: Event) -> Event:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            _put(raw, action, decision, status, event.time)
            return append_event(raw, event)

    def scrub(self, action: Action) -> None:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            _scrub(raw, action)
        self._forget_pages()

    def action(self, action_id: str) -> ActionRecord | None:
        """See :class:`journeyman.store.protocol.Store`. Raises NotFound when a beginning fits several."""
        row = self.connection.row(_SELECT + " WHERE id=?", (action_id,))
        if row is None and len(action_id) >= 2:
            pattern = (len(action_id), action_id)
            rows = self.connection.rows(_SELECT + " WHERE substr(id, 1, ?) = ? LIMIT 2", pattern)
            if len(rows) > 1:
                raise NotFound(f"{action_id} fits several actions; give more characters of the id")
            row = rows[0] if rows else None
        return _record(row) if row else None

    def running_actions(self) -> Sequence[tuple[ActionRecord, str]]:
        """See :class:`journeyman.store.protocol.Store`."""
        rows = self.connection.rows(
            _SELECT.replace(" FROM", ", owner FROM")
            + " WHERE number > (SELECT max(number) - 1000 FROM actions) AND status='running'"
        )
        return [(_record(row[:-1]), row[-1]) for row in rows]

    def interrupt_action(self, action_id: str, event: Event) -> bool:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            changed = raw.execute(
                "UPDATE actions SET status='interrupted', finished=? WHERE id=? AND status='running'",
                (event.time, action_id),
            )
            if changed.rowcount != 1:
                return False
            append_event(raw, event)
            return True

    def actions(self, limit: int = 0, status: str = "", plan_id: str = "") -> Sequence[ActionRecord]:
        """See :class:`journeyman.store.protocol.Store`."""
        conditions = [name for name, value in (("status=?", status), ("plan_id=?", plan_id)) if value]
        sql = _SELECT + (" WHERE " + " AND ".join(conditions) if conditions else "") + " ORDER BY number DESC"
        sql += f" LIMIT {int(limit)}" if limit else ""
        return [_record(row) for row in self.connection.rows(sql, tuple(v for v in (status, plan_id) if v))]

    def set_credited(self, action_id: str, credited: bool) -> None:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            raw.execute("UPDATE actions SET credited=? WHERE id=?", (credited, action_id))

    def _forget_pages(self) -> None:
        # The write-ahead log still holds the pages as they were; an empty log holds nothing.
        with self.connection._lock:
            self.connection.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _scrub(raw: sqlite3.Connection, action: Action) -> None:
    payload = dumps(action.to_dict())
    raw.execute("UPDATE actions SET payload=?, scrubbed=1 WHERE id=?", (payload, action.id))
    raw.execute("UPDATE steps SET payload=? WHERE action_id=?", (payload, action.id))

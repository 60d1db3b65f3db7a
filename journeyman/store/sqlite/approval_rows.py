"""The approvals' rows: questions that survive everything, and their answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from journeyman.errors import NotFound
from journeyman.store.protocol import EvidenceUpdate
from journeyman.store.sqlite.connection import Connection
from journeyman.store.sqlite.evidence_rows import change_evidence
from journeyman.store.sqlite.journal_rows import append_event
from journeyman.values import Approval, ApprovalStatus, Event, dumps

_COLUMNS = "id, action_id, bound_hash, status, created, expires, reasons, plan_id, answered, answered_by, front_end"
_SELECT = f"SELECT {_COLUMNS} FROM approvals"
_INSERT = f"INSERT INTO approvals ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?)"


def _approval(row: Sequence[Any]) -> Approval:
    fields = list(row)
    fields[6] = tuple(json.loads(fields[6]))
    return Approval(*fields)


class ApprovalRows:
    """Stores questions and answers each once."""

    connection: Connection

    def add_approval(self, approval: Approval, event: Event) -> Approval:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            waiting = raw.execute(_SELECT + " WHERE action_id=? AND status='pending'", (approval.action_id,)).fetchone()
            if waiting is not None and waiting[2] == approval.bound_hash and waiting[5] > approval.created:
                return _approval(waiting)
            raw.execute(
                "UPDATE approvals SET status='withdrawn' WHERE action_id=? AND status='pending'", (approval.action_id,)
            )
            raw.execute(
                _INSERT,
                (
                    approval.id,
                    approval.action_id,
                    approval.bound_hash,
                    approval.status,
                    approval.created,
                    approval.expires,
                    dumps(list(approval.reasons)),
                    approval.plan_id,
                    approval.answered,
                    approval.answered_by,
                    approval.front_end,
                ),
            )
            append_event(raw, event)
            return approval

    def approval(self, approval_id: str) -> Approval | None:
        """See :class:`journeyman.store.protocol.Store`. Raises NotFound when a beginning fits several."""
        row = self.connection.row(
            _SELECT + " WHERE id=? OR action_id=? ORDER BY number DESC LIMIT 1", (approval_id, approval_id)
        )
        if row is None and len(approval_id) >= 2:
            size = len(approval_id)
            rows = self.connection.rows(
                _SELECT + " WHERE substr(id,1,?)=? OR substr(action_id,1,?)=? ORDER BY number DESC",
                (size, approval_id, size, approval_id),
            )
            if len({found[1] for found in rows}) > 1:
                raise NotFound(f"{approval_id} fits several approvals; give more characters of the id")
            row = rows[0] if rows else None
        return _approval(row) if row else None

    def approvals(self, status: ApprovalStatus | str = "", plan_id: str = "") -> Sequence[Approval]:
        """See :class:`journeyman.store.protocol.Store`."""
        conditions = [name for name, value in (("status=?", status), ("plan_id=?", plan_id)) if value]
        sql = _SELECT + (" WHERE " + " AND ".join(conditions) if conditions else "") + " ORDER BY number"
        return [_approval(row) for row in self.connection.rows(sql, tuple(v for v in (status, plan_id) if v))]

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
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            changed = raw.execute(
                "UPDATE approvals SET status=?, answered=?, answered_by=?, front_end=? WHERE id=? AND status='pending'",
                (status, event.time, answered_by, front_end, approval_id),
            )
            if changed.rowcount != 1:
                return None
            if update is not None:
                change_evidence(raw, evidence_key, update)
            append_event(raw, event)
            return _approval(raw.execute(_SELECT + " WHERE id=?", (approval_id,)).fetchone())

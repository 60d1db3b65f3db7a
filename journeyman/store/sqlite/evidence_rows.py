"""The evidence's rows: numbers per (signature, origin), changed only by pure functions inside a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from journeyman.store.protocol import EvidenceUpdate, Trial
from journeyman.store.sqlite.connection import Connection
from journeyman.values import Evidence

_COLUMNS = (
    "signature, origin, kind, successes, failures, updated, confirmed, rejected, unasked, failed, undone, "
    "last_failure, basis, clean"
)
_SELECT = f"SELECT {_COLUMNS} FROM evidence WHERE signature=? AND origin=?"
_TRIALS = (
    "SELECT id, signature, origin, coalesce(finished, created), status, json_extract(decision, '$.basis'), "
    "coalesce(json_extract(outcome, '$.approval_id'), '') != '', "
    "json_array_length(outcome, '$.data.mismatch') > 0 FROM actions "
    "WHERE json_extract(decision, '$.level') != 'read'"
)
_REPLACE = f"INSERT OR REPLACE INTO evidence ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"


def change_evidence(raw: sqlite3.Connection, key: tuple[str, str, str], update: EvidenceUpdate) -> Evidence:
    """Apply ``update`` to the evidence of (signature, origin, kind) inside the open transaction."""
    row = raw.execute(_SELECT, key[:2]).fetchone()
    new = update(Evidence(*row) if row else Evidence(*key))
    raw.execute(
        _REPLACE,
        (
            new.signature,
            new.origin,
            new.kind,
            new.successes,
            new.failures,
            new.updated,
            new.confirmed,
            new.rejected,
            new.unasked,
            new.failed,
            new.undone,
            new.last_failure,
            new.basis,
            new.clean,
        ),
    )
    return new


class EvidenceRows:
    """Reads and changes evidence."""

    connection: Connection

    def evidence(self, signature: str, origin: str) -> Evidence | None:
        """See :class:`journeyman.store.protocol.Store`."""
        row = self.connection.row(_SELECT, (signature, origin))
        return Evidence(*row) if row else None

    def evidences(self) -> Sequence[Evidence]:
        """See :class:`journeyman.store.protocol.Store`."""
        rows: list[tuple[Any, ...]] = self.connection.rows(
            f"SELECT {_COLUMNS} FROM evidence ORDER BY signature, origin"
        )
        return [Evidence(*row) for row in rows]

    def trials(self, signature: str = "", origin: str = "", limit: int = 0) -> Sequence[Trial]:
        """See :class:`journeyman.store.protocol.Store`."""
        sql = _TRIALS + (" AND signature=?" if signature else "") + (" AND origin=?" if origin else "")
        sql += " ORDER BY number DESC" + (f" LIMIT {int(limit)}" if limit else "")
        rows = self.connection.rows(sql, tuple(filter(None, (signature, origin))))
        return [
            Trial(found, mark, by, time, status, basis, bool(asked), bool(mismatch))
            for found, mark, by, time, status, basis, asked, mismatch in reversed(rows)
        ]

    def update_evidence(self, key: tuple[str, str, str], update: EvidenceUpdate) -> Evidence:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            return change_evidence(raw, key, update)

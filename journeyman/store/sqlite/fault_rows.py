"""Failures: one row for each occurrence, one for each group, one for each fix that was tried."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from journeyman.store.protocol import FaultFilter
from journeyman.store.sqlite.connection import Connection
from journeyman.store.sqlite.journal_rows import append_event
from journeyman.values import Event, Fault, FaultGroup, FaultStatus, Fix, FixTrial, dumps

_GROUP = "fingerprint, code, severity, summary, status, count, first_seen, last_seen, last_id, reopened, fixed_by"


class FaultRows:
    """Remembers failures and which fix worked."""

    connection: Connection

    def add_fault(self, fault: Fault, event: Event) -> tuple[FaultGroup, Event]:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            known = _group(raw, fault.fingerprint)
            group = known.seen_again(fault) if known else FaultGroup.of(fault)
            raw.execute(
                "INSERT INTO faults (id, fingerprint, time, source, subject, payload) VALUES (?,?,?,?,?,?)",
                (fault.id, fault.fingerprint, fault.time, fault.source, fault.subject, dumps(fault.to_dict())),
            )
            _write(raw, group)
            return group, append_event(raw, event)

    def fault(self, fault_id: str) -> Fault | None:
        """See :class:`journeyman.store.protocol.Store`."""
        sql = "SELECT payload FROM faults WHERE id GLOB ? ORDER BY number DESC LIMIT 2"
        rows = self.connection.rows(sql, (f"{_literal(fault_id)}*",))
        return Fault.from_dict(json.loads(rows[0][0])) if len(rows) == 1 else None

    def faults(self, where: FaultFilter = FaultFilter()) -> Sequence[Fault]:  # noqa: B008 - a frozen value
        """See :class:`journeyman.store.protocol.Store`."""
        conditions, values = _conditions(where, "faults.time")
        sql = "SELECT faults.payload FROM faults JOIN fault_groups USING (fingerprint)"
        rows = self.connection.rows(sql + conditions + _newest("faults.number", where), values)
        return [Fault.from_dict(json.loads(payload)) for (payload,) in rows]

    def fault_groups(self, where: FaultFilter = FaultFilter()) -> Sequence[FaultGroup]:  # noqa: B008 - a frozen value
        """See :class:`journeyman.store.protocol.Store`."""
        conditions, values = _conditions(where, "last_seen")
        columns = ", ".join(f"fault_groups.{name}" for name in _GROUP.split(", "))
        sql = f"SELECT {columns} FROM fault_groups" + conditions + _newest("last_seen", where)
        return [FaultGroup(*row) for row in self.connection.rows(sql, values)]

    def set_fault_status(self, fingerprints: Sequence[str], status: FaultStatus) -> int:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            changed = 0
            for fingerprint in fingerprints:
                sql = "UPDATE fault_groups SET status=? WHERE fingerprint=? AND status!=?"
                changed += raw.execute(sql, (status, fingerprint, status)).rowcount
            return changed

    def add_fix_trial(self, trial: FixTrial) -> None:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            raw.execute(
                "INSERT INTO fix_trials (fingerprint, time, verified, action_id, fix) VALUES (?,?,?,?,?)",
                (trial.fingerprint, trial.time, trial.verified, trial.action_id, dumps(trial.fix.to_dict())),
            )
            if trial.verified:
                sql = "UPDATE fault_groups SET status='resolved', fixed_by=? WHERE fingerprint=?"
                raw.execute(sql, (str(trial.fix), trial.fingerprint))

    def fix_trials(self, fingerprint: str = "") -> Sequence[FixTrial]:
        """See :class:`journeyman.store.protocol.Store`."""
        sql = "SELECT fingerprint, fix, time, verified, action_id FROM fix_trials"
        values = (fingerprint,) if fingerprint else ()
        rows = self.connection.rows(
            f"{sql}{' WHERE fingerprint=?' if fingerprint else ''} ORDER BY number DESC", values
        )
        return [
            FixTrial(mark, Fix.from_dict(json.loads(fix)), time, bool(verified), action_id)
            for mark, fix, time, verified, action_id in rows
        ]

    def delete_faults(self, before: float) -> int:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            return raw.execute("DELETE FROM faults WHERE time<?", (before,)).rowcount


def _group(raw: sqlite3.Connection, fingerprint: str) -> FaultGroup | None:
    row = raw.execute(f"SELECT {_GROUP} FROM fault_groups WHERE fingerprint=?", (fingerprint,)).fetchone()
    return FaultGroup(*row) if row else None


def _write(raw: sqlite3.Connection, group: FaultGroup) -> None:
    names = _GROUP.split(", ")
    sql = f"INSERT OR REPLACE INTO fault_groups ({_GROUP}) VALUES ({','.join('?' * len(names))})"
    raw.execute(sql, tuple(getattr(group, name) for name in names))


def _conditions(where: FaultFilter, time: str) -> tuple[str, tuple[Any, ...]]:
    """Return the WHERE clause for ``where`` and its values; ``time`` is the column that ``since`` is about."""
    wanted: list[tuple[str, Any]] = []
    for column in ("status", "severity", "fingerprint"):
        if value := getattr(where, column):
            wanted.append((f"fault_groups.{column}=?", value))
    if where.tool:
        wanted.append(("fault_groups.code GLOB ?", f"{_literal(where.tool)}.*"))
    if where.text:
        wanted.append(("instr(lower(fault_groups.summary || ' ' || fault_groups.code), ?) > 0", where.text.lower()))
    if where.since is not None:
        wanted.append((f"{time}>=?", where.since))
    if where.subject:
        found = "fault_groups.fingerprint IN (SELECT fingerprint FROM faults WHERE subject=?)"
        wanted.append(("faults.subject=?" if time.startswith("faults") else found, where.subject))
    clause = " WHERE " + " AND ".join(condition for condition, _ in wanted) if wanted else ""
    return clause, tuple(value for _, value in wanted)


def _newest(column: str, where: FaultFilter) -> str:
    return f" ORDER BY {column} DESC" + (f" LIMIT {int(where.limit)}" if where.limit else "")


def _literal(text: str) -> str:
    """Escape what GLOB would take for a pattern."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in text)

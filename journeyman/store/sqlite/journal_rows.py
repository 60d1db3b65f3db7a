"""The journal's rows: appended only, each chained by hash to the one before."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from journeyman.store.protocol import EventFilter
from journeyman.store.sqlite.connection import Connection
from journeyman.values import Event, dumps
from journeyman.values.event import GENESIS, chain_hash

_LEVELS = ("debug", "info", "warning", "error")
_COLUMNS = "seq, time, name, level, message, action_id, plan_id, kind, data, hash"
_LAST = "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1"
_INSERT = f"INSERT INTO events ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?)"


def append_event(raw: sqlite3.Connection, event: Event) -> Event:
    """Write ``event`` at the end of the chain inside the open transaction; return it with seq and hash."""
    last = raw.execute(_LAST).fetchone()
    seq, previous = (last[0] + 1, last[1]) if last else _start(raw)
    text = dumps(dict(event.data))
    digest = chain_hash(previous, seq, event, text)
    raw.execute(
        _INSERT,
        (
            seq,
            event.time,
            event.name,
            event.level,
            event.message,
            event.action_id,
            event.plan_id,
            event.kind,
            text,
            digest,
        ),
    )
    return Event(
        event.name,
        event.time,
        event.message,
        event.level,
        event.action_id,
        event.plan_id,
        event.kind,
        event.data,
        seq,
        digest,
    )


def _start(raw: sqlite3.Connection) -> tuple[int, str]:
    anchor = raw.execute("SELECT value FROM single_values WHERE name='journal.anchor'").fetchone()
    if anchor is None:
        return 1, GENESIS
    seq, digest = json.loads(anchor[0])
    return seq + 1, digest


def _event(row: Sequence[Any]) -> Event:
    seq, time, name, level, message, action_id, plan_id, kind, data, digest = row
    return Event(name, time, message, level, action_id, plan_id, kind, json.loads(data), seq, digest)


class JournalRows:
    """Appends, reads, searches and verifies events."""

    connection: Connection

    def append(self, *events: Event) -> tuple[Event, ...]:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            return tuple(append_event(raw, event) for event in events)

    def events(self, where: EventFilter = EventFilter()) -> Sequence[Event]:  # noqa: B008 - a frozen value
        """See :class:`journeyman.store.protocol.Store`."""
        conditions, values = _conditions(where)
        if where.text:
            self._index_text()
            conditions.append("seq IN (SELECT rowid FROM events_text WHERE events_text MATCH ?)")
            values.append(_match(where.text))
        sql = f"SELECT {_COLUMNS} FROM events"
        if conditions:
            sql += " WHERE " + " AND ".join(conditions)
        sql += " ORDER BY seq DESC" + (f" LIMIT {int(where.limit)}" if where.limit else "")
        return [_event(row) for row in reversed(self.connection.rows(sql, tuple(values)))]

    def verify_chain(self, newest: int = 0) -> int:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            seq, previous = _start(raw)
            if newest and (last := raw.execute(_LAST).fetchone()) and last[0] - newest >= seq:
                seq = last[0] - newest + 1
                before = raw.execute("SELECT hash FROM events WHERE seq=?", (seq - 1,)).fetchone()
                previous = before[0] if before else ""
            for row in raw.execute(f"SELECT {_COLUMNS} FROM events WHERE seq >= ? ORDER BY seq", (seq,)):
                event = _event(row)
                expected = chain_hash(previous, seq, replace(event, seq=0, hash=""), row[8])
                if event.seq != seq or event.hash != expected:
                    return seq
                seq, previous = seq + 1, event.hash
            # The last finished action wrote the last event or an earlier one: a later time means a missing end.
            finished = raw.execute("SELECT max(finished) FROM actions").fetchone()[0]
            last = raw.execute("SELECT max(time) FROM events").fetchone()[0]
            return seq if finished is not None and (last is None or finished > last) else 0

    def prune_events(self, before_seq: int) -> int:
        """Forget events older than ``before_seq``, keeping the chain verifiable; return how many."""
        with self.connection.write() as raw:
            last = raw.execute(
                "SELECT seq, hash FROM events WHERE seq < ? ORDER BY seq DESC LIMIT 1", (before_seq,)
            ).fetchone()
            if last is None:
                return 0
            raw.execute(
                "INSERT INTO single_values VALUES ('journal.anchor', ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (dumps(list(last)),),
            )
            return raw.execute("DELETE FROM events WHERE seq < ?", (before_seq,)).rowcount

    def _index_text(self) -> None:
        # The index is filled when somebody searches, so that writing an event costs nothing for it.
        with self.connection.write() as raw:
            done = raw.execute("SELECT value FROM single_values WHERE name='journal.indexed'").fetchone()
            start = int(done[0]) if done else 0
            last = raw.execute(_LAST).fetchone()
            if last is None or last[0] <= start:
                return
            raw.execute(
                "INSERT INTO events_text (rowid, message, data) SELECT seq, name || ' ' || kind || ' ' || message, "
                "data FROM events WHERE seq > ?",
                (start,),
            )
            raw.execute(
                "INSERT INTO single_values VALUES ('journal.indexed', ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (str(last[0]),),
            )


def _conditions(where: EventFilter) -> tuple[list[str], list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []

    def add(condition: str, value: Any) -> None:
        conditions.append(condition)
        values.append(value)

    if where.level:
        levels = _LEVELS[_LEVELS.index(where.level) :]
        conditions.append(f"level IN ({','.join('?' * len(levels))})")
        values.extend(levels)
    if where.kind:
        add("kind = ?", where.kind)
    if where.name:
        add("name = ?", where.name)
    if where.since is not None:
        add("time >= ?", where.since)
    if where.until is not None:
        add("time <= ?", where.until)
    if where.action_id:
        conditions.append("substr(action_id, 1, ?) = ?")
        values.extend((len(where.action_id), where.action_id))
    if where.after_seq:
        add("seq > ?", where.after_seq)
    return conditions, values


def _match(text: str) -> str:
    # Every word as a quoted prefix: FTS5's own operators have no meaning for a person who searches a log.
    return " ".join('"' + word.replace('"', '""') + '"*' for word in text.split())

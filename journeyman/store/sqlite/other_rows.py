"""Checkpoints, background processes and single values: rows with a JSON payload."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from journeyman.store.sqlite.connection import Connection
from journeyman.values import Checkpoint, Json, dumps


class CheckpointRows:
    """Stores what actions changed."""

    connection: Connection

    def add_checkpoint(self, checkpoint: Checkpoint) -> None:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            raw.execute(
                "INSERT INTO checkpoints (id, action_id, created, status, payload) VALUES (?,?,?,?,?)",
                (
                    checkpoint.id,
                    checkpoint.action_id,
                    checkpoint.created,
                    checkpoint.status,
                    dumps(checkpoint.to_dict()),
                ),
            )

    def checkpoints(self, status: str = "", limit: int = 0, action_id: str = "") -> Sequence[Checkpoint]:
        """See :class:`journeyman.store.protocol.Store`."""
        conditions = [name for name, value in (("status=?", status), ("action_id=?", action_id)) if value]
        sql = "SELECT payload, status FROM checkpoints" + (" WHERE " + " AND ".join(conditions) if conditions else "")
        sql += " ORDER BY number DESC" + (f" LIMIT {int(limit)}" if limit else "")
        rows = self.connection.rows(sql, tuple(value for value in (status, action_id) if value))
        return [Checkpoint.from_dict({**json.loads(payload), "status": now}) for payload, now in rows]

    def set_checkpoint_status(self, checkpoint_id: str, status: str) -> None:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            raw.execute("UPDATE checkpoints SET status=? WHERE id=?", (status, checkpoint_id))

    def delete_checkpoints(self, checkpoint_ids: Sequence[str]) -> None:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            raw.executemany("DELETE FROM checkpoints WHERE id=?", [(found,) for found in checkpoint_ids])


class ProcessRows:
    """Remembers background processes across front ends."""

    connection: Connection

    def add_process(self, record: Mapping[str, Json]) -> None:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            raw.execute(
                "INSERT OR REPLACE INTO processes (action_id, status, payload) VALUES (?,?,?)",
                (record["action_id"], record.get("status", "running"), dumps(dict(record))),
            )

    def processes(self) -> Sequence[Mapping[str, Json]]:
        """See :class:`journeyman.store.protocol.Store`."""
        rows = self.connection.rows("SELECT payload, status FROM processes ORDER BY number DESC")
        return [{**json.loads(payload), "status": status} for payload, status in rows]

    def end_process(self, action_id: str, status: str) -> None:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            raw.execute("UPDATE processes SET status=? WHERE action_id=?", (status, action_id))


class SingleValues:
    """Remembers values that stand alone."""

    connection: Connection

    def get(self, key: str, default: Json = None) -> Json:
        """See :class:`journeyman.store.protocol.Store`."""
        row = self.connection.row("SELECT value FROM single_values WHERE name=?", (key,))
        return default if row is None else json.loads(row[0])

    def put(self, key: str, value: Json) -> None:
        """See :class:`journeyman.store.protocol.Store`."""
        with self.connection.write() as raw:
            raw.execute("INSERT OR REPLACE INTO single_values VALUES (?,?)", (key, dumps(value)))

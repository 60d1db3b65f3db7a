"""Background processes of our own: find the records of those that run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from journeyman.errors import KindError
from journeyman.kinds.kind import RunContext
from journeyman.values import Json

GONE = "gone"
"""The status of a process that no longer runs, before somebody found out how it ended."""


def running(context: RunContext) -> list[Mapping[str, Json]]:
    """Return the records of background processes that still run, newest first; the others are marked as gone."""
    alive = []
    for record in context.registry.processes():
        if record["status"] != "running":
            continue
        if context.processes.alive(record["pid"], record["start_time"]):
            alive.append(record)
        else:
            context.registry.end_process(record["action_id"], GONE)
    return alive


def named(context: RunContext, name: str) -> Mapping[str, Json]:
    """Return the running process called ``name`` (or started by the action of that id). Raises KindError."""
    found = running(context)
    for record in found:
        if name in {record["name"], record["action_id"]}:
            return record
    known = ", ".join(str(record["name"]) for record in found) or "none"
    raise KindError(f"no background process {name!r} is running; running: {known}")


def log_tail(log: Path, size: int = 4000) -> str:
    """Return the last characters of a log."""
    try:
        with open(log, "rb") as stream:
            stream.seek(0, 2)
            stream.seek(max(0, stream.tell() - size))
            return stream.read().decode("utf-8", "replace")
    except OSError:
        return ""

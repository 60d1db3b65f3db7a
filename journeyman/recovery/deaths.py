"""Background processes that ended by themselves: noticed when somebody looks, and recorded as failures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from journeyman.faults.judge import judge
from journeyman.faults.memory import FaultLog
from journeyman.kinds.background import GONE, log_tail
from journeyman.sandbox import Processes
from journeyman.sandbox.background import exit_code
from journeyman.store import Store
from journeyman.values import Diagnosis, Fault, Json


def note_deaths(store: Store, log: FaultLog) -> tuple[Fault, ...]:
    """Mark the processes that no longer run as ended; return the failures of those that did not end well."""
    found = []
    for record in store.processes():
        running = record["status"] == "running"
        if running and Processes.alive(record["pid"], record["start_time"]):
            continue
        if running or record["status"] == GONE:
            code = exit_code(Path(str(record["log"])))
            store.end_process(str(record["action_id"]), "ended" if code == 0 else "died")
            if code != 0:
                found.append(_record(record, code, store, log))
    return tuple(found)


def _record(record: Mapping[str, Json], code: int | None, store: Store, log: FaultLog) -> Fault:
    name = str(record["name"])
    action = store.action(str(record["action_id"]))
    command = str(action.action.args.get("command", name)) if action else name
    _, why = judge("process.start", command, code or 1, log_tail(Path(str(record["log"]))))
    ended = f"exit code {code}" if code is not None else "it was killed"
    summary = f"the background process {name} ended by itself ({ended})"
    found = why or Diagnosis("process.died", summary)
    found = replace(
        found,
        code="process.died",
        summary=f"{summary}: {why.summary}" if why else summary,
        line=None,
        fingerprint=f"{why.fingerprint if why else 'process'}-{name}",
    )
    fault, _ = log.record(found, "process", f"process.start {name}", command, str(record["action_id"]))
    return fault

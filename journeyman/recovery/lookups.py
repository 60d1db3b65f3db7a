"""What may help, found out where it failed: the process on a port, the file with conflict marks, the last change.

Diagnosing is pure text; this is done only when a fix is asked for, and only looks.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from journeyman.errors import JourneymanError
from journeyman.recovery.conflicts import conflict_fixes
from journeyman.store import Store
from journeyman.values import Action, Fault, Fix
from journeyman.values.fault import advice
from journeyman.workspace import Workspace, confine

_PORT = re.compile(r"(?:port |:)(\d{2,5})\b")
_NUMBER = re.compile(r"\b(\d{4,5})\b")
_TESTS = ("pytest", "unittest", "jest", "vitest", "mocha", "go", "cargo")
_FULL = ("os.no_space", "python.no_space")


@dataclass(frozen=True, slots=True)
class LookUps:
    """Looks at the workspace and the system for what a text cannot tell."""

    workspace: Workspace
    store: Store

    def __call__(self, fault: Fault, failed: Action | None) -> Sequence[Fix]:
        """Return the fixes that come from where things stand now."""
        return tuple(self._found(fault, failed))

    def _found(self, fault: Fault, failed: Action | None) -> Iterator[Fix]:
        code = fault.diagnosis.code
        if "port_in_use" in code or "address_in_use" in code:
            yield from self._port(fault, failed)
        if "conflict" in code:
            yield from self._conflicts(fault)
        if code.startswith("process.") or fault.source == "process":
            yield from self._restart(fault)
        if code in _FULL or "no_space" in code:
            yield self._space()
        if fault.diagnosis.tool in _TESTS or "syntax" in code or fault.diagnosis.tool == "python":
            yield from self._rollback(fault)

    def _port(self, fault: Fault, failed: Action | None) -> Iterator[Fix]:
        port = self._which_port(fault, failed)
        holder = listener(port) if port else None
        if holder is None:
            return
        pid, name = holder
        ours = next((r for r in self.store.processes() if r["status"] == "running" and r.get("port") == port), None)
        if ours is not None:
            note = f"stop {ours['name']}, which listens on port {port}"
            yield Fix("safe", str(ours["action_id"]), None, note, "stop")
        else:
            note = f"end {name} (process {pid}), which listens on port {port}"
            yield Fix("dangerous", f"kill {pid}", None, note, "command")

    def _which_port(self, fault: Fault, failed: Action | None) -> int | None:
        """Return the port that was meant: as an argument, as the message says it, or as the only such number."""
        if failed is not None and failed.args.get("port"):
            return int(failed.args["port"])
        record = self.store.action(fault.action_id) if fault.action_id else None
        told = record.outcome.message if record and record.outcome else ""
        text = f"{fault.diagnosis.summary} {fault.diagnosis.where} {told} {fault.command}"
        found = _PORT.findall(text) or _NUMBER.findall(fault.command)
        return int(found[0]) if found else None

    def _conflicts(self, fault: Fault) -> Iterator[Fix]:
        name = fault.diagnosis.where.partition(":")[0]
        names = [name] if name else list(fault.changed)
        for each in names:
            try:
                path = confine(self.workspace.root, each)
                text = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError, JourneymanError):
                continue
            yield from conflict_fixes(each, text)

    def _restart(self, fault: Fault) -> Iterator[Fix]:
        record = self.store.action(fault.action_id) if fault.action_id else None
        if record is not None and record.action.kind == "process.start":
            name = record.action.args.get("name") or "the background process"
            yield Fix("safe", record.action.id, None, f"start {name} again", "restart")

    def _space(self) -> Fix:
        usage = shutil.disk_usage(self.workspace.root)
        free, total = usage.free / 1e9, usage.total / 1e9
        return advice(f"free some space: {free:.1f} of {total:.1f} GB are free where the workspace lies")

    def _rollback(self, fault: Fault) -> Iterator[Fix]:
        """What was changed since it last went well may be why: the latest such change that undo holds."""
        for record in self.store.actions(limit=30):
            outcome = record.outcome
            if outcome is None or not record.action.kind.startswith("file."):
                continue
            if not set(outcome.changed) & set(fault.changed):
                continue
            if self.store.checkpoints(status="applied", action_id=record.action.id, limit=1):
                paths = ", ".join(outcome.changed[:3])
                note = f"take back the last change of {paths} ({record.action.kind} {record.action.id})"
                yield Fix("ask", record.action.id, None, note, "rollback")
            return


def listener(port: int) -> tuple[int, str] | None:
    """Return (process id, name) of who listens on a TCP ``port`` here; None when nobody does, or it cannot be seen."""
    import psutil

    try:
        found = psutil.net_connections(kind="tcp")
    except psutil.Error:
        return None
    for connection in found:
        here = connection.laddr and connection.laddr.port == port
        if here and connection.status == psutil.CONN_LISTEN and connection.pid:
            try:
                return connection.pid, psutil.Process(connection.pid).name()
            except psutil.Error:
                return None
    return None

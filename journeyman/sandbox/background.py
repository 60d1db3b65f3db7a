"""Background processes: each has a supervisor program of its own, so that it survives the front end."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from journeyman.errors import SandboxError
from journeyman.sandbox import egress, keeper, tree
from journeyman.sandbox.spawner import SPAWNER
from journeyman.sandbox.spec import Contact, ProcessSpec, Sandbox

HANDSHAKE = 15.0
"""Seconds that a supervisor may take until it answers."""


class PortInUse(SandboxError):
    """Somebody else listens on the port already."""


@dataclass(frozen=True, slots=True)
class Background:
    """A background process. ``pid`` is its supervisor: end that one and the whole tree ends.

    ``start_time`` guards against a recycled pid: clock ticks since boot on Linux, Unix seconds elsewhere.
    ``log`` holds the process's output. ``forwarded`` tells that ``port`` is forwarded from its own network.
    """

    name: str
    pid: int
    start_time: float
    port: int | None
    log: Path
    forwarded: bool = False


def start(spec: ProcessSpec, sandbox: Sandbox, *, log: Path, name: str, grace: float) -> Background:
    """Start ``spec`` under a supervisor of its own and return at once.

    With ``spec.hosts`` its supervisor holds the filtering proxy; see :func:`contacts`. Raises PortInUse, and
    SandboxError when the supervisor or the process does not start.
    """
    wrapped = sandbox.capability.pids
    limited = egress.needed(spec, sandbox.capability)
    forwarded = wrapped and spec.forward_port is not None and (limited or not spec.network)
    inner = _with_forwarder(spec) if forwarded else spec
    inner = egress.behind(inner) if limited else inner
    order = {
        "argv": sandbox.command(inner),
        "cwd": str(spec.cwd),
        "env": dict(inner.env),
        "log": str(log),
        "port": spec.forward_port if forwarded else None,
        "wrapped": wrapped,
        "hosts": list(spec.hosts or ()) if limited else None,
        "library": str(Path(__file__).resolve().parents[2]),
        "grace": grace,
        "limits": _watched(spec),
    }
    with suppress(FileNotFoundError):
        os.unlink(keeper.self_status(str(log)))
    process = _launch(order)
    born = tree.start_time(process.pid)
    # Reaps the supervisor when it ends while this front end lives; afterwards the system does.
    threading.Thread(target=process.wait, name=f"reap-{name}", daemon=True).start()
    if born is None:
        raise SandboxError(f"{name} ended before it could be recorded; see {log}")
    return Background(name, process.pid, born, spec.forward_port, log, forwarded)


def _watched(spec: ProcessSpec) -> dict[str, object] | None:
    """Return what the supervisor looks after, since the kernel's limits hold for one process at a time."""
    limits = spec.limits
    if limits.memory is limits.processes is None:
        return None
    folders = [str(folder) for folder in spec.writable]
    return {"memory": limits.memory, "processes": limits.processes, "folders": folders}


def _with_forwarder(spec: ProcessSpec) -> ProcessSpec:
    script = Path(keeper.__file__).resolve()
    prefix = (sys.executable, "-I", "-S", str(script), "inside", "{control}", str(spec.forward_port), "--")
    return replace(spec, argv=(*prefix, *spec.argv), read_only=(*spec.read_only, script))


def _launch(order: Mapping[str, object]) -> subprocess.Popen[bytes]:
    process = SPAWNER.popen(
        [sys.executable, "-I", "-S", os.path.realpath(keeper.__file__)],
        env={"PATH": os.environ.get("PATH", os.defpath)},
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin
    assert process.stdout
    timer = threading.Timer(HANDSHAKE, process.kill)
    timer.daemon = True
    timer.start()
    try:
        with process.stdin, process.stdout:
            process.stdin.write(json.dumps(order).encode())
            process.stdin.close()
            answer = json.loads(process.stdout.readline() or b"{}")
    except (OSError, ValueError):
        answer = {}
    finally:
        timer.cancel()
    if "pid" in answer:
        return process
    with suppress(OSError):
        process.kill()
    process.wait()
    if answer.get("errno") == errno.EADDRINUSE:
        raise PortInUse(f"port {order['port']} is in use; choose another one, or 0 for a free one")
    raise SandboxError(f"the background process did not start: {answer.get('error', 'its supervisor gave no answer')}")


def alive(pid: int, start_time: float) -> bool:
    """Tell whether the process that was started as ``pid`` at ``start_time`` still runs."""
    return tree.start_time(pid) == start_time


def exit_code(log: Path) -> int | None:
    """Return how the process with this ``log`` ended; None while it runs or when its supervisor was killed."""
    try:
        with open(keeper.self_status(str(log)), encoding="ascii") as stream:
            return int(json.load(stream)["exit_code"])
    except (OSError, ValueError, KeyError):
        return None


def contacts(log: Path) -> tuple[Contact, ...]:
    """Return whom the process with this ``log`` contacted, when it may reach certain hosts only and has ended."""
    try:
        with open(keeper.self_status(str(log)), encoding="ascii") as stream:
            return tuple(Contact(*fields) for fields in json.load(stream)["contacts"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def end(pid: int, start_time: float, grace: float) -> bool:
    """End the tree of ``pid``: ask first, kill after ``grace`` seconds. False when it no longer ran."""
    if not alive(pid, start_time):
        return False
    with suppress(OSError):
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + grace
    while alive(pid, start_time) and time.monotonic() < deadline:
        time.sleep(0.02)
    if alive(pid, start_time):
        tree.kill(pid)
        deadline = time.monotonic() + 5.0
        while alive(pid, start_time) and time.monotonic() < deadline:
            time.sleep(0.02)
    return True

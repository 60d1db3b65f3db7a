"""One process from start to end: its output taken, its limits kept, its whole tree ended."""

from __future__ import annotations

import os
import selectors
import time
from pathlib import Path

from journeyman.errors import SandboxError
from journeyman.sandbox import egress
from journeyman.sandbox.child import Child, Started
from journeyman.sandbox.forkserver import ForkServers
from journeyman.sandbox.spec import Completed, Contact, ProcessSpec, Sandbox
from journeyman.sandbox.stream import Sink
from journeyman.sandbox.usage import Watch

_TICK = 0.05
_CHUNK = 65536
_SHARED_DISKS = (Path("/tmp"), Path("/dev/shm"))  # noqa: S108 - where other programs write, too
_FAILURES = {"bubblewrap": "bwrap: ", "landlock": "landlock: "}
"""What a sandbox's own messages begin with when a process does not start."""


class Run:
    """Runs ``spec`` once. Raises SandboxError when the sandbox cannot confine it."""

    def __init__(self, spec: ProcessSpec, sandbox: Sandbox, grace: float, key: str, warm: ForkServers) -> None:
        self.stop_wanted = False
        self._warm = warm
        self._spec = spec
        self._sandbox = sandbox
        self._grace = grace
        self._wrapped = sandbox.capability.pids
        self._tidies = sandbox.capability.name == "landlock"
        self._mark = f"{key}:{os.urandom(8).hex()}"
        self._reason = "exit"
        self._kill_at: float | None = None
        self._way_out: egress.Egress | None = None
        self._contacts: tuple[Contact, ...] = ()

    def complete(self, sink: Sink) -> Completed:
        """Start, pump, end, reap."""
        began = time.monotonic()
        try:
            code = self._supervise(sink, began)
        finally:
            sink.close()
        text = sink.bounded.text()
        said = _FAILURES.get(self._sandbox.capability.name)
        if said and code == 1 and text.startswith(said):
            raise SandboxError(f"the process did not start: {text.splitlines()[0].removeprefix(said)[:300]}")
        duration = time.monotonic() - began
        return Completed(code, self._reason, duration, text, sink.bounded.truncated, self._contacts)

    def _supervise(self, sink: Sink, began: float) -> int:
        try:
            child = self._start()
            try:
                self._pump(child, sink, began)
            finally:
                code = _finish(child, sink)
        finally:
            if self._way_out:
                self._contacts = self._way_out.close()
        return code

    def _start(self) -> Child:
        if taken := self._warm.start(self._spec, self._sandbox, self._mark):
            return taken
        if not egress.needed(self._spec, self._sandbox.capability):
            argv = self._sandbox.command(self._spec)
            return Started(argv, self._spec, self._mark, wrapped=self._wrapped, tidies=self._tidies)
        spec = egress.behind(self._spec)
        way_out = self._way_out = egress.Egress(spec.hosts or ())
        argv, inherited = way_out.complete(self._sandbox.command(spec)), (way_out.inner.fileno(),)
        child = Started(argv, spec, self._mark, wrapped=self._wrapped, tidies=self._tidies, inherited=inherited)
        way_out.begin()
        return child

    def _pump(self, child: Child, sink: Sink, began: float) -> None:
        watch = Watch(self._spec.limits, (*self._spec.writable, *_SHARED_DISKS, sink.folder))
        with selectors.DefaultSelector() as selector:
            selector.register(child.output, selectors.EVENT_READ)
            ended = False
            while True:
                if not ended and selector.select(_TICK):
                    ended = not _read(child.output, sink)
                if child.exited(_TICK if ended else 0.0):
                    return
                if self._overdue(child, began):
                    return
                if excess := watch.excess(child.root):
                    sink.feed(f"\n[ended: {excess}]\n".encode())
                    self._reason = "limit"
                    return

    def _overdue(self, child: Child, began: float) -> bool:
        """Tell whether it is time to kill; ask the tree to end before that."""
        now = time.monotonic()
        if self._kill_at is not None:
            return now >= self._kill_at
        wall = self._spec.limits.wall
        if self.stop_wanted:
            self._reason = "stopped"
        elif wall is not None and now - began >= wall:
            self._reason = "timeout"
        else:
            return False
        self._kill_at = now + self._grace
        child.ask()
        return False


def _finish(child: Child, sink: Sink) -> int:
    """Kill what is left, take the last output, reap. Returns the exit code."""
    try:
        child.clear()
        _drain(child.output, sink)
    finally:
        code = child.reap()
    return code


def _drain(descriptor: int, sink: Sink) -> None:
    """Take what is still in the pipe; whoever wrote to it is gone."""
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while selector.select(1.0) and _read(descriptor, sink):
            pass


def _read(descriptor: int, sink: Sink) -> bool:
    """Take one piece of output; False at the end."""
    try:
        data = os.read(descriptor, _CHUNK)
    except BlockingIOError:
        return True
    if not data:
        return False
    sink.feed(data)
    return True

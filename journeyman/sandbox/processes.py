"""Start processes, confined or not: the only place that the core starts them from."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

from journeyman.errors import SandboxError
from journeyman.sandbox import background, tree
from journeyman.sandbox.background import Background
from journeyman.sandbox.none import NoSandbox
from journeyman.sandbox.probe import probe
from journeyman.sandbox.spawner import SPAWNER
from journeyman.sandbox.spec import Capability, Completed, OnOutput, ProcessSpec, Sandbox
from journeyman.sandbox.stream import Sink

GRACE = 2.0
"""Seconds between asking a process to end and killing it."""
_TICK = 0.05
_CHUNK = 65536


class Processes:
    """Runs processes in ``sandbox`` (default: the strongest that works here, found at first use)."""

    def __init__(self, sandbox: Sandbox | None = None, *, grace: float = GRACE) -> None:
        self._sandbox = sandbox
        self._grace = grace
        self._running: dict[str, _Run] = {}
        self._lock = threading.Lock()

    @property
    def sandbox(self) -> Sandbox:
        """The sandbox in force."""
        if self._sandbox is None:
            self._sandbox = probe()
        return self._sandbox

    @property
    def capability(self) -> Capability:
        """What the sandbox in force holds here."""
        return self.sandbox.capability

    def run(
        self,
        spec: ProcessSpec,
        *,
        confined: bool,
        key: str,
        output_path: Path,
        on_output: OnOutput | None = None,
        limit: int = 20_000,
    ) -> Completed:
        """Run ``spec`` to its end (or its wall limit) and return how it ended.

        Output is streamed to ``on_output`` on this thread, whole to ``output_path``, and at most ``limit``
        characters (head and tail) are returned. ``key`` is what :meth:`stop` knows the run by. When this returns or
        raises, no process of the tree is left. Raises SandboxError when it does not start.
        """
        sandbox = self.sandbox if confined else NoSandbox()
        run = _Run(spec, sandbox, self._grace, key)
        with self._lock:
            if key in self._running:
                raise SandboxError(f"{key} is running already")
            self._running[key] = run
        try:
            return run.complete(Sink(output_path, on_output, limit))
        finally:
            with self._lock:
                del self._running[key]

    def stop(self, key: str) -> bool:
        """End a running process tree from another thread; False when nothing runs under ``key``."""
        with self._lock:
            run = self._running.get(key)
        if run is None:
            return False
        run.stop_wanted = True
        return True

    @staticmethod
    def end_orphans(key: str, patience: float = 0.0) -> None:
        """End what another front end started under ``key``, or left running when it was killed.

        The kernel ends confined processes with their parent, except in the first moments of their start; a process
        that was being started when its front end died shows its mark a little later: look again for ``patience``
        seconds.
        """
        deadline = time.monotonic() + patience
        tree.kill(-1, f"{key}:", own=False)
        while time.monotonic() < deadline:
            time.sleep(0.02)
            tree.kill(-1, f"{key}:", own=False)

    def start(self, spec: ProcessSpec, *, confined: bool, log: Path, name: str) -> Background:
        """Start a background process that survives this front end; its output goes to ``log``.

        With ``spec.forward_port`` and a sandbox that separates networks, the port is forwarded from the process's
        own network. Raises PortInUse and SandboxError.
        """
        sandbox = self.sandbox if confined else NoSandbox()
        return background.start(spec, sandbox, log=log, name=name, grace=self._grace)

    @staticmethod
    def alive(pid: int, start_time: float) -> bool:
        """Tell whether a background process still runs."""
        return background.alive(pid, start_time)

    @staticmethod
    def end(pid: int, start_time: float, grace: float = 5.0) -> bool:
        """End a background process and its tree; False when it no longer ran."""
        return background.end(pid, start_time, grace)


class _Run:
    """One process from start to end."""

    def __init__(self, spec: ProcessSpec, sandbox: Sandbox, grace: float, key: str) -> None:
        self.stop_wanted = False
        self._spec = spec
        self._grace = grace
        self._argv = sandbox.command(spec)
        self._wrapped = sandbox.capability.pids
        self._mark = f"{key}:{os.urandom(8).hex()}"
        self._reason = "exit"
        self._kill_at: float | None = None

    def complete(self, sink: Sink) -> Completed:
        """Start, pump, end, reap."""
        began = time.monotonic()
        try:
            process = self._start()
            try:
                self._pump(process, sink, began)
            finally:
                self._clear(process, sink)
        finally:
            sink.close()
        text = sink.bounded.text()
        if self._wrapped and process.returncode == 1 and text.startswith("bwrap: "):
            raise SandboxError(f"the process did not start: {text.splitlines()[0][7:][:300]}")
        return Completed(process.returncode, self._reason, time.monotonic() - began, text, sink.bounded.truncated)

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            return SPAWNER.popen(
                self._argv,
                cwd=self._spec.cwd,
                env={**self._spec.env, tree.MARKER: self._mark},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                bufsize=0,
            )
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise SandboxError(f"cannot start {self._argv[0]} in {self._spec.cwd}: {reason}") from None

    def _pump(self, process: subprocess.Popen[bytes], sink: Sink, began: float) -> None:
        assert process.stdout
        descriptor = process.stdout.fileno()
        os.set_blocking(descriptor, False)
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, selectors.EVENT_READ)
            ended = False
            while True:
                if not ended and selector.select(_TICK):
                    ended = not _read(descriptor, sink)
                if _exited(process, _TICK if ended else 0.0):
                    return
                if self._overdue(process, began):
                    return

    def _overdue(self, process: subprocess.Popen[bytes], began: float) -> bool:
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
        members = tree.family(process.pid, self._mark)
        if not self._wrapped:
            # A sandbox's own process kills everything at once when it ends, so only an unwrapped one is asked; first,
            # so that a shell handles its own signal before it sees its children go.
            with suppress(OSError):
                os.kill(process.pid, signal.SIGTERM)
        tree.terminate(members)
        return False

    def _clear(self, process: subprocess.Popen[bytes], sink: Sink) -> None:
        """Kill what is left, take the last output, reap. The unreaped child keeps its id from being recycled."""
        assert process.stdout
        try:
            if not (self._wrapped and _exited(process, 0.0)):
                tree.kill(process.pid, self._mark)
            _drain(process.stdout.fileno(), sink)
        finally:
            process.stdout.close()
            process.wait()


def _drain(descriptor: int, sink: Sink) -> None:
    """Take what is still in the pipe; whoever wrote to it is gone."""
    os.set_blocking(descriptor, False)
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


def _exited(process: subprocess.Popen[bytes], patience: float) -> bool:
    """Tell whether the process has ended, without reaping it; wait up to ``patience`` seconds for that."""
    deadline, pause = time.monotonic() + patience, 0.0005
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        if time.monotonic() >= deadline:
            return False
        time.sleep(pause)
        pause *= 2
    return True

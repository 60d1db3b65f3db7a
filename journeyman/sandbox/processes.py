"""Start processes, confined or not: the only place that the core starts them from."""

from __future__ import annotations

import threading
import time
import weakref
from pathlib import Path

from journeyman.errors import SandboxError
from journeyman.sandbox import background, tree
from journeyman.sandbox.background import Background
from journeyman.sandbox.forkserver import ForkServers
from journeyman.sandbox.none import NoSandbox
from journeyman.sandbox.probe import probe
from journeyman.sandbox.run import Run
from journeyman.sandbox.spec import Capability, Completed, OnOutput, ProcessSpec, Sandbox
from journeyman.sandbox.stream import Sink

GRACE = 2.0
"""Seconds between asking a process to end and killing it."""


class Processes:
    """Runs processes in ``sandbox`` (default: the strongest that works here, found at first use)."""

    def __init__(self, sandbox: Sandbox | None = None, *, grace: float = GRACE) -> None:
        self._sandbox = sandbox
        self._grace = grace
        self._running: dict[str, Run] = {}
        self._lock = threading.Lock()
        self._warm = ForkServers()
        weakref.finalize(self, self._warm.close)

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
        run = Run(spec, sandbox, self._grace, key, self._warm)
        with self._lock:
            if key in self._running:
                raise SandboxError(f"{key} is running already")
            self._running[key] = run
        try:
            return run.complete(Sink(output_path, on_output, limit))
        finally:
            with self._lock:
                del self._running[key]

    def warm(self, spec: ProcessSpec) -> bool:
        """Warm up an interpreter for Python runs like ``spec``, and wait for it; False when none can take them over."""
        return self._warm.warm(spec, self.sandbox)

    def close(self) -> None:
        """End the warm interpreters; the next runs start new ones."""
        self._warm.close()

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

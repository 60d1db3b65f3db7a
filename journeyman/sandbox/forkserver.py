"""Warm interpreters: one for each sandbox policy and Python, each in a sandbox of its own, forking once for each run.

A run of Python code that needs no network is handed to the warm interpreter of its policy, if that is idle; else it is
started in the ordinary way, and from its second time on an interpreter is warmed up for the next. Whatever goes wrong
before the code has begun leads to the ordinary way, too. What happens inside:
:mod:`journeyman.sandbox.forkserver_main`.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass

from journeyman.sandbox.forkserver_client import Forked, WarmPython
from journeyman.sandbox.forkserver_request import Policy, policy_for, python_call, request
from journeyman.sandbox.spec import ProcessSpec, Sandbox

IDLE = 300.0
"""Seconds without a run after which a warm interpreter ends."""
MOST = 3
"""Warm interpreters at the same time; the one that was used longest ago makes room."""
_REMEMBERED = 64
_FAILURES = 2


@dataclass(slots=True)
class _Entry:
    """What is known of one policy."""

    uses: int = 0
    failures: int = 0
    server: WarmPython | None = None
    busy: bool = False


class ForkServers:
    """The warm interpreters of one front end. ``taken`` counts the runs that they took over."""

    def __init__(self, idle: float = IDLE) -> None:
        self.taken = 0
        self._idle = idle
        self._lock = threading.Lock()
        self._entries: dict[Policy, _Entry] = {}
        self._pid = os.getpid()

    def start(self, spec: ProcessSpec, sandbox: Sandbox, mark: str) -> Forked | None:
        """Begin a run of ``spec``; None when it must be started in the ordinary way."""
        call = python_call(spec.argv) if _suits(spec, sandbox) else None
        asked = request(call, spec, mark) if call else None
        if call is None or asked is None or self._pid != os.getpid():
            return None
        policy = policy_for(call, spec, sandbox, self._idle)
        server = self._take(policy) if policy else None
        if server is None or policy is None:
            return None
        reading, writing = os.pipe()
        try:
            begun = server.begin(asked, writing)
        finally:
            os.close(writing)
        if not begun:
            os.close(reading)
            self._give_back(policy, server, clean=False)
            return None
        self.taken += 1
        return Forked(server, reading, lambda used, clean: self._give_back(policy, used, clean=clean))

    def warm(self, spec: ProcessSpec, sandbox: Sandbox, patience: float = 20.0) -> bool:
        """Warm up an interpreter for ``spec`` and wait for it; False when there is none for it."""
        call = python_call(spec.argv) if _suits(spec, sandbox) else None
        policy = policy_for(call, spec, sandbox, self._idle) if call else None
        if policy is None:
            return False
        with self._lock:
            entry = self._entry(policy)
            for _ in range(_FAILURES):  # a first one may end at once: something changed while it started
                if entry.busy:
                    return True
                if entry.server is None:
                    self._launch(entry, policy)
                if entry.server and entry.server.ready(patience) and entry.server.alive:
                    return True
                if entry.server:
                    entry.server.close()
                    entry.server = None
            return False

    def close(self) -> None:
        """End all of them."""
        with self._lock:
            entries = list(self._entries.values())
            self._entries.clear()
        for entry in entries:
            if entry.server and self._pid == os.getpid():
                entry.server.close()

    def _take(self, policy: Policy) -> WarmPython | None:
        with self._lock:
            entry = self._entry(policy)
            entry.uses += 1
            if entry.busy:
                return None
            if entry.server and not entry.server.alive:
                entry.failures += not entry.server.ready()
                entry.server.close()
                entry.server = None
            if entry.server is None:
                if entry.uses > 1:
                    self._launch(entry, policy)
                return None
            if not entry.server.ready():
                return None
            entry.busy = True
            return entry.server

    def _give_back(self, policy: Policy, server: WarmPython, *, clean: bool) -> None:
        with self._lock:
            entry = self._entries.get(policy)
            if entry is None or entry.server is not server:
                unwanted: WarmPython | None = server
            else:
                entry.busy = False
                unwanted = None if clean else server
                if unwanted:
                    self._launch(entry, policy)
        if unwanted:
            unwanted.close()

    def _entry(self, policy: Policy) -> _Entry:
        """Return the entry, as the one that was used last."""
        entry = self._entries.pop(policy) if policy in self._entries else _Entry()
        self._entries[policy] = entry
        if len(self._entries) > _REMEMBERED:
            oldest = next(iter(self._entries))
            if not self._entries[oldest].server:
                del self._entries[oldest]
        return entry

    def _launch(self, entry: _Entry, policy: Policy) -> None:
        entry.server = None
        if entry.failures >= _FAILURES:
            return
        idle = [other for other in self._entries.values() if other.server and not other.busy and other is not entry]
        if len(idle) >= MOST and idle[0].server:
            idle[0].server.close()
            idle[0].server = None
        try:
            entry.server = WarmPython(policy)
        except OSError:
            entry.failures += 1


def _suits(spec: ProcessSpec, sandbox: Sandbox) -> bool:
    """Only where the sandbox separates process ids is it safe to kill all that a run left behind."""
    return spec.python and not spec.network and spec.forward_port is None and sandbox.capability.pids

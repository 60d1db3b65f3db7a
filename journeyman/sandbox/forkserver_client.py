"""One warm interpreter as seen from outside, and a run of it as a started process."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress

from journeyman.sandbox import tree
from journeyman.sandbox.forkserver_request import Policy
from journeyman.sandbox.spawner import SPAWNER

_BEGIN_SECONDS = 5.0
_NAMESPACE_SECONDS = 2.0
_KILL_SECONDS = 2.0
"""The interpreter inside gives up earlier, and ends with all that it could not kill."""
_KILLED = -9


class WarmPython:
    """A warm interpreter in a sandbox of its own. Raises OSError when it cannot be started."""

    def __init__(self, policy: Policy) -> None:
        self._control, control = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._requests, requests = socket.socketpair()
        self._ready = False
        self._first: int | None = None
        try:
            with control, requests:
                inherited = (control.fileno(), requests.fileno())
                self._process = SPAWNER.popen(
                    policy.command(*inherited),
                    env=dict(policy.env),
                    cwd="/",
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,  # runs see pipes as their output from the beginning
                    stderr=subprocess.STDOUT,
                    pass_fds=inherited,
                )
        except OSError:
            self._control.close()
            self._requests.close()
            raise
        # Reaps it when it ends by itself, after a time without work.
        self._reaper = threading.Thread(target=self._process.wait, name="reap-python", daemon=True)
        self._reaper.start()

    @property
    def pid(self) -> int:
        """The id of the process that everything in here descends from."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """False when it has ended."""
        return self._reaper.is_alive()

    def ready(self, patience: float = 0.0) -> bool:
        """Tell whether it has started up."""
        if not self._ready:
            self._ready = self.report(patience) == b"ready"
            if self._ready:
                self._first = tree.first_child(self._process.pid, _NAMESPACE_SECONDS)
        return self._ready

    def begin(self, request: bytes, output: int) -> bool:
        """Begin a run that writes to ``output``. False when it has not begun, and never will: then it is closed."""
        answer: bytes | None = b""
        with suppress(OSError):
            self._control.send(b"run")
            self._requests.settimeout(_BEGIN_SECONDS)
            socket.send_fds(self._requests, [b"%08x" % len(request)], [output])
            self._requests.sendall(request)
            answer = self.report(_BEGIN_SECONDS)
        if answer != b"begin":
            self.close()
        return answer == b"begin"

    def order(self, word: bytes) -> None:
        """Tell it to ask (``term``) or to kill (``kill``) all processes of the run."""
        with suppress(OSError):
            self._control.send(word)

    def report(self, patience: float) -> bytes | None:
        """Return its next message; empty when it has ended, None when there is none within ``patience`` seconds."""
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        if not poll.poll(patience * 1000):
            return None
        for _ in range(2):
            try:
                return self._control.recv(64)
            except ConnectionResetError:
                continue  # told once, before messages that it sent until then
            except OSError:
                break
        return b""

    def close(self) -> None:
        """End it and everything in its sandbox."""
        self._control.close()
        self._requests.close()
        self._reaper.join(0.5)  # it ends by itself when nobody is at the other end any more
        if self._reaper.is_alive():
            tree.kill(self._process.pid, own=self._process.returncode is None)
            self._reaper.join()
        if self._first is not None:
            # A run may have killed the interpreter: then bubblewrap has ended a moment before the namespace has.
            tree.end_namespace(self._first, _NAMESPACE_SECONDS)
            self._first = None
        if self._process.stdout:
            self._process.stdout.close()


class Forked:
    """One run inside a warm interpreter; the same contract as a process of its own."""

    def __init__(self, server: WarmPython, output: int, release: Callable[[WarmPython, bool], None]) -> None:
        self._server = server
        self._release = release
        self._code: int | None = None
        self._clean = False
        self.output = output
        self.root = server.pid
        os.set_blocking(output, False)

    def exited(self, patience: float) -> bool:
        """See :class:`journeyman.sandbox.child.Child`."""
        if self._code is None:
            message = self._server.report(patience)
            if message is not None:
                self._code, self._clean = _ending(message)
        return self._code is not None

    def ask(self) -> None:
        """See :class:`journeyman.sandbox.child.Child`."""
        self._server.order(b"term")

    def clear(self) -> None:
        """See :class:`journeyman.sandbox.child.Child`."""
        if not self.exited(0.0):
            self._server.order(b"kill")
            self.exited(_KILL_SECONDS)
            self._code = _KILLED
        if not self._clean:
            self._server.close()

    def reap(self) -> int:
        """See :class:`journeyman.sandbox.child.Child`."""
        os.close(self.output)
        self._release(self._server, self._clean)
        return _KILLED if self._code is None else self._code


def _ending(message: bytes) -> tuple[int, bool]:
    """Return the exit code that a report tells, as the sandbox's own process would, and whether nothing was left."""
    words = message.split()
    if len(words) != 3 or words[0] != b"exit" or not words[1].isdigit():
        return _KILLED, False
    code = os.waitstatus_to_exitcode(int(words[1]))
    return (code if code >= 0 else 128 - code), words[2] == b"1"

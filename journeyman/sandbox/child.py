"""A process that was started, as the one who waits for it sees it; and the ordinary way to start one."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from journeyman.errors import SandboxError
from journeyman.sandbox import tree
from journeyman.sandbox.spawner import SPAWNER
from journeyman.sandbox.spec import ProcessSpec

_TIDYING_SECONDS = 1.0
_NAMESPACE_SECONDS = 2.0
"""How long the first process of a namespace may take to begin, and to end."""


class Child(Protocol):
    """One started process tree."""

    @property
    def output(self) -> int:
        """The descriptor of its output (standard output and error), not blocking."""
        ...

    @property
    def root(self) -> int:
        """The id of the process that all of the tree descend from."""
        ...

    def exited(self, patience: float) -> bool:
        """Tell whether it has ended; wait up to ``patience`` seconds for that."""
        ...

    def ask(self) -> None:
        """Ask the whole tree to end."""
        ...

    def clear(self) -> None:
        """Kill what is left of the tree; afterwards nobody writes output any more."""
        ...

    def reap(self) -> int:
        """Let go of everything and return the exit code, negative for a signal. Nothing may be called after that."""
        ...


class Started:
    """A process of its own: of ``spec``, as ``argv``.

    ``wrapped``: in a sandbox that ends with its first process; ``tidies``: that process ends the tree and removes its
    temporary files when it is hung up on.
    """

    def __init__(
        self,
        argv: Sequence[str],
        spec: ProcessSpec,
        mark: str,
        *,
        wrapped: bool,
        tidies: bool = False,
        inherited: tuple[int, ...] = (),
    ) -> None:
        """Start it. Raises SandboxError when that fails."""
        self._mark = mark
        self._wrapped = wrapped
        self._tidies = tidies
        try:
            self._process = SPAWNER.popen(
                argv,
                cwd=spec.cwd,
                env={**spec.env, tree.MARKER: mark},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                bufsize=0,
                pass_fds=inherited,
            )
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise SandboxError(f"cannot start {argv[0]} in {spec.cwd}: {reason}") from None
        assert self._process.stdout
        self.output = self._process.stdout.fileno()
        self.root = self._process.pid
        os.set_blocking(self.output, False)
        self._inner = tree.first_child(self._process.pid, _NAMESPACE_SECONDS) if wrapped else None

    def exited(self, patience: float) -> bool:
        """See :class:`Child`; it is not reaped, so that its id cannot be recycled."""
        deadline, pause = time.monotonic() + patience, 0.0005
        while os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            if time.monotonic() >= deadline:
                return False
            time.sleep(pause)
            pause *= 2
        return True

    def ask(self) -> None:
        """See :class:`Child`."""
        members = tree.family(self._process.pid, self._mark)
        if not self._wrapped:
            # A sandbox's own process kills everything at once when it ends, so only an unwrapped one is asked; first,
            # so that a shell handles its own signal before it sees its children go.
            with suppress(OSError):
                os.kill(self._process.pid, signal.SIGTERM)
        tree.terminate(members)

    def clear(self) -> None:
        """See :class:`Child`."""
        if self._tidies and not self.exited(0.0):
            with suppress(OSError):
                os.kill(self._process.pid, signal.SIGHUP)
            self.exited(_TIDYING_SECONDS)
        if not (self._wrapped and self.exited(0.0)):
            tree.kill(self._process.pid, self._mark)
        if self._inner is not None:
            # Bubblewrap may end a moment before the namespace does, whose first process this is.
            tree.end_namespace(self._inner, _NAMESPACE_SECONDS)
            self._inner = None

    def reap(self) -> int:
        """See :class:`Child`."""
        assert self._process.stdout
        self._process.stdout.close()
        if self._inner is not None:
            os.close(self._inner)
        return self._process.wait()

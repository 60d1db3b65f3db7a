"""Keep what several processes do with one undo history apart: look together, restore and clean up alone."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class Lock:
    """A lock file, held shared by those who look and alone by those who change; released when its process ends.

    Within a process its threads take turns. A thread that holds it may take it again in the same way. Where the
    system has no such locks (Windows), only the threads are kept apart.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.RLock()
        self._depth = 0
        self._descriptor = -1
        self._pid = 0

    @contextmanager
    def held(self, *, alone: bool) -> Iterator[None]:
        """Hold the lock for the block, waiting for it as long as it takes."""
        with self._threads:
            if self._depth == 0:
                self._take(alone)
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self._release()

    def _take(self, alone: bool) -> None:
        if self._descriptor < 0 or self._pid != os.getpid():  # a forked child would share its parent's lock
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            self._pid = os.getpid()
        try:
            import fcntl
        except ImportError:
            return
        with suppress(OSError):  # a network file system without locks
            fcntl.flock(self._descriptor, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)

    def _release(self) -> None:
        with suppress(ImportError, OSError):
            import fcntl

            if self._descriptor >= 0:
                fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def __del__(self) -> None:
        if self._descriptor >= 0 and self._pid == os.getpid():
            with suppress(OSError):
                os.close(self._descriptor)

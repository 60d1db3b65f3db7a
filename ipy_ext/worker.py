"""Threads that carry out what clicks start: one at a time, and none while there is nothing to do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Worker:
    """Runs jobs in turn, each on a thread that ends with it. A job's fault is reported by ``threading.excepthook``."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._at_work = 0
        self._threads: list[threading.Thread] = []

    def start(self, job: Callable[[], None]) -> None:
        """Carry out ``job`` when its turn comes, and return at once."""

        def work() -> None:
            with self.working(), self._turn:
                job()

        thread = threading.Thread(target=work, name="journeyman-worker", daemon=True)
        with self._lock:
            self._threads = [found for found in self._threads if found.is_alive()]
            self._threads.append(thread)
        thread.start()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Count the block as work, wherever it runs."""
        with self._lock:
            self._at_work += 1
        try:
            yield
        finally:
            with self._lock:
                self._at_work -= 1

    @property
    def busy(self) -> bool:
        """True while something is carried out, on whatever thread."""
        return self._at_work > 0

    def close(self, stop: Callable[[], object]) -> None:
        """Call ``stop`` when a job is under way, and wait for the jobs to end (at most 10 s each)."""
        alive = [thread for thread in self._threads if thread.is_alive()]
        if alive:
            stop()
        for thread in alive:
            thread.join(timeout=10)

"""Sees that another front end has written: a thread that lives only while something is waited for."""

from __future__ import annotations

import threading
from collections.abc import Callable

PAUSE = 0.07
"""Seconds between two looks; one look costs microseconds."""


class Watcher:
    """Calls ``changed()`` on a thread of its own whenever ``counter()`` has another value than before.

    The thread ends by itself once ``waits()`` is False, and begins again with :meth:`watch`. ``changed`` returns False
    when it could not do its work yet, and is then called again.
    """

    def __init__(
        self, counter: Callable[[], int], waits: Callable[[], bool], changed: Callable[[], bool], pause: float = PAUSE
    ) -> None:
        self._counter = counter
        self._waits = waits
        self._changed = changed
        self._pause = pause
        self._lock = threading.Lock()
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def watch(self) -> None:
        """Begin to look, unless a thread does so already or there is nothing to wait for."""
        with self._lock:
            if self._thread is not None or self._end.is_set() or not self._waits():
                return
            self._thread = threading.Thread(target=self._look, name="journeyman-watcher", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End the thread, and begin none any more."""
        self._end.set()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _look(self) -> None:
        seen: int | None = None
        try:
            while not self._end.wait(0 if seen is None else self._pause):
                now = self._counter()
                if now != seen and self._changed():
                    seen = now
                with self._lock:
                    if not self._waits():
                        self._thread = None
                        return
        except BaseException:
            self._thread = None
            raise

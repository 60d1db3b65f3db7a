"""Write the state file: atomically, at most four times a second, never in the way of an action."""

from __future__ import annotations

import atexit
import itertools
import json
import os
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from journeyman.errors import StoreError
from journeyman.state.project import empty
from journeyman.values import Json

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)

DELAY = 0.25
"""Seconds for which changes are gathered before the file is written."""


class StateFile:
    """The projection on disk. ``read`` returns its content; it is called on a thread of our own, or by ``flush``.

    Trouble never reaches the caller: it is kept in ``problem``, and the next change tries again. ``notice`` tells about
    a damaged file that was found and moved aside at the first writing.
    """

    def __init__(self, path: Path, read: Callable[[], dict[str, Json]], delay: float = DELAY) -> None:
        self.path = path
        self.problem = ""
        self.notice = ""
        self._looked = False
        self._read = read
        self._delay = delay
        self._dirty = threading.Event()
        self._lock = threading.Lock()
        self._closed = False
        self._thread: threading.Thread | None = None
        self._pid = os.getpid()
        self._at_exit = _flush_at_exit(weakref.ref(self))
        atexit.register(self._at_exit)

    def mark_dirty(self) -> None:
        """Note that the store has changed; the file follows within a quarter of a second."""
        if self._pid != os.getpid():  # a forked child inherits locks that may be held for ever, and no thread
            self._pid, self._thread = os.getpid(), None
            self._lock, self._dirty = threading.Lock(), threading.Event()
        self._dirty.set()
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._follow, name="journeyman-state", daemon=True)
            self._thread.start()

    def look(self) -> str:
        """Look once at the file that is there, before it is overwritten; a damaged one is moved aside.

        Returns ``notice``: what a person should know about it ("" when all is well). The file is then written anew.
        """
        if not self._looked:
            self._looked = True
            self.notice = load_state(self.path)[1]
            if self.notice:
                self.mark_dirty()
        return self.notice

    def flush(self) -> None:
        """Write now, if anything changed."""
        if self._dirty.is_set() and not self._closed:
            self._write()

    def close(self) -> None:
        """Write what is outstanding and stop the thread."""
        self.flush()
        self._closed = True
        self._dirty.set()
        if self._thread is not None and self._pid == os.getpid():
            self._thread.join(5)
        atexit.unregister(self._at_exit)

    def _follow(self) -> None:
        while self._dirty.wait() and not self._closed:
            time.sleep(self._delay)
            if not self._closed:
                self.flush()

    def _write(self) -> None:
        with self._lock:
            self.look()
            self._dirty.clear()
            # A name nobody can foresee, and never through a link: an action may write in this folder.
            temporary = self.path.with_name(f".{self.path.name}.{os.urandom(8).hex()}.tmp")
            try:
                text = json.dumps(self._read(), ensure_ascii=False, indent=2) + "\n"
                descriptor = os.open(temporary, _NEW, 0o644)
                with open(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
                    file.write(text)
                os.replace(temporary, self.path)
                self.problem = ""
            except (OSError, StoreError) as error:
                self.problem = f"{self.path.name} cannot be written: {error}"
                with suppress(OSError):
                    temporary.unlink()


def _flush_at_exit(reference: weakref.ref[StateFile]) -> Callable[[], None]:
    def flush() -> None:
        state = reference()
        if state is not None:
            state.flush()

    return flush


def load_state(path: Path) -> tuple[dict[str, Json], str]:
    """Read a state file for display; return it with a notice for the user ("" when all is well).

    A corrupt file is moved aside under a name that the notice tells, and an empty state is returned: the store has
    everything, and the next change writes the file anew.
    """
    try:
        with open(path, encoding="utf-8") as file:
            state = json.load(file)
        if not isinstance(state, dict) or (state and not isinstance(state.get("schema_version"), int)):
            raise ValueError("not a session state")
    except FileNotFoundError:
        return empty(), ""
    except OSError as error:
        return empty(), f"{path.name} cannot be read: {error.strerror}"
    except ValueError:
        aside = _move_aside(path)
        return empty(), f"{path.name} was damaged and has been moved to {aside.name}; it is written anew from the store"
    return {**empty(), **state}, ""


def _move_aside(path: Path) -> Path:
    stem = f"{path.name}.corrupt-{time.strftime('%Y%m%dT%H%M%S')}"
    names = (path.with_name(stem + (f"-{number}" if number else "")) for number in itertools.count())
    aside = next(name for name in names if not os.path.lexists(name))
    with suppress(FileNotFoundError):  # another process has just moved it
        os.rename(path, aside)
    return aside

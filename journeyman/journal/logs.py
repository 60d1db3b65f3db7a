"""The log files of a workspace: ``activity.log`` (every event) and ``error.log`` (warnings and errors).

One JSON object a line, written with one ``write(2)`` on a descriptor opened for appending, so that lines of several
processes do not mix. A log that cannot be written breaks no action: the store has the event, and ``problem`` says why.
"""

from __future__ import annotations

import errno
import json
import os
import stat
import threading
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from journeyman.values import Event

_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
_CHECK_EVERY = 64
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_quote = json.encoder.encode_basestring


class LogFiles:
    """Appends events (already redacted by the journal) to the two files in ``folder``, rotating them by size.

    ``max_bytes`` is the size at which a file is renamed to ``NAME.1`` (and so on, ``keep`` old ones).
    """

    def __init__(self, folder: Path, workspace: Path, max_bytes: int, keep: int) -> None:
        self.problem = ""
        self._lock = threading.Lock()
        self._pid = os.getpid()
        self._quoted = _quote(str(workspace))
        self._activity = _LogFile(folder, workspace, "activity.log", max_bytes, keep)
        self._errors = _LogFile(folder, workspace, "error.log", max_bytes, keep)

    def write(self, event: Event) -> None:
        """Append one line; never raises: what went wrong is in ``problem`` until a line can be written again."""
        line = _line(event, self._quoted)
        if self._pid != os.getpid():  # a lock that another thread held at the fork is never released
            self._lock, self._pid = threading.Lock(), os.getpid()
        try:
            with self._lock:
                self._activity.append(line)
                if event.level in ("warning", "error"):
                    self._errors.append(line)
        except OSError as error:
            self.problem = f"the log cannot be written: {error.strerror or error}; the journal in the store is complete"
        else:
            self.problem = self._activity.trouble or self._errors.trouble

    def close(self) -> None:
        """Close the descriptors; a later write opens them again."""
        self._activity.close()
        self._errors.close()


class _LogFile:
    """One file: a descriptor that is opened again when the file was rotated or removed by somebody else."""

    def __init__(self, folder: Path, workspace: Path, name: str, max_bytes: int, keep: int) -> None:
        self._folder, self._workspace, self._path = folder, workspace, folder / name
        self._max_bytes, self._keep = max_bytes, keep
        self._descriptor = -1
        self._pid = 0
        self._until_check = 0
        self._torn = False
        self.trouble = ""

    def append(self, line: bytes) -> None:
        if self._descriptor < 0 or self._pid != os.getpid():
            self._open()
        elif self._until_check <= 0:
            self._check()
        self._until_check -= 1
        if self._torn:  # what a full disk has left of a line gets an end of its own
            line = b"\n" + line
        written = os.write(self._descriptor, line)
        self._torn = written != len(line)
        if self._torn:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def close(self) -> None:
        if self._descriptor >= 0 and self._pid == os.getpid():
            os.close(self._descriptor)
        self._descriptor = -1

    def _open(self) -> None:
        self._folder.mkdir(exist_ok=True)
        if os.path.realpath(self._folder) != os.path.join(self._workspace, self._folder.name):
            raise OSError(errno.ELOOP, f"{self._folder} is a link to another place")
        self.close()
        # Without O_NONBLOCK a pipe that somebody put there would hold up every action.
        descriptor = os.open(self._path, _FLAGS | getattr(os, "O_NONBLOCK", 0), 0o644)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise OSError(errno.EINVAL, f"{self._path} is not a regular file")
        self._descriptor = descriptor
        self._pid = os.getpid()
        self._until_check = _CHECK_EVERY

    def _check(self) -> None:
        """Open anew when the name points to another file by now; rotate when the file has grown too large."""
        self._until_check = _CHECK_EVERY
        try:
            named = os.stat(self._path)
        except FileNotFoundError:
            self._open()
            return
        mine = os.fstat(self._descriptor)
        if (named.st_ino, named.st_dev) != (mine.st_ino, mine.st_dev):
            self._open()
        elif named.st_size > self._max_bytes:
            try:
                self._rotate(mine.st_ino)
                self.trouble = ""
            except OSError as error:  # better a large file than a lost line
                self.trouble = f"{self._path.name} cannot be rotated: {error.strerror or error}"

    def _rotate(self, inode: int) -> None:
        lock = os.open(self._folder / ".rotation.lock", _FLAGS, 0o644)
        try:
            _wait_for(lock)
            if self._is_still(inode):
                for number in range(self._keep, 0, -1):
                    older = self._folder / f"{self._path.name}.{number}"
                    newer = self._folder / f"{self._path.name}.{number - 1}" if number > 1 else self._path
                    if newer.exists():
                        os.replace(newer, older)
        finally:
            os.close(lock)
        self._open()

    def _is_still(self, inode: int) -> bool:
        """Tell whether the file has its name still; else another process was quicker."""
        try:
            return os.stat(self._path).st_ino == inode
        except FileNotFoundError:
            return False


def _wait_for(lock: int) -> None:
    """Take a file's lock until it is closed; where there are no such locks (Windows), go on without."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(lock, fcntl.LOCK_EX)


def _line(event: Event, quoted_workspace: str) -> bytes:
    """Return the event as one line of JSON; put together by hand, which takes half the time of a dict's encoding."""
    seconds = int(event.time // 1)
    data = event.data if event.data.__class__ is dict else dict(event.data)
    text = (
        f'{{"time":"{_second(seconds)}.{int((event.time - seconds) * 1e6):06d}Z","level":"{event.level}",'
        f'"event":{_quote(event.name)},"message":{_quote(event.message)},"action_id":{_quote(event.action_id)},'
        f'"plan_id":{_quote(event.plan_id)},"kind":{_quote(event.kind)},"data":{_encode(data)},'
        f'"seq":{event.seq},"workspace":{quoted_workspace}}}\n'
    )
    return text.encode("utf-8", "backslashreplace")


@lru_cache(maxsize=2)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")

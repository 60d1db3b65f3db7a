"""What each file's content was when it was last read, so that only new and changed files are read again."""

from __future__ import annotations

import json
import os
import stat
import time
from contextlib import suppress
from pathlib import Path

from journeyman.values import Entry

Signature = tuple[int, int, int, int, int]
"""mtime_ns, ctime_ns, inode, size, mode: a file whose signature is the same has the same content."""

_FORMAT = 1
_TICK = 20_000_000
"""Nanoseconds: no kernel clock that stamps files is coarser than this on a local disk."""
_COARSE = 2_000_000_000
"""Nanoseconds: the coarsest stamp of a file system (FAT), assumed where stamps are whole seconds."""


class ScanCache:
    """Signatures and entries of a workspace's files, by workspace-relative path.

    ``file`` keeps them between processes. It belongs inside the blob folder: whoever deletes the blobs
    deletes the belief that they are there. A clean-up of the blobs calls :meth:`expire`; then every process
    reads the file anew, and believes no more than what is in it.
    """

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self.known: dict[str, tuple[Signature, Entry]] = {}
        self._folders: frozenset[str] = frozenset()
        self._fresh = 0
        self._epoch: tuple[int, int] | None = None

    def load(self) -> None:
        """Read the file, once per clean-up; one that is missing or not ours counts as empty (all is read anew)."""
        if self.file is None or self._epoch == (epoch := _epoch_of(self._marker)):
            return
        self._epoch = epoch
        self.known = {}
        with suppress(OSError, ValueError, TypeError, KeyError):
            data = json.loads(self.file.read_bytes())
            if data["format"] == _FORMAT:
                self.known = {
                    path: ((mtime, ctime, inode, size, mode), Entry("file", stat.S_IMODE(mode), mtime, digest, size))
                    for path, mtime, ctime, inode, size, mode, digest in data["files"]
                }

    def expire(self) -> None:
        """Make every process read the file anew before it believes anything again. Raises OSError."""
        fresh = f"{self._marker}.{os.getpid()}"
        os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        os.replace(fresh, self._marker)
        self._epoch = _epoch_of(self._marker)

    @property
    def _marker(self) -> str:
        return f"{self.file}.epoch"

    def remember(self, path: str, status: os.stat_result, entry: Entry, read_at: int) -> tuple[Signature, Entry] | None:
        """Remember ``entry`` unless the file is so young that a later write could carry the same stamps.

        ``read_at`` is the wall clock in ns just before the file was read. Returns what is remembered.
        """
        newest = max(status.st_mtime_ns, status.st_ctime_ns)
        grain = _COARSE if newest % 1_000_000_000 == 0 else _TICK
        if newest + grain >= read_at:
            self.known.pop(path, None)
            return None
        self.known[path] = signature_of(status), entry
        self._fresh += 1
        return self.known[path]

    def replace(self, known: dict[str, tuple[Signature, Entry]], folders: frozenset[str]) -> None:
        """Keep only ``known`` and ``folders``: what a complete scan has seen and looked into."""
        self.known = known
        self._folders = folders

    def looked_into(self, folder: str) -> bool:
        """Tell whether an earlier scan kept what is in ``folder``."""
        return folder in self._folders or any(path.startswith(folder + "/") for path in self.known)

    def save(self, at_least: int = 1) -> None:
        """Write the file when enough entries are new; a full disk is no error (they are read again next time)."""
        if self.file is None or self._fresh < at_least:
            return
        rows = [[path, *signature, entry.digest] for path, (signature, entry) in self.known.items()]
        temporary = f"{self.file}.{os.getpid()}-{time.monotonic_ns()}"
        try:
            fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(fd, "w", encoding="ascii") as out:
                json.dump({"format": _FORMAT, "files": rows}, out, separators=(",", ":"))
            os.replace(temporary, self.file)
            self._fresh = 0
        except OSError:
            with suppress(OSError):
                os.unlink(temporary)


def _epoch_of(marker: str) -> tuple[int, int]:
    try:
        status = os.stat(marker)
    except OSError:
        return (0, 0)
    return (status.st_ino, status.st_mtime_ns)


def signature_of(status: os.stat_result) -> Signature:
    """Return the signature of a file's status."""
    return (status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_size, status.st_mode)

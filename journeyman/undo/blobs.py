"""File contents by their SHA-256: written once, compressed, verified when they are read."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import time
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from journeyman.errors import UndoError

PIECE = 1 << 20
"""Bytes read at a time; a file up to this size is read whole."""

GRACE = 3600.0
"""Seconds for which an unreferenced blob is kept: an action under way may be about to refer to it."""

_PACKED, _RAW = b"z", b"r"
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class FileChanged(OSError):
    """A file was written to while it was being read."""


def hash_file(path: str | Path) -> tuple[str, os.stat_result]:
    """Return a regular file's digest and status, storing nothing; raises as :meth:`Blobs.put_file` for reading."""
    with _opened(path) as (fd, before):
        with open(fd, "rb", buffering=0, closefd=False) as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        _unchanged(fd, before, before.st_size, path)
        return digest, before


class Blobs:
    """A folder of contents: ``ab/cdef...`` holds one marker byte (packed or raw) and the content.

    Blobs are not flushed to the disk one by one; a blob torn by a power cut fails its verification.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._root = str(folder)

    def put_bytes(self, data: bytes) -> str:
        """Store ``data`` and return its digest (64 hex digits). Raises UndoError when it cannot be written."""
        digest = hashlib.sha256(data).hexdigest()
        if not self._refresh(digest):
            marker, body = _pack(data)
            self._write(digest, [marker, body])
        return digest

    def put_file(self, path: str | Path) -> str:
        """Store a regular file's content and return its digest; links are not followed.

        Raises FileChanged when it was written to meanwhile, another OSError when it cannot be read, and UndoError
        when the blob cannot be written.
        """
        return self.put_with_stat(path)[0]

    def put_with_stat(self, path: str | Path) -> tuple[str, os.stat_result]:
        """Like :meth:`put_file`, with the status of the very file that was read."""
        with _opened(path) as (fd, before):
            if before.st_size >= PIECE:
                return self._stream(fd, before, path), before
            data = os.read(fd, PIECE)
            _unchanged(fd, before, len(data), path)
            return self.put_bytes(data), before

    def _stream(self, fd: int, before: os.stat_result, path: str | Path) -> str:
        """Copy a large file in one reading; its digest, and so its name, is known at the end."""
        hasher = hashlib.sha256()
        first = os.read(fd, PIECE)
        packer = zlib.compressobj(1) if _shrinks(first) else None
        name, out = self._temporary()
        try:
            total = 0
            _write_all(out, _PACKED if packer else _RAW)
            piece = first
            while piece:
                hasher.update(piece)
                total += len(piece)
                _write_all(out, packer.compress(piece) if packer else piece)
                piece = os.read(fd, PIECE)
            if packer:
                _write_all(out, packer.flush())
            _unchanged(fd, before, total, path)
            digest = hasher.hexdigest()
            if not self._refresh(digest):
                self._name(name, digest)
        finally:
            os.close(out)
            with suppress(FileNotFoundError):
                os.unlink(name)
        return digest

    def get(self, digest: str) -> bytes:
        """Return a content, verified. Raises UndoError when it is missing or damaged."""
        return b"".join(self.pieces(digest))

    def pieces(self, digest: str) -> Iterator[bytes]:
        """Yield a content piece by piece; raises UndoError at the end when it does not match its digest."""
        hasher = hashlib.sha256()
        try:
            with open(self._path(digest), "rb") as blob:
                unpacker = zlib.decompressobj() if blob.read(1) == _PACKED else None
                while piece := blob.read(PIECE):
                    out = unpacker.decompress(piece) if unpacker else piece
                    hasher.update(out)
                    yield out
                if unpacker:
                    rest = unpacker.flush()
                    hasher.update(rest)
                    yield rest
        except FileNotFoundError:
            raise UndoError(f"the kept content {digest[:12]} is missing from {self.folder}") from None
        except (OSError, zlib.error) as error:
            raise UndoError(f"the kept content {digest[:12]} in {self.folder} cannot be read: {error}") from None
        if hasher.hexdigest() != digest:
            raise UndoError(f"the kept content {digest[:12]} in {self.folder} is damaged; it is not used")

    def has(self, digest: str) -> bool:
        """Tell whether a content is kept (its integrity is checked when it is read)."""
        try:
            return bool(digest) and os.stat(self._path(digest)).st_size > 0
        except OSError:
            return False

    def sizes(self) -> dict[str, int]:
        """Return the bytes on disk of each blob, by digest."""
        return {digest: status.st_size for digest, _, status in self._all()}

    def delete_unreferenced(self, live: Collection[str], now: float | None = None) -> int:
        """Delete blobs that are not in ``live`` and older than :data:`GRACE`; return the bytes freed."""
        limit = (time.time() if now is None else now) - GRACE
        freed = 0
        for digest, path, status in self._all(temporaries=True):
            if digest not in live and status.st_mtime < limit:
                with suppress(FileNotFoundError):
                    os.unlink(path)
                    freed += status.st_size
        return freed

    def _all(self, temporaries: bool = False) -> Iterator[tuple[str, str, os.stat_result]]:
        try:
            folders = [item for item in os.scandir(self._root) if len(item.name) == 2 or item.name == "new"]
        except FileNotFoundError:
            return
        for folder in folders:
            if folder.name == "new" and not temporaries:
                continue
            for item in list(os.scandir(folder.path)):
                with suppress(FileNotFoundError):
                    yield folder.name + item.name, item.path, item.stat(follow_symlinks=False)

    def _path(self, digest: str) -> str:
        return f"{self._root}{os.sep}{digest[:2]}{os.sep}{digest[2:]}"

    def _refresh(self, digest: str) -> bool:
        """Tell whether a content is kept, and make it young, so that no clean-up takes it from under us."""
        path = self._path(digest)
        try:
            if os.stat(path).st_size == 0:  # torn by a power cut
                return False
            os.utime(path)
        except OSError:
            return False
        return True

    def _write(self, digest: str, parts: list[bytes]) -> None:
        name, out = self._temporary()
        try:
            for part in parts:
                _write_all(out, part)
            self._name(name, digest)
        finally:
            os.close(out)
            with suppress(FileNotFoundError):
                os.unlink(name)

    def _temporary(self) -> tuple[str, int]:
        name = f"{self._root}{os.sep}new{os.sep}{os.getpid()}-{os.urandom(6).hex()}"
        try:
            try:
                return name, os.open(name, _NEW, 0o600)
            except FileNotFoundError:
                os.makedirs(os.path.dirname(name), mode=0o700, exist_ok=True)
                return name, os.open(name, _NEW, 0o600)
        except OSError as error:
            raise _cannot_keep(error) from error

    def _name(self, temporary: str, digest: str) -> None:
        path = self._path(digest)
        try:
            try:
                os.replace(temporary, path)
            except FileNotFoundError:
                os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
                os.replace(temporary, path)
        except OSError as error:
            raise _cannot_keep(error) from error


def _pack(data: bytes) -> tuple[bytes, bytes]:
    """Return marker and body; data whose beginning hardly shrinks is kept raw."""
    if not _shrinks(data):
        return _RAW, data
    return _PACKED, zlib.compress(data, 1)


def _shrinks(data: bytes) -> bool:
    sample = data[:4096]
    return len(data) >= 256 and len(zlib.compress(sample, 1)) < 0.9 * len(sample)


@contextmanager
def _opened(path: str | Path) -> Iterator[tuple[int, os.stat_result]]:
    fd = os.open(path, _READ)
    try:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        yield fd, status
    finally:
        os.close(fd)


def _unchanged(fd: int, before: os.stat_result, count: int, path: str | Path) -> None:
    after = os.fstat(fd)
    if (after.st_mtime_ns, after.st_size) != (before.st_mtime_ns, before.st_size) or count != before.st_size:
        raise FileChanged(errno.EAGAIN, "changed while it was read", str(path))


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    try:
        while view:
            view = view[os.write(fd, view) :]
    except OSError as error:
        raise _cannot_keep(error) from error


def _cannot_keep(error: OSError) -> UndoError:
    return UndoError(
        f"cannot keep what undo needs: {error.strerror or error}; free space in the private folder, "
        "or lower undo.max_store_bytes"
    )

"""The workspace's files, reached through opened folders: no link in a parent is ever followed."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from journeyman.values import Entry

_SAFE = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_PIN = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0) | _NOFOLLOW
_READ = os.O_RDONLY | _NOFOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOFOLLOW | getattr(os, "O_BINARY", 0)

LINK_MODE = 0o777


class Blocked(OSError):
    """A parent of the path is a link or a file: going through it could leave the workspace."""


class Tree:
    """Operations on workspace-relative paths. Each opens the parents one by one and works in the last of them.

    Where the system has no such calls (Windows), each parent is checked not to be a link instead.
    """

    def __init__(self, root: Path) -> None:
        self.root = str(root)

    @contextmanager
    def parent(self, path: str) -> Iterator[tuple[int | None, str]]:
        """Yield the opened parent folder and the last name. Raises FileNotFoundError or Blocked."""
        *folders, name = path.split("/")
        if not name or name in {".", ".."} or ".." in folders:
            raise Blocked(errno.EINVAL, "not a plain relative path", path)
        if not _SAFE:
            yield None, self._checked(folders, name)
            return
        fd = os.open(self.root, _PIN)
        try:
            for folder in folders:
                try:
                    inner = os.open(folder, _PIN, dir_fd=fd)
                except OSError as error:
                    if error.errno in {errno.ENOTDIR, errno.ELOOP}:
                        raise Blocked(error.errno, "a parent is not a folder any more", path) from None
                    raise
                os.close(fd)
                fd = inner
            yield fd, name
        finally:
            os.close(fd)

    def _checked(self, folders: list[str], name: str) -> str:
        full = self.root
        for folder in folders:
            full = os.path.join(full, folder)
            if not stat.S_ISDIR(os.lstat(full).st_mode):
                raise Blocked(errno.ENOTDIR, "a parent is not a folder any more", full)
        return os.path.join(full, name)

    def status(self, path: str) -> os.stat_result | None:
        """Return the status of the path itself, None when it (or a parent) is not there."""
        try:
            with self.parent(path) as (fd, name):
                return os.stat(name, dir_fd=fd, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def entry(self, path: str, cap: int) -> Entry | None:
        """Return the path as it is now; a file over ``cap`` bytes or unreadable, or a special one, has no digest."""
        status = self.status(path)
        if status is None:
            return None
        mode = stat.S_IMODE(status.st_mode)
        if stat.S_ISDIR(status.st_mode):
            return Entry("dir", mode, status.st_mtime_ns)
        if stat.S_ISLNK(status.st_mode):
            with self.parent(path) as (fd, name):
                return Entry("link", mode, status.st_mtime_ns, target=os.readlink(name, dir_fd=fd))
        if not stat.S_ISREG(status.st_mode):
            return Entry("file", mode, status.st_mtime_ns, size=-1)
        digest = ""
        if status.st_size <= cap:
            try:
                with self.open(path) as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
                    status = os.fstat(file.fileno())
            except PermissionError:
                digest = ""
        return Entry("file", mode, status.st_mtime_ns, digest, status.st_size)

    @contextmanager
    def open(self, path: str) -> Iterator[FileIO]:
        """Open a file for reading, unbuffered, never through a link."""
        with self.parent(path) as (parent, name):
            fd = os.open(name, _READ, dir_fd=parent)
        with open(fd, "rb", buffering=0) as file:
            yield file

    def names(self, path: str) -> list[str]:
        """Return the names in a folder."""
        if not _SAFE:
            return os.listdir(os.path.join(self.root, path))
        with self.parent(path) as (parent, name):
            fd = os.open(name, os.O_RDONLY | os.O_DIRECTORY | _NOFOLLOW, dir_fd=parent)
        try:
            return os.listdir(fd)
        finally:
            os.close(fd)

    def create(self, path: str) -> int:
        """Create a new file, open for writing, mode 0600; return its descriptor."""
        with self.parent(path) as (fd, name):
            return os.open(name, _NEW, 0o600, dir_fd=fd)

    def symlink(self, target: str, path: str) -> None:
        """Create a symbolic link."""
        with self.parent(path) as (fd, name):
            os.symlink(target, name, dir_fd=fd)

    def mkdir(self, path: str) -> None:
        """Create a folder that only its owner may use."""
        with self.parent(path) as (fd, name):
            os.mkdir(name, 0o700, dir_fd=fd)

    def rmdir(self, path: str) -> None:
        """Remove an empty folder."""
        with self.parent(path) as (fd, name):
            os.rmdir(name, dir_fd=fd)

    def unlink(self, path: str) -> None:
        """Remove a file or link."""
        with self.parent(path) as (fd, name):
            os.unlink(name, dir_fd=fd)

    def link(self, source: str, target: str) -> None:
        """Give a file or link a second name; FileExistsError when ``target`` is there."""
        with self.parent(source) as (fd, name), self.parent(target) as (other, new):
            os.link(name, new, src_dir_fd=fd, dst_dir_fd=other, follow_symlinks=False)

    def rename(self, source: str, target: str) -> None:
        """Rename, replacing ``target``."""
        with self.parent(source) as (fd, name), self.parent(target) as (other, new):
            os.replace(name, new, src_dir_fd=fd, dst_dir_fd=other)

    def move(self, source: str, target: str) -> None:
        """Rename without ever replacing: FileExistsError when ``target`` is there."""
        try:
            self.link(source, target)
        except FileExistsError:
            raise
        except (OSError, NotImplementedError):  # a folder, or a file system without hard links
            if self.status(target) is not None:
                raise FileExistsError(errno.EEXIST, "is in the way", target) from None
            self.rename(source, target)
            return
        self.unlink(source)

    def chmod(self, path: str, mode: int) -> None:
        """Set the permissions of a file or folder, never through a link."""
        with self.parent(path) as (parent, name):
            if not _SAFE:
                os.chmod(name, mode)
                return
            try:
                fd = os.open(name, _READ, dir_fd=parent)
            except PermissionError:
                _chmod_unreadable(parent, name, mode)
                return
            try:
                os.fchmod(fd, mode)
            finally:
                os.close(fd)

    def utime(self, path: str, mtime_ns: int) -> None:
        """Set the modification time of the path itself; the access time becomes the same."""
        with self.parent(path) as (fd, name):
            follow = os.utime not in os.supports_follow_symlinks
            os.utime(name, ns=(mtime_ns, mtime_ns), dir_fd=fd, follow_symlinks=follow)


def _chmod_unreadable(parent: int | None, name: str, mode: int) -> None:
    """Set the mode of what may not be opened: by a pinned descriptor, where the system has that."""
    if not hasattr(os, "O_PATH"):
        os.chmod(name, mode, dir_fd=parent, follow_symlinks=False)
        return
    fd = os.open(name, os.O_PATH | _NOFOLLOW, dir_fd=parent)
    try:
        if stat.S_ISLNK(os.fstat(fd).st_mode):
            raise Blocked(errno.ELOOP, "is a link now", name)
        os.chmod(f"/proc/self/fd/{fd}", mode)
    finally:
        os.close(fd)

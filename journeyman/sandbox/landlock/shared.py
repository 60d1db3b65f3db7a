"""Shared memory and semaphores with a name: a command sees those that it made itself, and they end with it."""

from __future__ import annotations

import errno
import os

from journeyman.sandbox.landlock.caller import LATER, Caller
from journeyman.sandbox.landlock.kernel import O_CLOEXEC, O_NOFOLLOW, O_PATH, suppress
from journeyman.sandbox.landlock.zones import Place

FOLDER = b"/dev/shm"
"""Where the C library keeps them."""

_EXACT = O_NOFOLLOW | O_CLOEXEC


class SharedMemory:
    """The objects of one command, by the identity of their files."""

    def __init__(self) -> None:
        self._own: set[tuple[int, int]] = set()
        self._names: set[bytes] = set()

    def covers(self, place: Place) -> bool:
        """Tell whether ``place`` is the name of such an object."""
        return place.full.rpartition(b"/")[0] == FOLDER

    def owns(self, descriptor: int) -> bool:
        """Tell whether the command made the file behind ``descriptor``."""
        info = os.fstat(descriptor)
        return (info.st_dev, info.st_ino) in self._own

    def open(self, caller: Caller, place: Place, flags: int, mode: int) -> int:
        """Make a new object, or open one of the command's own."""
        wanted = flags & ~O_PATH | _EXACT
        if flags & os.O_CREAT:
            try:
                new = os.open(place.name, wanted | os.O_EXCL, mode & 0o777 & ~caller.umask(), dir_fd=place.folder)
            except FileExistsError:
                if flags & os.O_EXCL:
                    raise
            else:
                info = os.fstat(new)
                self._own.add((info.st_dev, info.st_ino))
                self._names.add(place.full)
                return self._give(caller, new, flags)
        pinned = self._pinned(place)
        try:
            again = wanted & ~(os.O_CREAT | os.O_EXCL | O_NOFOLLOW)
            return self._give(caller, os.open(b"/proc/self/fd/%d" % pinned, again), flags)
        finally:
            os.close(pinned)

    @staticmethod
    def _give(caller: Caller, descriptor: int, flags: int) -> int:
        try:
            caller.request.hand_over(descriptor, bool(flags & O_CLOEXEC))
        finally:
            os.close(descriptor)
        return LATER

    def _pinned(self, place: Place) -> int:
        pinned = place.pin()
        if self.owns(pinned):
            return pinned
        os.close(pinned)
        raise OSError(errno.EACCES, "permission denied")

    def link(self, source: Place, target: Place) -> int:
        """Give one of the command's objects a second name, as the C library does for a semaphore."""
        pinned = self._pinned(source)
        try:
            os.link(source.name, target.name, src_dir_fd=source.folder, dst_dir_fd=target.folder, follow_symlinks=False)
            self._names.add(target.full)
        finally:
            os.close(pinned)
        return 0

    def remove(self, place: Place) -> int:
        """Remove a name of one of the command's objects."""
        os.close(self._pinned(place))
        os.unlink(place.name, dir_fd=place.folder)
        self._names.discard(place.full)
        return 0

    def forget(self) -> None:
        """Remove what the command left behind."""
        for path in self._names:
            with suppress(OSError):
                info = os.lstat(path)
                if (info.st_dev, info.st_ino) in self._own:
                    os.unlink(path)

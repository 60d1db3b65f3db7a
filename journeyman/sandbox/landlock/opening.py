"""What the broker does when the command opens a file for change, or a folder for its list of names."""

from __future__ import annotations

import _thread
import errno
import os
import stat

from journeyman.sandbox.landlock.caller import LATER, Caller
from journeyman.sandbox.landlock.kernel import O_ACCMODE, O_CLOEXEC, O_DIRECTORY, O_NOCTTY, O_NOFOLLOW, O_PATH, Request
from journeyman.sandbox.landlock.shared import SharedMemory
from journeyman.sandbox.landlock.zones import Place, Zones, is_descriptor, locate, path_of

_CHANGING = O_ACCMODE | os.O_CREAT | os.O_TRUNC
_TEMPORARY = 0o20000000
_NOT_OURS = ~(O_PATH | O_NOFOLLOW | O_NOCTTY)
_EXACT = O_NOFOLLOW | O_NOCTTY | O_CLOEXEC
_NEW = os.O_CREAT | os.O_EXCL


class Opener:
    """Opens for the command, and hands it the descriptor."""

    def __init__(self, zones: Zones, shared: SharedMemory) -> None:
        self._zones = zones
        self._shared = shared

    def open(self, caller: Caller, base: int, path: int, flags: int, mode: int) -> int | None:
        """Answer an open; None leaves it to the kernel. Raises OSError."""
        if flags & O_PATH:
            return None
        follow = not flags & O_NOFOLLOW and flags & _NEW != _NEW
        place = locate(caller, base, caller.text(path), follow)
        try:
            if is_descriptor(place):
                return self._again(caller, place, flags)
            if self._shared.covers(place):
                return self._shared.open(caller, place, flags, mode)
            if self._zones.served(place.full):
                return self._served(caller, place, flags, mode)
            return self._outside(caller, place, flags)
        finally:
            place.close()

    def _served(self, caller: Caller, place: Place, flags: int, mode: int) -> int | None:
        if flags & _CHANGING:
            self._zones.check(place.full)
        elif self._zones.hidden(place.full):
            raise OSError(errno.EACCES, "permission denied")
        if flags & _TEMPORARY == _TEMPORARY:
            raise OSError(errno.EOPNOTSUPP, "operation not supported")  # programs then take a name
        wanted = flags & _NOT_OURS | _EXACT
        kind = _kind(place)
        if kind == stat.S_IFIFO:  # it may wait for its other end
            _thread.start_new_thread(_wait_and_give, (caller.request, os.dup(place.folder), place.name, wanted, flags))
            return LATER
        if kind not in {0, stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK}:
            return None
        mode = mode & 0o7777 & ~caller.umask() if flags & os.O_CREAT else 0
        return give(caller.request, os.open(place.name, wanted, mode, dir_fd=place.folder), flags)

    def _again(self, caller: Caller, place: Place, flags: int) -> int | None:
        """``/dev/stdout`` and the like: the file behind a descriptor, when it lies where the command may change it."""
        if not flags & _CHANGING:
            return None
        pinned = os.open(b"/proc/self/fd/%d/%s" % (place.folder, place.name), O_PATH | O_CLOEXEC)
        try:
            path = path_of(pinned)
            if not self._zones.served(path) or not stat.S_ISREG(os.fstat(pinned).st_mode):
                return None
            self._zones.check(path)
            wanted = flags & _NOT_OURS & ~_NEW | O_CLOEXEC
            return give(caller.request, os.open(b"/proc/self/fd/%d" % pinned, wanted), flags)
        finally:
            os.close(pinned)

    def _outside(self, caller: Caller, place: Place, flags: int) -> int | None:
        if flags & os.O_TRUNC and not flags & O_ACCMODE:
            raise OSError(errno.EACCES, "permission denied")  # the first versions of Landlock would let it through
        if flags & _CHANGING or not flags & O_DIRECTORY or place.full not in self._zones.listed:
            return None
        # A folder above a hidden place cannot be allowed without what is below it, but its own names can be shown.
        wanted = os.O_RDONLY | O_DIRECTORY | _EXACT
        return give(caller.request, os.open(place.name, wanted, dir_fd=place.folder), flags)


def give(request: Request, descriptor: int, flags: int) -> int:
    """Hand ``descriptor`` over and close it."""
    try:
        request.hand_over(descriptor, bool(flags & O_CLOEXEC))
    finally:
        os.close(descriptor)
    return LATER


def _wait_and_give(request: Request, folder: int, name: bytes, wanted: int, flags: int) -> None:
    try:
        give(request, os.open(name, wanted, dir_fd=folder), flags)
    except OSError as error:
        request.refuse(error.errno or errno.EIO)
    finally:
        os.close(folder)


def _kind(place: Place) -> int:
    """Return the type of what has this name; 0 for nothing."""
    try:
        return stat.S_IFMT(os.stat(place.name, dir_fd=place.folder, follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return 0

"""Where a path of the command leads to, pinned, and whether it may change what is there."""

from __future__ import annotations

import errno
import os

from journeyman.sandbox.landlock.caller import Caller
from journeyman.sandbox.landlock.kernel import O_CLOEXEC, O_DIRECTORY, O_NOFOLLOW, O_PATH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journeyman.sandbox.landlock.order import Order

_LINKS = 40
_OWN = (b"/proc/self/", b"/proc/thread-self/")
_PIN = O_PATH | O_CLOEXEC


class Place:
    """A name in a pinned folder. ``full`` is the path that the kernel gives the folder, and the name."""

    __slots__ = ("folder", "full", "name")

    def __init__(self, folder: int, name: bytes) -> None:
        self.folder = folder
        self.name = name
        path = path_of(folder)
        self.full = path if name == b"." else path.rstrip(b"/") + b"/" + name

    def close(self) -> None:
        """Let go of the folder."""
        if self.folder >= 0:
            os.close(self.folder)
            self.folder = -1

    def pin(self) -> int:
        """Return a path descriptor of what has this name; of a link, the link itself."""
        return os.open(self.name, _PIN | O_NOFOLLOW, dir_fd=self.folder)


def locate(caller: Caller, base: int, path: bytes, follow: bool) -> Place:
    """Resolve ``path`` as the caller would; with ``follow``, also a link in the last place. Close the result."""
    if not path:
        raise OSError(errno.ENOENT, "no such file or directory")
    start = -1 if path.startswith(b"/") else caller.descriptor(base)
    try:
        for _ in range(_LINKS):
            place = _step(caller, start, path)
            target = _link(place) if follow else None
            if target is None:
                return place
            if start >= 0:
                os.close(start)
            start, path = place.folder, target
        raise OSError(errno.ELOOP, "too many levels of symbolic links")
    finally:
        if start >= 0:
            os.close(start)


def _step(caller: Caller, start: int, path: bytes) -> Place:
    for own in _OWN:
        if path.startswith(own):  # in our mouth these names would mean ourselves
            path = b"/proc/%d/" % caller.request.tid + path[len(own) :]
    folder, _, name = path.rstrip(b"/").rpartition(b"/")
    if name in {b"", b".", b".."}:
        folder, name = path, b"."
    elif path.startswith(b"/") and not folder:
        folder = b"/"
    where = None if start < 0 or folder.startswith(b"/") else start
    place = Place(os.open(folder or b".", _PIN | O_DIRECTORY, dir_fd=where), name)
    ours = b"/proc/%d/" % os.getpid()
    if not place.full.startswith(ours):
        return place
    place.close()  # a link like /dev/fd has led to ourselves
    theirs = b"/proc/%d/" % caller.request.tid + place.full[len(ours) :].rpartition(b"/")[0]
    return Place(os.open(theirs, _PIN | O_DIRECTORY), name)


def _link(place: Place) -> bytes | None:
    """Return where the name points to when it is a link; None otherwise, also for a descriptor in /proc."""
    if is_descriptor(place):
        return None
    try:
        return os.readlink(place.name, dir_fd=place.folder)
    except OSError:
        return None


def is_descriptor(place: Place) -> bool:
    """Tell whether this is an entry of ``/proc/PID/fd``: it stands for an open file and not for a path."""
    parts = place.full.split(b"/")
    return parts[1] == b"proc" and parts[-2] == b"fd" and place.name.isdigit()


class Zones:
    """What the command may change, by path: below a root, outside what is protected."""

    def __init__(self, order: Order, temp: bytes) -> None:
        self._served = order["served"]
        self._native = [*order["write"], temp]
        self._protected = order["protected"]
        self._hidden = order["hidden"]
        self.listed = frozenset(order["listed"])

    def served(self, path: bytes) -> bool:
        """Tell whether the broker carries out what happens here, since Landlock allows no change."""
        return _below(path, self._served)

    def hidden(self, path: bytes) -> bool:
        """Tell whether nothing here may be seen."""
        return _below(path, self._hidden)

    def check(self, path: bytes) -> None:
        """Raise OSError unless what is at ``path`` may be changed."""
        if not _below(path, self._served) and not _below(path, self._native):
            raise OSError(errno.EPERM, "operation not permitted")
        if _below(path, self._protected):
            raise OSError(errno.EROFS, "read-only file system")
        if self.hidden(path):
            raise OSError(errno.EACCES, "permission denied")

    def check_seen(self, path: bytes) -> None:
        """Raise OSError unless what happens at ``path`` may be watched."""
        if self.hidden(path) or not _below(path, (*self._served, *self._native)):
            raise OSError(errno.EACCES, "permission denied")

    def check_name(self, path: bytes) -> None:
        """Raise OSError unless the name ``path`` may be given to something else, or taken away."""
        self.check(path)
        if any(_below(kept, (path,)) for kept in (*self._protected, *self._hidden)):
            raise OSError(errno.EBUSY, "device or resource busy")


def path_of(descriptor: int) -> bytes:
    """Return the path that the kernel gives an open file; for a pipe and the like no path at all."""
    return os.readlink(b"/proc/self/fd/%d" % descriptor)


def _below(path: bytes, roots: tuple[bytes, ...] | list[bytes]) -> bool:
    return any(path == root or path.startswith(root + b"/") for root in roots)

"""What the broker does when the command changes modes, owners, times, attributes or lengths by path.

Landlock leaves these calls alone, so that they are never left to the kernel: outside the workspace they are refused.
"""

from __future__ import annotations

import errno
import os
import struct

from journeyman.sandbox.landlock import kernel
from journeyman.sandbox.landlock.caller import CURRENT_FOLDER, Caller
from journeyman.sandbox.landlock.shared import SharedMemory
from journeyman.sandbox.landlock.zones import Zones, locate, path_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

NO_FOLLOW, EMPTY_PATH = 0x100, 0x1000
_DO_NOT_FOLLOW = 0x02000000
_PINNED = b"/proc/self/fd/%d"


class Attributes:
    """Carries out calls about what a file is, not about its name. Raises OSError."""

    def __init__(self, zones: Zones, shared: SharedMemory) -> None:
        self._zones = zones
        self._shared = shared

    def by_path(self, caller: Caller, base: int, path: int, flags: int, action: Callable[[int], object]) -> int:
        """Do ``action`` to a pin of the file that argument ``path`` names."""
        text = caller.text(path)
        if not text and flags & EMPTY_PATH:
            return self.by_descriptor(caller, base, action)
        place = locate(caller, base, text, follow=not flags & NO_FOLLOW)
        try:
            return self._change(place.pin(), action)
        finally:
            place.close()

    def by_descriptor(self, caller: Caller, number: int, action: Callable[[int], object]) -> int:
        """Do ``action`` to a pin of the file behind the caller's descriptor ``number``."""
        return self._change(caller.descriptor(number), action)

    def watch(self, caller: Caller) -> int:
        """Report what happens to a file or a folder: only where the command may write."""
        mask = caller.number(2)
        place = locate(caller, CURRENT_FOLDER, caller.text(1), follow=not mask & _DO_NOT_FOLLOW)
        pinned = queue = -1
        try:
            pinned, queue = place.pin(), caller.share(caller.number(0))
            self._zones.check_seen(path_of(pinned))
            return kernel.call("inotify_add_watch", queue, _PINNED % pinned, mask & ~_DO_NOT_FOLLOW)
        finally:
            place.close()
            for each in (pinned, queue):
                if each >= 0:
                    os.close(each)

    def _change(self, pinned: int, action: Callable[[int], object]) -> int:
        """Carry out ``action`` on a pinned file that the command may change: that, and no other one."""
        try:
            path = path_of(pinned)
            nameless = not path.startswith(b"/") or os.fstat(pinned).st_nlink == 0
            if not nameless and not self._shared.owns(pinned):
                self._zones.check(path)
            action(pinned)
            return 0
        finally:
            os.close(pinned)


def change_mode(mode: int) -> Callable[[int], object]:
    """Chmod."""
    return lambda pinned: os.chmod(_PINNED % pinned, mode & 0o7777)


def change_owner(user: int, group: int) -> Callable[[int], object]:
    """Chown."""
    return lambda pinned: kernel.call("fchownat", pinned, b"", user, group, EMPTY_PATH)


def change_length(length: int) -> Callable[[int], object]:
    """Truncate."""
    return lambda pinned: os.truncate(_PINNED % pinned, length)


def change_times(times: bytes) -> Callable[[int], object]:
    """Utimensat, with its own two time structures; none means now."""
    return lambda pinned: kernel.call("utimensat", pinned, b"", times or 0, EMPTY_PATH)


def times_of(caller: Caller, index: int, layout: str) -> bytes:
    """Return the two times that an older call's argument points to, in the newest call's form."""
    if not caller.request.numbers[index]:
        return b""
    if layout == "seconds":
        first, second = struct.unpack("=qq", caller.memory(index, 16))
        return struct.pack("=qqqq", first, 0, second, 0)
    first, low, second, high = struct.unpack("=qqqq", caller.memory(index, 32))
    return struct.pack("=qqqq", first, low * 1000, second, high * 1000)


def set_attribute(caller: Caller) -> Callable[[int], object]:
    """Setxattr: name, value, size and flags are the arguments after the first."""
    size = caller.size(3)
    if not 0 <= size <= 65536:
        raise OSError(errno.E2BIG, "argument list too long")
    name, value, flags = caller.text(1, 256), caller.memory(2, size) if size else b"", caller.number(4)
    return lambda pinned: os.setxattr(_PINNED % pinned, name, value, flags)


def remove_attribute(caller: Caller) -> Callable[[int], object]:
    """Removexattr."""
    name = caller.text(1, 256)
    return lambda pinned: os.removexattr(_PINNED % pinned, name)

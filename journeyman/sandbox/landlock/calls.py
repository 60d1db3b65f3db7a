"""Which piece of the broker answers which system call, and where that call has its arguments."""

from __future__ import annotations

import os

from journeyman.sandbox.landlock import attributes
from journeyman.sandbox.landlock.attributes import NO_FOLLOW, Attributes
from journeyman.sandbox.landlock.caller import CURRENT_FOLDER, Caller
from journeyman.sandbox.landlock.names import Names
from journeyman.sandbox.landlock.opening import Opener
from journeyman.sandbox.landlock.shared import SharedMemory
from journeyman.sandbox.landlock.sockets import Sockets
from journeyman.sandbox.landlock.zones import Zones

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from journeyman.sandbox.landlock.order import Order

_HERE = CURRENT_FOLDER
_REMOVE_FOLDER = 0x200


class Hands:
    """The pieces of the broker, for one command."""

    def __init__(self, order: Order, temp: bytes) -> None:
        os.umask(0)  # the caller's own is applied to each mode
        os.chdir("/")
        zones = Zones(order, temp)
        self.shared = SharedMemory()
        self.opener = Opener(zones, self.shared)
        self.names = Names(zones, self.shared)
        self.attributes = Attributes(zones, self.shared)
        self.sockets = Sockets(zones, network=order["network"], ports=order["ports"])


def _owner(c: Caller, user: int, group: int) -> Callable[[int], object]:
    return attributes.change_owner(c.number(user), c.number(group))


def _utimensat(h: Hands, c: Caller) -> int:
    times = c.memory(2, 32) if c.request.numbers[2] else b""
    action = attributes.change_times(times)
    if not c.request.numbers[1]:
        return h.attributes.by_descriptor(c, c.number(0), action)
    return h.attributes.by_path(c, c.number(0), 1, c.number(3), action)


def _older_times(h: Hands, c: Caller, base: int, path: int, layout: str) -> int:
    times = attributes.times_of(c, path + 1, layout)
    return h.attributes.by_path(c, base, path, 0, attributes.change_times(times))


CALLS: dict[str, Callable[[Hands, Caller], int | None]] = {
    "open": lambda h, c: h.opener.open(c, _HERE, 0, c.number(1), c.number(2)),
    "openat": lambda h, c: h.opener.open(c, c.number(0), 1, c.number(2), c.number(3)),
    "creat": lambda h, c: h.opener.open(c, _HERE, 0, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, c.number(1)),
    "mkdir": lambda h, c: h.names.folder(c, _HERE, 0, c.number(1)),
    "mkdirat": lambda h, c: h.names.folder(c, c.number(0), 1, c.number(2)),
    "mknod": lambda h, c: h.names.node(c, _HERE, 0, c.number(1)),
    "mknodat": lambda h, c: h.names.node(c, c.number(0), 1, c.number(2)),
    "symlink": lambda h, c: h.names.symlink(c, 0, _HERE, 1),
    "symlinkat": lambda h, c: h.names.symlink(c, 0, c.number(1), 2),
    "unlink": lambda h, c: h.names.remove(c, _HERE, 0, 0),
    "rmdir": lambda h, c: h.names.remove(c, _HERE, 0, _REMOVE_FOLDER),
    "unlinkat": lambda h, c: h.names.remove(c, c.number(0), 1, c.number(2)),
    "rename": lambda h, c: h.names.rename(c, (_HERE, 0), (_HERE, 1), 0),
    "renameat": lambda h, c: h.names.rename(c, (c.number(0), 1), (c.number(2), 3), 0),
    "renameat2": lambda h, c: h.names.rename(c, (c.number(0), 1), (c.number(2), 3), c.number(4)),
    "link": lambda h, c: h.names.link(c, (_HERE, 0), (_HERE, 1), 0),
    "linkat": lambda h, c: h.names.link(c, (c.number(0), 1), (c.number(2), 3), c.number(4)),
    "truncate": lambda h, c: h.attributes.by_path(c, _HERE, 0, 0, attributes.change_length(c.size(1))),
    "chmod": lambda h, c: h.attributes.by_path(c, _HERE, 0, 0, attributes.change_mode(c.number(1))),
    "fchmod": lambda h, c: h.attributes.by_descriptor(c, c.number(0), attributes.change_mode(c.number(1))),
    "fchmodat": lambda h, c: h.attributes.by_path(c, c.number(0), 1, 0, attributes.change_mode(c.number(2))),
    "fchmodat2": lambda h, c: h.attributes.by_path(c, c.number(0), 1, c.number(3), attributes.change_mode(c.number(2))),
    "chown": lambda h, c: h.attributes.by_path(c, _HERE, 0, 0, _owner(c, 1, 2)),
    "lchown": lambda h, c: h.attributes.by_path(c, _HERE, 0, NO_FOLLOW, _owner(c, 1, 2)),
    "fchown": lambda h, c: h.attributes.by_descriptor(c, c.number(0), _owner(c, 1, 2)),
    "fchownat": lambda h, c: h.attributes.by_path(c, c.number(0), 1, c.number(4), _owner(c, 2, 3)),
    "utimensat": _utimensat,
    "utime": lambda h, c: _older_times(h, c, _HERE, 0, "seconds"),
    "utimes": lambda h, c: _older_times(h, c, _HERE, 0, "microseconds"),
    "futimesat": lambda h, c: _older_times(h, c, c.number(0), 1, "microseconds"),
    "setxattr": lambda h, c: h.attributes.by_path(c, _HERE, 0, 0, attributes.set_attribute(c)),
    "lsetxattr": lambda h, c: h.attributes.by_path(c, _HERE, 0, NO_FOLLOW, attributes.set_attribute(c)),
    "fsetxattr": lambda h, c: h.attributes.by_descriptor(c, c.number(0), attributes.set_attribute(c)),
    "removexattr": lambda h, c: h.attributes.by_path(c, _HERE, 0, 0, attributes.remove_attribute(c)),
    "lremovexattr": lambda h, c: h.attributes.by_path(c, _HERE, 0, NO_FOLLOW, attributes.remove_attribute(c)),
    "fremovexattr": lambda h, c: h.attributes.by_descriptor(c, c.number(0), attributes.remove_attribute(c)),
    "inotify_add_watch": lambda h, c: h.attributes.watch(c),
    "connect": lambda h, c: h.sockets.connect(c),
    "bind": lambda h, c: h.sockets.bind(c),
    "listen": lambda h, c: h.sockets.listen(c),
}
"""By name. Each answers with the result, LATER, or None, which leaves the call to the kernel. Raises OSError."""

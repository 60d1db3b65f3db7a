"""What the broker does when the command makes, removes or renames something."""

from __future__ import annotations

import errno
import os
import stat

from journeyman.sandbox.landlock import kernel
from journeyman.sandbox.landlock.caller import Caller
from journeyman.sandbox.landlock.shared import SharedMemory
from journeyman.sandbox.landlock.zones import Place, Zones, locate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_REMOVE_FOLDER, _FOLLOW, _EMPTY = 0x200, 0x400, 0x1000
_NODES = (0, stat.S_IFREG, stat.S_IFIFO, stat.S_IFSOCK)
_RENAMES = (0, 1, 2)
"""Plain, RENAME_NOREPLACE, RENAME_EXCHANGE."""


class Names:
    """Carries out calls about names. Each returns the call's result; None leaves it to the kernel. Raises OSError."""

    def __init__(self, zones: Zones, shared: SharedMemory) -> None:
        self._zones = zones
        self._shared = shared

    def folder(self, caller: Caller, base: int, path: int, mode: int) -> int | None:
        """Mkdir."""
        return self._one(
            caller, base, path, lambda at: os.mkdir(at.name, mode & 0o1777 & ~caller.umask(), dir_fd=at.folder)
        )

    def node(self, caller: Caller, base: int, path: int, mode: int) -> int | None:
        """Mknod: a file, a pipe or a socket, never a device."""
        if stat.S_IFMT(mode) not in _NODES:
            raise OSError(errno.EPERM, "operation not permitted")
        return self._one(caller, base, path, lambda at: os.mknod(at.name, mode & ~caller.umask(), dir_fd=at.folder))

    def symlink(self, caller: Caller, target: int, base: int, path: int) -> int | None:
        """Symlink."""
        text = caller.text(target)
        return self._one(caller, base, path, lambda at: os.symlink(text, at.name, dir_fd=at.folder))

    def remove(self, caller: Caller, base: int, path: int, flags: int) -> int | None:
        """Unlink, or rmdir."""
        action = os.rmdir if flags & _REMOVE_FOLDER else os.unlink
        return self._one(caller, base, path, lambda at: action(at.name, dir_fd=at.folder), removes=True)

    def _one(
        self,
        caller: Caller,
        base: int,
        path: int,
        action: Callable[[Place], None],
        *,
        removes: bool = False,
    ) -> int | None:
        place = locate(caller, base, caller.text(path), follow=False)
        try:
            if removes and self._shared.covers(place):
                return self._shared.remove(place)
            if not self._zones.served(place.full):
                return None
            if not removes and _exists(place):
                raise OSError(errno.EEXIST, "file exists")  # as the kernel: this comes before every right
            self._zones.check_name(place.full)
            action(place)
            return 0
        finally:
            place.close()

    def rename(self, caller: Caller, old: tuple[int, int], new: tuple[int, int], flags: int) -> int | None:
        """Rename; ``old`` and ``new``: the folder's descriptor, and which argument holds the path."""
        if flags not in _RENAMES:
            raise OSError(errno.EINVAL, "invalid argument")

        def action(source: Place, target: Place) -> None:
            kernel.call("renameat2", source.folder, source.name, target.folder, target.name, flags)

        return self._two(caller, old, new, action, follow=False)

    def link(self, caller: Caller, old: tuple[int, int], new: tuple[int, int], flags: int) -> int | None:
        """Give a file a second name."""
        if flags & _EMPTY:
            raise OSError(errno.ENOENT, "no such file or directory")

        def action(source: Place, target: Place) -> None:
            if self._shared.covers(source):
                self._shared.link(source, target)
            else:
                kernel.call("linkat", source.folder, source.name, target.folder, target.name, 0)

        return self._two(caller, old, new, action, follow=bool(flags & _FOLLOW))

    def _two(
        self,
        caller: Caller,
        old: tuple[int, int],
        new: tuple[int, int],
        action: Callable[[Place, Place], None],
        *,
        follow: bool,
    ) -> int | None:
        source = locate(caller, old[0], caller.text(old[1]), follow)
        try:
            target = locate(caller, new[0], caller.text(new[1]), follow=False)
            try:
                both_shared = self._shared.covers(source) and self._shared.covers(target)
                if not both_shared:
                    if not (self._zones.served(source.full) or self._zones.served(target.full)):
                        return None
                    self._zones.check_name(source.full)
                    self._zones.check_name(target.full)
                action(source, target)
                return 0
            finally:
                target.close()
        finally:
            source.close()


def _exists(place: Place) -> bool:
    try:
        os.stat(place.name, dir_fd=place.folder, follow_symlinks=False)
    except OSError:
        return False
    return True

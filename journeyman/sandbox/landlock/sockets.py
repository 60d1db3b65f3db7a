"""What the broker does when the command connects, binds or listens with a socket.

Landlock does not cover sockets with a path, and the address lies in memory that may change; so the call is carried out
here, on the very socket, with the address that was looked at.
"""

from __future__ import annotations

import _thread
import ctypes
import errno
import os
import stat
import struct

from journeyman.sandbox.landlock.caller import CURRENT_FOLDER, LATER, Caller
from journeyman.sandbox.landlock.kernel import Request, libc
from journeyman.sandbox.landlock.zones import Zones, locate, path_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_UNIX, _INET, _INET6 = 1, 2, 10
_SOL_SOCKET, _SO_DOMAIN = 1, 39
_LONGEST = 128
_LOOPBACK6 = bytes(15) + b"\1"


class Sockets:
    """``network``: any host may be reached; else ``ports`` of the loopback over TCP."""

    def __init__(self, zones: Zones, *, network: bool, ports: list[int]) -> None:
        self._zones = zones
        self._network = network
        self._ports = ports

    def connect(self, caller: Caller) -> int:
        """Connect; one that must wait does so on a thread."""
        address = _address(caller)
        socket = caller.share(caller.number(0))
        pinned = -1
        try:
            if _family_of(socket) == _UNIX:
                pinned = self._server(caller, address)
                address = struct.pack("=H", _UNIX) + b"/proc/self/fd/%d\0" % pinned
            elif not self._network and not self._own_port(address):
                raise OSError(errno.EACCES, "permission denied")
            if os.get_blocking(socket):
                _thread.start_new_thread(_connect_and_answer, (caller.request, socket, pinned, address))
                socket = pinned = -1
                return LATER
            return _perform(libc().connect, socket, address)
        finally:
            _close(socket, pinned)

    def _server(self, caller: Caller, address: bytes) -> int:
        """Pin the socket file that ``address`` names. Raises OSError unless it lies where the command may write."""
        place = locate(caller, CURRENT_FOLDER, _path(address), follow=True)
        try:
            pinned = place.pin()
        finally:
            place.close()
        try:
            self._zones.check(path_of(pinned))
            if not stat.S_ISSOCK(os.fstat(pinned).st_mode):
                raise OSError(errno.ECONNREFUSED, "connection refused")
        except OSError as error:
            os.close(pinned)
            raise OSError(errno.EACCES if error.errno == errno.EPERM else error.errno, "no connection") from None
        return pinned

    def bind(self, caller: Caller) -> int | None:
        """Bind; None leaves it to the kernel, where Landlock decides about the socket file."""
        address = _address(caller)
        socket = caller.share(caller.number(0))
        try:
            if _family_of(socket) != _UNIX:
                if not self._network and not self._own_port(address):
                    raise OSError(errno.EACCES, "permission denied")
                return _perform(libc().bind, socket, address)
            return self._bind_path(caller, socket, address)
        finally:
            _close(socket)

    def _bind_path(self, caller: Caller, socket: int, address: bytes) -> int | None:
        if len(address) == 2:
            return None  # a name chosen by the kernel
        place = locate(caller, CURRENT_FOLDER, _path(address), follow=False)
        try:
            if not self._zones.served(place.full):
                return None
            self._zones.check_name(place.full)
            # By a relative name in the pinned folder: the room for an address is too short for much else.
            os.fchdir(place.folder)
            os.umask(caller.umask())
            return _perform(libc().bind, socket, struct.pack("=H", _UNIX) + place.name + b"\0")
        finally:
            os.umask(0)
            os.chdir("/")
            place.close()

    def listen(self, caller: Caller) -> int:
        """Listen; on the internet's sockets only when they are bound to what is allowed."""
        socket = caller.share(caller.number(0))
        try:
            if _family_of(socket) != _UNIX and not self._network and not self._own_port(_bound(socket)):
                raise OSError(errno.EACCES, "permission denied")
            if libc().listen(socket, caller.number(1)) < 0:
                raise OSError(ctypes.get_errno(), "listen")
            return 0
        finally:
            _close(socket)

    def _own_port(self, address: bytes) -> bool:
        """Tell whether ``address`` is an allowed port of the loopback."""
        family = int.from_bytes(address[:2], "little")
        port = int.from_bytes(address[2:4], "big")
        four, six = address[4:5] == b"\x7f", address[8:24] == _LOOPBACK6
        loopback = (family == _INET and four) or (family == _INET6 and six)
        return loopback and port in self._ports


def _address(caller: Caller) -> bytes:
    size = caller.number(2)
    if not 2 <= size <= _LONGEST:
        raise OSError(errno.EINVAL, "invalid argument")
    return caller.memory(1, size)


def _path(address: bytes) -> bytes:
    """Return the path in the address of a socket file. Raises OSError for a name outside the file system."""
    path = address[2:].partition(b"\0")[0]
    if not path:
        raise OSError(errno.EACCES, "permission denied")
    return path


def _family_of(socket: int) -> int:
    value, size = ctypes.c_int(0), ctypes.c_uint(4)
    if libc().getsockopt(socket, _SOL_SOCKET, _SO_DOMAIN, ctypes.byref(value), ctypes.byref(size)) < 0:
        raise OSError(ctypes.get_errno(), "not a socket")
    return value.value


def _bound(socket: int) -> bytes:
    buffer, size = ctypes.create_string_buffer(_LONGEST), ctypes.c_uint(_LONGEST)
    if libc().getsockname(socket, buffer, ctypes.byref(size)) < 0:
        raise OSError(ctypes.get_errno(), "getsockname")
    return buffer.raw[: size.value]


def _perform(function: Callable[[int, bytes, int], int], socket: int, address: bytes) -> int:
    if function(socket, address, len(address)) < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return 0


def _connect_and_answer(request: Request, socket: int, pinned: int, address: bytes) -> None:
    try:
        request.answer(_perform(libc().connect, socket, address))
    except OSError as error:
        request.refuse(error.errno or errno.EIO)
    finally:
        _close(socket, pinned)


def _close(*descriptors: int) -> None:
    for each in descriptors:
        if each >= 0:
            os.close(each)

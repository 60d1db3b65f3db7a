"""Thin wrappers of the kernel calls that the Landlock variant needs and that Python does not offer.

Runs in the launcher: only quick imports (a start costs what they cost). Errors are OSError, as everywhere in ``os``.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct

from journeyman.sandbox.syscalls import MACHINES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

O_PATH: int = getattr(os, "O_PATH", 0)
O_NOFOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
O_NOCTTY: int = getattr(os, "O_NOCTTY", 0)
O_DIRECTORY: int = getattr(os, "O_DIRECTORY", 0)
O_CLOEXEC: int = getattr(os, "O_CLOEXEC", 0)
O_ACCMODE: int = getattr(os, "O_ACCMODE", 3)
"""Other systems lack some of them; there nothing of this runs, but everything can be imported."""

_loaded: list[ctypes.CDLL] = []
_numbers: dict[str, int] = {}

_SET_DEATH_SIGNAL, _SET_NO_NEW_PRIVILEGES, _SET_SUBREAPER = 1, 38, 36
_DROP_FROM_BOUNDING_SET, _AMBIENT, _AMBIENT_CLEAR_ALL = 24, 47, 4
_CAPABILITY_VERSION = 0x20080522

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
TRUNCATE, IOCTL_DEVICE = 1 << 14, 1 << 15
ON_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE
"""Rights that mean something for a file; the others are about what lies in a folder."""
_BITS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""Landlock's version and how many rights on files it knows."""
BIND_TCP, CONNECT_TCP = 1 << 0, 1 << 1
_SCOPES = 0b11
"""Abstract sockets, and signals."""
_RULE_PATH, _RULE_PORT = 1, 2

_RECEIVE, _SEND, _VALID, _ADD = 0xC0502100, 0xC0182101, 0x40082102, 0x40182103
_CONTINUE, _ADD_AND_SEND = 1, 2
_NEW_LISTENER, _WAIT_KILLABLE = 1 << 3, 1 << 5


class suppress:  # noqa: N801 - stands for contextlib's, which takes 3 ms to load
    """Ignore errors of these classes."""

    def __init__(self, *errors: type[Exception]) -> None:
        self._errors = errors

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Tell whether the error is one to ignore."""
        return kind is not None and issubclass(kind, self._errors)


def libc() -> ctypes.CDLL:
    """Return the C library of this process."""
    if not _loaded:
        _loaded.append(ctypes.CDLL(None, use_errno=True))
        _numbers.update(MACHINES.get(os.uname().machine, (0, {}))[1])
    return _loaded[0]


def call(name: str, *arguments: object) -> int:
    """Make the system call ``name``; bytes become pointers. Raises OSError."""
    ready = [ctypes.c_char_p(each) if isinstance(each, bytes) else ctypes.c_long(each) for each in arguments]  # type: ignore[arg-type] # the others are whole numbers
    library = libc()
    result = int(library.syscall(ctypes.c_long(_numbers[name]), *ready))
    if result < 0:
        raise _error(name)
    return result


def _error(name: str) -> OSError:
    number = ctypes.get_errno()
    return OSError(number, f"{os.strerror(number)} ({name})")


def _control(option: int, *arguments: int) -> None:
    ready = [ctypes.c_ulong(each) for each in (*arguments, 0, 0, 0, 0)[:4]]
    if libc().prctl(ctypes.c_int(option), *ready) < 0:
        raise _error("prctl")


def end_with_parent(number: int) -> None:
    """Have the kernel send us the signal ``number`` when the thread that started us ends."""
    _control(_SET_DEATH_SIGNAL, number)


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends."""
    _control(_SET_SUBREAPER, 1)


def give_up_privileges() -> None:
    """Give up every capability, now and for all programs that are executed later."""
    _control(_SET_NO_NEW_PRIVILEGES, 1)
    with suppress(OSError):  # after the last one that this kernel knows; or we have no right to, and nothing to give up
        for number in range(64):
            _control(_DROP_FROM_BOUNDING_SET, number)
    _control(_AMBIENT, _AMBIENT_CLEAR_ALL)
    head, nothing = struct.pack("=Ii", _CAPABILITY_VERSION, 0), bytes(24)
    if libc().capset(head, nothing) < 0:
        raise _error("capset")


# Landlock


def landlock_version() -> int:
    """Return the version of Landlock's interface. Raises OSError where the kernel has none."""
    return call("landlock_create_ruleset", 0, 0, 1)


class Ruleset:
    """What the calling thread and its descendants may do from :meth:`enforce` on; what is not allowed is denied."""

    def __init__(self, version: int, *, network: bool) -> None:
        self.handled = (1 << _BITS.get(version, 16)) - 1
        tcp = BIND_TCP | CONNECT_TCP if version >= 4 and not network else 0
        scopes = _SCOPES if version >= 6 else 0
        size = 24 if version >= 6 else 16 if version >= 4 else 8
        attributes = struct.pack("=QQQ", self.handled, tcp, scopes)
        self._fd = call("landlock_create_ruleset", attributes, size, 0)
        self._tcp = tcp

    def allow(self, path: bytes, rights: int) -> None:
        """Allow ``rights`` on ``path`` and below; a path that cannot be opened stays forbidden."""
        try:
            target = os.open(path, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return
        try:
            if not stat.S_ISDIR(os.fstat(target).st_mode):
                rights &= ON_FILES
            rule = struct.pack("=Qi", rights & self.handled, target)
            call("landlock_add_rule", self._fd, _RULE_PATH, rule, 0)
        finally:
            os.close(target)

    def allow_tcp(self, port: int) -> None:
        """Allow to listen on ``port`` over TCP; connections are the broker's."""
        if self._tcp:
            call("landlock_add_rule", self._fd, _RULE_PORT, struct.pack("=QQ", BIND_TCP, port), 0)

    def enforce(self) -> None:
        """Put the rules into force for the calling thread, for ever."""
        call("landlock_restrict_self", self._fd, 0)
        os.close(self._fd)


# the filter and its notifications


def install_filter(code: bytes) -> int:
    """Put the filter into force for the calling thread; returns the descriptor of its notifications."""

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))

    head = Program(len(code) // 8, code)
    library = libc()
    for flags in (_NEW_LISTENER | _WAIT_KILLABLE, _NEW_LISTENER):
        result = library.syscall(ctypes.c_long(_numbers["seccomp"]), 1, flags, ctypes.byref(head))
        if result >= 0:
            return int(result)
        if ctypes.get_errno() != 22:  # EINVAL: older kernels lack the second flag
            break
    raise _error("seccomp")


class Request:
    """A system call of a confined thread that waits for an answer. ``numbers`` are its six arguments."""

    __slots__ = ("_listener", "id", "nr", "numbers", "tid")

    def __init__(self, listener: int) -> None:
        """Take the next one. Raises OSError when it has been withdrawn."""
        import fcntl

        buffer = bytearray(80)
        fcntl.ioctl(listener, _RECEIVE, buffer)
        self.id, self.tid, _, self.nr, _, _, *self.numbers = struct.unpack("=QIIiIQ6Q", buffer)
        self._listener = listener

    def valid(self) -> bool:
        """Tell whether the thread still waits, so that what was read about its id is about itself."""
        import fcntl

        try:
            fcntl.ioctl(self._listener, _VALID, struct.pack("=Q", self.id))
        except OSError:
            return False
        return True

    def _send(self, value: int, error: int, flags: int) -> None:
        import fcntl

        with suppress(FileNotFoundError, BlockingIOError):  # killed meanwhile, or answered
            fcntl.ioctl(self._listener, _SEND, struct.pack("=QqiI", self.id, value, error, flags))

    def answer(self, value: int) -> None:
        """Have the call return ``value``."""
        self._send(value, 0, 0)

    def refuse(self, error: int) -> None:
        """Have the call fail with the error number ``error``."""
        self._send(0, -error, 0)

    def proceed(self) -> None:
        """Have the kernel carry the call out, within the rules of Landlock."""
        self._send(0, 0, _CONTINUE)

    def hand_over(self, descriptor: int, close_on_exec: bool) -> None:
        """Have the call return a copy of our ``descriptor``."""
        import fcntl

        flags = os.O_CLOEXEC if close_on_exec else 0
        order = struct.pack("=QIIII", self.id, _ADD_AND_SEND, descriptor, 0, flags)
        with suppress(FileNotFoundError):
            fcntl.ioctl(self._listener, _ADD, order)

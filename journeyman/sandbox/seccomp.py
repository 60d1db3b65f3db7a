"""Filters of system calls: what is forbidden, and what a broker is asked about.

Landlock does not cover datagrams, raw sockets, sockets with a path, the modes and owners of files, and namespaces; a
namespace does not cover the kernel's keyrings. A filter sees numbers only, never the text behind a pointer, so whatever
depends on a path or an address goes to the broker (:mod:`journeyman.sandbox.landlock.broker`), which reads it once and
acts on what it has read.
"""

from __future__ import annotations

import errno
import functools
import struct

from journeyman.errors import SandboxError
from journeyman.sandbox.syscalls import AARCH64, MACHINES, NEWEST

_KILL, _ALLOW, _ASK, _ERRNO = 0x80000000, 0x7FFF0000, 0x7FC00000, 0x00050000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_X32 = 0x40000000
_UNIX, _INET, _INET6, _NETLINK = 1, 2, 10, 16
_STREAM, _DATAGRAM, _SEQUENTIAL, _TYPE_MASK = 1, 2, 5, 0xF
_NEW_NAMESPACES = 0x7E020080
"""All of CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET."""
_THREAD = 0x00010000
_FAST_OPEN = 0x20000000
_OPEN_FOR_CHANGE = 0o3 | 0o100 | 0o1000 | 0o20000000
"""O_WRONLY, O_RDWR, O_CREAT, O_TRUNC and the bit of its own of O_TMPFILE."""
_TERMINALS = (0x5412, 0x541C)
"""TIOCSTI and TIOCLINUX type into a terminal."""
_FILE_FLAGS = (0x40086602, 0x40046602, 0x401C5820)
"""FS_IOC_SETFLAGS (and its 32-bit form) and FS_IOC_FSSETXATTR need no right to write."""

# fmt: off
_DANGEROUS = (
    "kcmp", "move_pages", "migrate_pages", "mount", "umount2", "pivot_root", "chroot", "fsopen", "fsconfig",
    "fsmount", "fspick", "open_tree", "move_mount", "mount_setattr", "unshare", "setns", "bpf", "keyctl",
    "add_key", "request_key", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter",
    "io_uring_register", "open_by_handle_at", "name_to_handle_at", "modify_ldt", "init_module", "finit_module",
    "delete_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff", "sethostname",
    "setdomainname", "iopl", "ioperm", "quotactl", "quotactl_fd", "acct", "nfsservctl", "lookup_dcookie",
    "syslog", "settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "vhangup", "fanotify_init",
    "fanotify_mark", "uselib", "sysfs",
)
# fmt: on
"""Open wide parts of the kernel, or what no namespace separates; no ordinary program needs them."""
# fmt: off
_SHARED = (
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease", "pidfd_getfd",
    "shmget", "shmat", "shmctl", "semget", "semop", "semctl", "semtimedop", "msgget", "msgsnd", "msgrcv",
    "msgctl", "mq_open", "mq_unlink",
)
# fmt: on
"""Reach other processes and their objects, which a namespace would separate."""
_ABOUT_A_PROCESS = ("prlimit64", "sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr")
"""With a process id first; none means oneself."""
_UNAVAILABLE = ("openat2", "clone3")
"""Their arguments lie in memory, where a filter cannot look; programs fall back to the older calls."""
# fmt: off
_BROKERED = (
    "creat", "mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat",
    "symlink", "symlinkat", "mknod", "mknodat", "truncate", "chmod", "fchmod", "fchmodat", "fchmodat2", "chown",
    "lchown", "fchown", "fchownat", "utime", "utimes", "futimesat", "utimensat", "setxattr", "lsetxattr", "fsetxattr",
    "removexattr", "lremovexattr", "fremovexattr", "connect", "bind", "listen", "fork", "vfork", "setpriority",
    "inotify_add_watch", "ioprio_set",
)
# fmt: on

_Code = list[tuple[int, int, int, int]]
_Sockets = tuple[int, tuple[int, ...], tuple[int, ...]]
_INTERNET: list[_Sockets] = [
    (_INET, (_STREAM, _DATAGRAM), ()),
    (_INET6, (_STREAM, _DATAGRAM), ()),
    (_NETLINK, (), (0,)),
]
"""Family, types, protocols; of netlink the routing table alone, which name resolution looks at."""


@functools.cache
def for_broker(machine: str, *, network: bool, ports: bool, reads: bool, threads: bool) -> bytes:
    """Return the filter of the Landlock variant for ``machine`` (as ``os.uname`` names it).

    ``network``: internet sockets are allowed; ``ports``: those of TCP alone. ``reads``: the broker opens files for
    reading as well. ``threads``: it counts threads, too. Raises SandboxError for an unknown machine.
    """
    kernel_name, numbers = _machine(machine)
    flags = _OPEN_FOR_CHANGE | (0o40000 if kernel_name == AARCH64 else 0o200000)  # O_DIRECTORY
    sockets: list[_Sockets] = [(_UNIX, (_STREAM, _SEQUENTIAL), (0,))]
    if network:
        sockets += _INTERNET
    elif ports:
        sockets += [(family, (_STREAM,), (0, 6)) for family in (_INET, _INET6)]
    special: dict[str, _Code] = {
        "open": [_answer(_ASK)] if reads else _with_bits(1, flags, _ASK),
        "openat": [_answer(_ASK)] if reads else _with_bits(2, flags, _ASK),
        "clone": _clone(_ASK, threads=threads),
        "socket": _socket(sockets),
        "socketpair": _socket(sockets[:1]),
        "ioctl": _ioctl(_TERMINALS + _FILE_FLAGS),
        "sendto": _with_bits(3, _FAST_OPEN, _ERRNO | errno.EOPNOTSUPP),
        "sendmsg": _with_bits(2, _FAST_OPEN, _ERRNO | errno.EOPNOTSUPP),
        "sendmmsg": _with_bits(3, _FAST_OPEN, _ERRNO | errno.EOPNOTSUPP),
        **{key: [_answer(_ASK)] for key in _BROKERED},
        **{key: [_argument(0), (_EQUAL, 0, 1, 0), _answer(_ALLOW), _answer(_ASK)] for key in _ABOUT_A_PROCESS},
        **{key: [_refuse(errno.ENOSYS)] for key in _UNAVAILABLE},
        **{key: [_refuse(errno.EPERM)] for key in (*_DANGEROUS, *_SHARED)},
    }
    return _assembled(kernel_name, numbers, special)


@functools.cache
def for_namespaces(machine: str) -> bytes:
    """Return the filter for a process in namespaces of its own: what these do not separate.

    The kernel's keyrings, sockets to the machine that a virtual one runs in, and the parts of the kernel that ordinary
    programs do without. Raises SandboxError for an unknown machine.
    """
    kernel_name, numbers = _machine(machine)
    sockets: list[_Sockets] = [(_UNIX, (), ()), *_INTERNET]
    special: dict[str, _Code] = {
        "clone": _clone(_ALLOW, threads=True),
        "socket": _socket(sockets),
        "socketpair": _socket(sockets[:1]),
        "ioctl": _ioctl(_TERMINALS),
        "clone3": [_refuse(errno.ENOSYS)],
        **{key: [_refuse(errno.EPERM)] for key in _DANGEROUS},
    }
    return _assembled(kernel_name, numbers, special)


def _machine(name: str) -> tuple[int, dict[str, int]]:
    if name not in MACHINES:
        raise SandboxError(f"the machine {name} is not known to the system-call filter; known: {', '.join(MACHINES)}")
    return MACHINES[name]


def _assembled(kernel_name: int, numbers: dict[str, int], special: dict[str, _Code]) -> bytes:
    code: _Code = [_load(4), (_EQUAL, 1, 0, kernel_name), _answer(_KILL), _load(0)]
    code += [(_AT_LEAST, 0, 1, _X32), _answer(_KILL)]
    code += [(_AT_LEAST, 0, 1, NEWEST), _refuse(errno.ENOSYS)]
    for name, block in special.items():
        if name in numbers:
            code += [(_EQUAL, 0, len(block), numbers[name]), *block]
    code.append(_answer(_ALLOW))
    return b"".join(struct.pack("=HBBI", *line) for line in code)


def _load(offset: int) -> tuple[int, int, int, int]:
    return (_LOAD, 0, 0, offset)


def _argument(index: int) -> tuple[int, int, int, int]:
    return _load(16 + 8 * index)  # the low half; both machines are little-endian


def _answer(value: int) -> tuple[int, int, int, int]:
    return (_RETURN, 0, 0, value)


def _refuse(number: int) -> tuple[int, int, int, int]:
    return _answer(_ERRNO | number)


def _with_bits(index: int, bits: int, answer: int) -> _Code:
    return [_argument(index), (_ANY_BIT, 0, 1, bits), _answer(answer), _answer(_ALLOW)]


def _clone(answer: int, *, threads: bool) -> _Code:
    """Refuse new namespaces; ``answer`` for a process, and with ``threads`` for a thread as well."""
    spaces = [_argument(0), (_ANY_BIT, 0, 1, _NEW_NAMESPACES), _refuse(errno.EPERM)]
    return [*spaces, *([] if threads else [(_ANY_BIT, 0, 1, _THREAD), _answer(_ALLOW)]), _answer(answer)]


def _ioctl(numbers: tuple[int, ...]) -> _Code:
    code: _Code = [_argument(1)]
    for number in numbers:
        code += [(_EQUAL, 0, 1, number), _refuse(errno.EPERM)]
    return [*code, _answer(_ALLOW)]


def _socket(allowed: list[_Sockets]) -> _Code:
    """Allow a socket by family, types and protocols (none means any); everything else is refused."""
    code: _Code = []
    for family, types, protocols in allowed:
        tests = _one_of([_argument(1), (_AND, 0, 0, _TYPE_MASK)], types) + _one_of([_argument(2)], protocols)
        code += [_argument(0), (_EQUAL, 0, len(tests) + 1, family), *tests, _answer(_ALLOW)]
    return [*code, _refuse(errno.EACCES)]


def _one_of(load: _Code, values: tuple[int, ...]) -> _Code:
    """Refuse the call unless the loaded value is one of ``values``; none means any."""
    if not values:
        return []
    tests: _Code = [(_EQUAL, len(values) - index, 0, value) for index, value in enumerate(values)]
    return [*load, *tests, _refuse(errno.EACCES)]

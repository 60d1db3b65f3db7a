"""What a whole process tree uses, and whether that is too much.

The kernel's own limits hold for one process at a time, none of them counts shared memory, and the one on the number of
processes leaves root out. So the one who waits for a tree looks at it now and then.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from journeyman.sandbox.spec import Limits

INTERVAL = 0.05
"""Seconds between two looks, unless a look takes long."""
FREE = 200_000_000
"""Bytes that a command may not use up of a disk; one that has less of them already is not watched."""
_SLACK = 1.1
"""What the interpreter and the sandbox's own processes take is not the command's."""


class Watch:
    """Looks after one tree's limits on memory and on the number of processes (threads count as well).

    It also sees that what is written to ``folders`` does not fill their disk: FREE bytes stay.
    """

    def __init__(self, limits: Limits, folders: Iterable[Path] = ()) -> None:
        self._memory = limits.memory
        self._processes = limits.processes
        self._folders = [folder for folder in folders if _free(folder) >= FREE]
        self._least = _shared()
        self._next = 0.0

    def excess(self, root: int) -> str:
        """Return what the tree of the process ``root`` uses too much of; the empty text when all is well."""
        began = time.monotonic()
        if began < self._next:
            return ""
        if full := next((folder for folder in self._folders if _free(folder) < FREE), None):
            return f"the disk of {full} is nearly full"
        if self._memory is None and self._processes is None:
            return ""
        pids, tasks = members(root)
        found = ""
        if self._processes is not None and tasks > self._processes * _SLACK + 4:
            found = f"more than {self._processes} processes and threads"
        elif self._memory is not None and self._takes_too_much(pids, self._memory):
            found = f"more than {self._memory / 1e6:.0f} MB of memory in use"
        self._next = time.monotonic() + max(INTERVAL, 20 * (time.monotonic() - began))
        return found

    def _takes_too_much(self, pids: list[int], memory: int) -> bool:
        """Look closely only where a cheap upper bound gives a reason to."""
        if _resident(pids) > memory and held(pids) > memory * _SLACK:
            return True
        shared = _shared()
        self._least = min(self._least, shared)  # what other programs give back must not hide what this tree takes
        if shared <= memory:
            return False
        found = nameless(pids)
        return found > memory if found is not None else shared - self._least > memory


def _free(folder: Path) -> int:
    """Return how many bytes an ordinary user may still write to the disk of ``folder``."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return 0
    return found.f_bavail * found.f_frsize


def members(root: int) -> tuple[list[int], int]:
    """Return the process ids of the tree of ``root`` (with it), and how many threads they have together."""
    found, tasks, waiting = [], 0, [root]
    while waiting:
        pid = waiting.pop()
        with suppress(OSError):
            threads = os.listdir(f"/proc/{pid}/task")
            found.append(pid)
            tasks += len(threads)
            for thread in threads:
                with suppress(OSError), open(f"/proc/{pid}/task/{thread}/children", "rb", buffering=0) as stream:
                    waiting += map(int, stream.read().split())
    return found, tasks


def _resident(pids: list[int]) -> int:
    """Return an upper bound of the memory of ``pids`` in bytes: what they share counts for each of them."""
    pages = 0
    for pid in pids:
        with suppress(OSError, IndexError, ValueError), open(f"/proc/{pid}/statm", "rb", buffering=0) as stream:
            pages += int(stream.read().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def held(pids: list[int]) -> int:
    """Return the memory of ``pids`` in bytes that no file stands for; what several share counts once."""
    return sum(map(_own, pids))


def _own(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as stream:
            return sum(int(line.split()[1]) * 1024 for line in stream if line.startswith((b"Pss_Anon:", b"Pss_Shmem:")))
    except PermissionError:
        return _resident([pid])  # it does not let itself be looked at
    except OSError:
        return 0


def _shared() -> int:
    """Return how many bytes the whole machine keeps in files that are memory."""
    with suppress(OSError), open("/proc/meminfo", "rb") as stream:
        return next((int(line.split()[1]) * 1024 for line in stream if line.startswith(b"Shmem:")), 0)
    return 0


def nameless(pids: Iterable[int]) -> int | None:
    """Return the bytes in files without names (``memfd_create``) that ``pids`` hold; None where one hides its files."""
    sizes: dict[tuple[int, int], int] = {}
    for pid in pids:
        try:
            numbers = os.listdir(f"/proc/{pid}/fd")
        except PermissionError:
            return None
        except OSError:
            continue
        for number in numbers:
            with suppress(OSError):
                path = f"/proc/{pid}/fd/{number}"
                if os.readlink(path).startswith("/memfd:"):
                    found = os.stat(path)
                    sizes[found.st_dev, found.st_ino] = found.st_blocks * 512
    return sum(sizes.values())

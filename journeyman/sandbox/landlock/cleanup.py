"""What the Landlock launcher leaves behind: nothing. Temporary folders, and processes that ran away."""

from __future__ import annotations

import errno
import os
import stat

from journeyman.sandbox.landlock.kernel import suppress

_PREFIX = b"run-"
_KILL = 9


def make_temp(base: bytes) -> bytes:
    """Make a private folder for one run below ``base``, and remove those of launchers that were killed.

    Raises OSError.
    """
    folder = base + b"/journeyman-%d" % os.geteuid()
    with suppress(FileExistsError):
        os.mkdir(folder, 0o700)
    info = os.lstat(folder)
    if info.st_uid != os.geteuid() or not stat.S_ISDIR(info.st_mode) or info.st_mode & 0o077:
        raise OSError(errno.EPERM, f"{os.fsdecode(folder)} is not a private folder of this user")
    for name in os.listdir(folder):
        pid = name[len(_PREFIX) :].partition(b"-")[0]
        if name.startswith(_PREFIX) and pid.isdigit() and not os.path.exists(b"/proc/" + pid):
            remove_tree(folder + b"/" + name)
    path = folder + b"/" + _PREFIX + b"%d-%s" % (os.getpid(), os.urandom(6).hex().encode())
    os.mkdir(path, 0o700)
    return path


def remove_tree(path: bytes) -> None:
    """Remove ``path`` with what is in it, as far as possible; never follows a link."""
    with suppress(OSError):
        os.chmod(path, 0o700)
        for entry in os.scandir(path):
            if entry.is_dir(follow_symlinks=False):
                remove_tree(entry.path)
            else:
                os.unlink(entry.path)
        os.rmdir(path)


def end_descendants() -> None:
    """Kill and reap until nobody is left: whose parent ends becomes our child, so nobody escapes."""
    with suppress(ChildProcessError):
        while True:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
            for pid in children():
                with suppress(ProcessLookupError):
                    os.kill(pid, _KILL)
            os.waitpid(-1, 0)


def children() -> list[int]:
    """Return the ids of our child processes."""
    found: list[int] = []
    me = os.getpid()
    for entry in os.scandir("/proc"):
        if entry.name.isdigit() and _parent(entry.name) == me:
            found.append(int(entry.name))
    return found


def _parent(pid: str) -> int:
    try:
        with open(f"/proc/{pid}/stat", "rb", buffering=0) as stream:
            return int(stream.read(1000).rpartition(b")")[2].split()[1])
    except OSError:
        return 0


def descends(pid: int, root: int) -> bool:
    """Tell whether ``pid`` (a process or a thread) is a descendant of the process ``root``."""
    while pid > 1:
        pid = _parent(str(pid))
        if pid == root:
            return True
    return False


def tasks(root: int, spared: int) -> int:
    """Return how many threads ``root``, its descendants and those of ``spared`` have, without ``spared`` itself."""
    parents: dict[int, int] = {}
    threads: dict[int, int] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with (
                suppress(OSError, IndexError, ValueError),
                open(f"/proc/{entry.name}/stat", "rb", buffering=0) as stream,
            ):
                fields = stream.read(1000).rpartition(b")")[2].split()
                parents[int(entry.name)] = int(fields[1])
                threads[int(entry.name)] = int(fields[17])
    found = {root, spared}
    while grown := {pid for pid, parent in parents.items() if parent in found and pid not in found}:
        found |= grown
    return sum(threads.get(pid, 0) for pid in found - {spared})

"""Who runs an action: a name for this process that tells later whether it is still there."""

from __future__ import annotations

import os
import platform
from functools import lru_cache


@lru_cache(maxsize=1)
def _host() -> str:
    return os.uname().nodename if hasattr(os, "uname") else platform.node()


@lru_cache(maxsize=4)
def _owner(pid: int) -> str:
    return f"{_host()}:{pid}:{_start_time(pid)}"


def this_owner() -> str:
    """Return ``host:pid:start time`` of this process; the start time guards against reused pids."""
    return _owner(os.getpid())


def is_gone(owner: str) -> bool:
    """Return True when ``owner`` was a process of this host that no longer runs; False when that cannot be known."""
    host, pid, start = (owner.rsplit(":", 2) + ["", ""])[:3]
    if host != _host() or not pid.isdigit():
        return False
    return _start_time(int(pid)) != start


def _start_time(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            # The name in parentheses may hold spaces; the start time is field 22, in clock ticks since boot.
            fields = file.read().rpartition(")")[2].split()
        return "" if fields[0] == "Z" else fields[19]
    except OSError:
        if os.path.isdir("/proc/self"):
            return ""
    import psutil

    try:
        return str(psutil.Process(pid).create_time())
    except psutil.Error:
        return ""

"""Find and end every process that descends from one we started, also those that ran away."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psutil

MARKER = "JOURNEYMAN_RUN"
"""An environment variable with a value of its own for each run: it finds processes that left their parent."""


def family(pid: int, mark: str = "") -> list[psutil.Process]:
    """Return the living processes of ``pid`` (not itself): descendants, its session, those whose mark begins so."""
    import psutil

    found: dict[int, psutil.Process] = {}
    with suppress(psutil.Error, ValueError):  # ValueError: -1 stands for no process at all
        found = {process.pid: process for process in psutil.Process(pid).children(recursive=True)}
    for other in psutil.pids():
        if other not in found and other not in {pid, os.getpid()} and _belongs(other, pid, mark):
            with suppress(psutil.Error):
                found[other] = psutil.Process(other)
    return [process for process in found.values() if _living(process)]


def _belongs(other: int, pid: int, mark: str) -> bool:
    try:
        if pid > 0 and os.getsid(other) == pid:
            return True
        if not mark:
            return False
        with open(f"/proc/{other}/environ", "rb") as stream:
            wanted = f"{MARKER}={mark}".encode()
            return any(entry.startswith(wanted) for entry in stream.read().split(b"\0"))
    except OSError:
        return False


def _living(process: psutil.Process) -> bool:
    import psutil

    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def terminate(processes: Iterable[psutil.Process]) -> None:
    """Ask each process to end. psutil makes sure that a recycled process id is never hit."""
    import psutil

    for process in processes:
        with suppress(psutil.Error):
            process.terminate()


def kill(pid: int, mark: str = "", *, own: bool = True) -> None:
    """Kill ``pid`` (when ``own``: it is our unreaped child, so its id cannot be recycled) and its whole family.

    Repeats until nobody is left, since a process may fork between the look and the blow.
    """
    import psutil

    deadline = time.monotonic() + 5.0
    while True:
        others = family(pid, mark)
        if own:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        for process in others:
            with suppress(psutil.Error):
                process.kill()
        if not others or time.monotonic() > deadline:
            return
        psutil.wait_procs(others, timeout=0.2)


def first_child(pid: int, patience: float) -> int | None:
    """Wait until ``pid``, our own child, has a child itself, and return a handle of that (close it); None for none.

    Only where the kernel tells children (Linux, ``/proc/PID/task/PID/children``).
    """
    deadline = time.monotonic() + patience
    with suppress(OSError, AttributeError):
        while time.monotonic() < deadline and os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            with open(f"/proc/{pid}/task/{pid}/children", "rb", buffering=0) as stream:
                if children := stream.read().split():
                    return os.pidfd_open(int(children[0]))
            time.sleep(0.0002)
    return None


def end_namespace(first: int, patience: float) -> None:
    """Kill the first process of a namespace by its handle, wait until all of it is gone, and close the handle."""
    with suppress(OSError):
        signal.pidfd_send_signal(first, signal.SIGKILL)
    ending = select.poll()  # select knows no descriptor above 1023
    ending.register(first, select.POLLIN)
    ending.poll(1000 * patience)
    os.close(first)


def start_time(pid: int) -> float | None:
    """Return when ``pid`` started (clock ticks since boot on Linux, else Unix seconds); None for none or a zombie."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as stream:
            fields = stream.read().rpartition(b")")[2].split()
        return None if fields[0] in {b"Z", b"X"} else float(fields[19])
    except FileNotFoundError:
        if os.path.isdir("/proc/self"):
            return None
    except (OSError, IndexError):
        return None
    return _portable_start_time(pid)


def _portable_start_time(pid: int) -> float | None:
    import psutil

    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else float(process.create_time())
    except psutil.Error:
        return None

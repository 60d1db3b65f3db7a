"""The broker of the Landlock variant: answers the system calls that the filter asks about.

Landlock knows no exception below an allowed folder, so a workspace whose ``.git`` must stay as it is cannot be written
through it at all: what changes names and files there is done here, on the command's behalf. So are connections of
sockets with a path, and the calls that change modes, owners and times, which Landlock does not cover.

Whatever is allowed here is carried out here, on what was looked at: parents are pinned by a descriptor, a last link is
never followed. A call is left to the kernel only when Landlock alone decides it as it should, since its arguments may
change meanwhile. Runs as the user without any capability; only quick imports.
"""

from __future__ import annotations

import errno
import os
import select
import time

from journeyman.sandbox.landlock.caller import LATER, Caller
from journeyman.sandbox.landlock.calls import CALLS, Hands
from journeyman.sandbox.landlock.cleanup import descends, tasks
from journeyman.sandbox.landlock.kernel import Request, suppress
from journeyman.sandbox.syscalls import MACHINES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from journeyman.sandbox.landlock.order import Order

_ABOUT = {"prlimit64": 0, "setpriority": 1, "ioprio_set": 1, "sched_setaffinity": 0, "sched_setscheduler": 0}
_ABOUT |= {"sched_setparam": 0, "sched_setattr": 0}
"""Calls that change another process, which Landlock allows, and the argument with its id."""
_BY_PROCESS = {"setpriority": 0, "ioprio_set": 1}
"""And what the first argument is when the id is that of a process."""
_FORKS = frozenset(("clone", "fork", "vfork"))
_TICK = 1000
"""Milliseconds between two looks for orphans to bury."""


class Broker:
    """Serves one command: ``child``, with its handle, and the ``listener`` of its filter."""

    def __init__(self, order: Order, temp: bytes, listener: int, child: int, handle: int) -> None:
        self._hands = Hands(order, temp)
        self._names = {number: name for name, number in MACHINES[os.uname().machine][1].items()}
        self._limit = order["limits"].get("processes")
        self._room = 0
        self._buried = time.monotonic()
        self._listener, self._child, self._handle = listener, child, handle

    def serve(self) -> int:
        """Answer until the command has ended; returns its exit code, negative for a signal."""
        poll = select.poll()
        poll.register(self._listener, select.POLLIN)
        poll.register(self._handle, select.POLLIN)
        while True:
            ready = dict(poll.poll(_TICK))
            if self._handle in ready:
                return os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])
            if ready.get(self._listener, 0) & select.POLLIN:
                self._next()
            elif ready:
                poll.unregister(self._listener)  # nobody is left who could ask
            if time.monotonic() >= self._buried + _TICK / 1000:
                self._bury()

    def stop(self) -> None:
        """End the command at once."""
        with suppress(ProcessLookupError):
            os.kill(self._child, 9)

    def forget(self) -> None:
        """Remove what the command left in shared memory."""
        self._hands.shared.forget()

    def _next(self) -> None:
        try:
            request = Request(self._listener)
        except OSError:
            return  # killed while it waited
        caller = Caller(request)
        try:
            result = self._decide(caller, self._names.get(request.nr, ""))
        except OSError as error:
            request.refuse(error.errno or errno.EPERM)
            return
        finally:
            caller.close()
        if result is None:
            request.proceed()
        elif result != LATER:
            request.answer(result)

    def _decide(self, caller: Caller, name: str) -> int | None:
        if name in _FORKS:
            self._count()
            return None
        if name in _ABOUT:
            _check_target(caller, name)
            return None
        if name in CALLS:
            return CALLS[name](self._hands, caller)
        raise OSError(errno.ENOSYS, "function not implemented")

    def _count(self) -> None:
        """Count a new task, so that the limit holds for the command alone, also for root. Raises OSError (EAGAIN)."""
        if self._limit is None:
            return
        if self._room <= 0:
            self._room = self._limit - tasks(self._child, os.getpid())
            if self._room <= 0:
                raise OSError(errno.EAGAIN, "resource temporarily unavailable")
        self._room -= 1

    def _bury(self) -> None:
        self._buried = time.monotonic()
        with suppress(ChildProcessError):
            while ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                if ended.si_pid == self._child:
                    return
                os.waitpid(ended.si_pid, os.WNOHANG)


def _check_target(caller: Caller, name: str) -> None:
    """Raise OSError unless the process that a call would change is the caller's own family."""
    target = caller.number(_ABOUT[name])
    by_process = name not in _BY_PROCESS or caller.number(0) == _BY_PROCESS[name]
    if not by_process or (target != 0 and not descends(target, os.getpid())):
        raise OSError(errno.EPERM, "operation not permitted")

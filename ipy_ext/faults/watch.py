"""Sees every failure of a live shell: events and hooks that add nothing to a cell that goes well."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from IPython.core.error import InputRejected

from ipy_ext.capture import capturing
from ipy_ext.faults.seen import Seen
from ipy_ext.faults.strays import Strays
from ipy_ext.faults.system_calls import SystemCalls


class FaultWatch:
    """Tells ``saw`` of each failure of ``shell``, after the user's own traceback was shown.

    ``went_well`` is told of the code of each cell that ended without one. What runs as an action of ours is left out:
    the runner records that. Nobody's exception handler is replaced, and no traceback is changed.
    """

    def __init__(
        self, shell: Any, saw: Callable[[Seen], None], went_well: Callable[[str], None] = lambda code: None
    ) -> None:
        self._shell = shell
        self._saw = saw
        self._went_well = went_well
        self._calls = SystemCalls(shell, self._call_ended)
        self._strays = Strays(saw)
        self._calls_ended: list[Seen] = []
        self._last: BaseException | None = None
        self.on = False

    def add(self) -> None:
        """Begin to watch."""
        if self.on:
            return
        self.on = True
        self._shell.events.register("pre_run_cell", self._before)
        self._shell.events.register("post_run_cell", self._after)
        self._calls.add()
        self._strays.add()

    def remove(self) -> None:
        """Stop watching, and put everything back."""
        if not self.on:
            return
        self.on = False
        self._shell.events.unregister("pre_run_cell", self._before)
        self._shell.events.unregister("post_run_cell", self._after)
        self._calls.remove()
        self._strays.remove()

    def _before(self, info: Any) -> None:
        self._last = getattr(sys, "last_value", None)
        self._strays.follow_loop()

    def _after(self, result: Any) -> None:
        calls, self._calls_ended = self._calls_ended, []
        if capturing():
            return
        code = getattr(result.info, "raw_cell", "") or ""
        error = result.error_before_exec or result.error_in_exec
        if error is None:
            error = self._shown_only()
        # A cell that runs this one as its own part does not tell of it again.
        self._last = getattr(sys, "last_value", None)
        if error is None and not calls:
            self._went_well(code)
            return
        if error is not None and not _is_no_failure(error):
            self._saw(Seen("cell", code, error))
            return
        for call in calls:
            self._saw(Seen("shell", code, None, call.command, call.exit_code, call.output))

    def _shown_only(self) -> BaseException | None:
        """Return an exception that was shown, though its cell counts as a success: of %run, or of an object's repr."""
        last = getattr(sys, "last_value", None)
        return last if last is not self._last else None

    def _call_ended(self, command: str, exit_code: int, output: str) -> None:
        if exit_code != 0 or output:
            self._calls_ended.append(Seen("shell", "", None, command, exit_code, output))


def _is_no_failure(error: BaseException) -> bool:
    """Tell whether ``error`` is no failure: an interrupt, a cell that was held, an exit that says all is well."""
    if isinstance(error, SystemExit):
        return error.code in (None, 0)
    return isinstance(error, KeyboardInterrupt | InputRejected)

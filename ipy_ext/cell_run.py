"""Carry out ``cell.run``: code in the user's own kernel, with its variables, for the session that proposed it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from ipy_ext.capture import Captured, capture
from ipy_ext.main_thread import await_there, call, loop_is_running, on_main_thread

if TYPE_CHECKING:
    from journeyman.kinds.kind import Result, RunContext
    from journeyman.values import Action

Keep = Callable[[str, Sequence[dict[str, Any]]], None]
"""Told an action's id and what its code displayed, as mime bundles."""


class CellRun:
    """The executor of ``cell.run`` for one shell. ``session`` is the name under which that shell proposes actions.

    ``passing(code)`` lets that code by the guard of the user's own cells while it runs.
    """

    def __init__(
        self,
        shell: Any,
        session: str,
        keep: Keep,
        passing: Callable[[str], AbstractContextManager[Any]] = nullcontext,
    ) -> None:
        self._shell = shell
        self._session = session
        self._keep = keep
        self._passing = passing

    def __call__(self, action: Action, context: RunContext) -> Result:
        """Run the code and report what came of it; code of another session is refused, never run."""
        from journeyman.kinds.kind import Result

        home = action.origin.session
        if home and home != self._session:
            return Result(
                "failed",
                f"this cell belongs to another session ({home}); approve it there, "
                f"or run it here as a new action: %agent run {action.id}",
            )
        code = action.args["code"]
        if not self._is_async(code):
            return call(self._shell, lambda: self._run(action, context, code))
        if on_main_thread():
            if loop_is_running():
                return Result("failed", "code that awaits cannot run inside another cell; approve it with its button")
            return self._run(action, context, code)
        return await_there(self._shell, lambda: self._run_async(action, context, code))

    def _is_async(self, code: str) -> bool:
        # A cell that cannot even be transformed fails when it is run, with the right traceback.
        try:
            return bool(self._shell.should_run_async(code, transformed_cell=self._shell.transform_cell(code)))
        except SyntaxError:
            return False

    def _run(self, action: Action, context: RunContext, code: str) -> Result:
        with self._passing(code), capture(self._shell, context.emit) as captured:
            ran = self._shell.run_cell(code, store_history=False)
        return self._report(action, context, captured, ran.error_before_exec or ran.error_in_exec)

    async def _run_async(self, action: Action, context: RunContext, code: str) -> Result:
        shell = self._shell
        with self._passing(code), capture(shell, context.emit) as captured:
            ran = await shell.run_cell_async(code, transformed_cell=shell.transform_cell(code))
            shell.events.trigger("post_execute")
        return self._report(action, context, captured, ran.error_before_exec or ran.error_in_exec)

    def _report(self, action: Action, context: RunContext, captured: Captured, error: BaseException | None) -> Result:
        from journeyman.faults.judge import judge
        from journeyman.kinds.kind import Result
        from journeyman.kinds.output import bounded, output_limit

        text = captured.text
        output = bounded(text, output_limit(context.settings))
        if len(output) < len(text):
            context.output_path.write_text(text, encoding="utf-8", errors="replace")
        if captured.displays:
            self._keep(action.id, captured.displays)
        if error is None:
            return Result("done", "the cell ran", output=output)
        if isinstance(error, (KeyboardInterrupt, asyncio.CancelledError)):
            return Result("interrupted", "interrupted by the user", output=output)
        message = f"{type(error).__name__}: {error}".splitlines()[0][:300]
        return Result("failed", message, output=output, diagnosis=judge("python.run", "", 1, text)[1])

"""One live IPython shell at work in one workspace."""

from __future__ import annotations

import atexit
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ipy_ext.place import place_of, session_id
from ipy_ext.typed import wants_json

if TYPE_CHECKING:
    from ipy_ext.faults.desk import FaultDesk
    from ipy_ext.faults.seen import Seen
    from ipy_ext.guard import Answered, Guard
    from ipy_ext.notebook import Notebook
    from ipy_ext.terminal import Terminal
    from journeyman.services import Services
    from journeyman.values import Decision, Fault


class Session:
    """Opens the workspace on first use, and hands lines to the front end that fits the place."""

    def __init__(self, shell: Any, start: str) -> None:
        self.shell = shell
        self.id = session_id(shell)
        self._start = start
        self._services: Services | None = None
        self._notebook: Notebook | None = None
        self._terminal: Terminal | None = None

    def carry_out(self, line: str) -> Any:
        """Carry out one line and return what to display: a card, or an answer; expected errors are an answer too."""
        from ipy_ext.answer import JsonAnswer
        from journeyman.commands.boundary import failure
        from journeyman.errors import JourneymanError

        try:
            services = self.services
        except JourneymanError as error:
            return failure(error)
        place = place_of(self.shell)
        if place in ("terminal", "pipe"):
            return self._at_terminal(services).carry_out(line, asks=place == "terminal", as_json=wants_json(line))
        answer = self._in_notebook(services).carry_out(line, cards=place == "card")
        return JsonAnswer(answer) if wants_json(line) else answer

    @property
    def services(self) -> Services:
        """The rooms of the workspace. Raises JourneymanError when it cannot be opened."""
        if self._services is None:
            from ipy_ext.cell_run import CellRun
            from journeyman.services import open_services

            executor = CellRun(self.shell, self.id, self._keep, self.guard.passing)
            self._services = open_services(self._start, {"cell.run": executor})
            atexit.register(self.close)
        return self._services

    @cached_property
    def guard(self) -> Guard:
        """Judges the user's own cells, once it is switched on."""
        from ipy_ext.guard import Guard

        return Guard(self.shell, self._decide, self._propose)

    @cached_property
    def desk(self) -> FaultDesk:
        """Takes in what fails in the user's own cells."""
        from ipy_ext.faults.desk import FaultDesk

        return FaultDesk(self.shell, lambda: self.services, self._show_fault)

    def _show_fault(self, fault: Fault, seen: Seen) -> None:
        from ipy_ext.faults import plain
        from ipy_ext.faults.frames import frames_of

        services = self.services
        fixes = services.repairer.fixes(fault)
        breaks_down = seen.error is not None and services.store.get("debug", False)
        frames = frames_of(seen.error, services.redactor.text) if breaks_down and seen.error else ()
        shown = plain.shown(services, fault, fixes, frames)
        place = place_of(self.shell)
        if place == "card":
            self._in_notebook(services).show_fault(shown)
        elif place == "text":
            self.shell.display_pub.publish({"text/plain": shown.result.text, "text/html": shown.html})
        else:
            from ipy_ext.answer import Answer

            Answer(shown.result).show()

    def _decide(self, code: str) -> Decision:
        from journeyman.values import Action, Origin

        front_end = "terminal" if getattr(self.shell, "kernel", None) is None else "notebook"
        action = Action("cell.run", {"code": code}, origin=Origin("user", front_end, self.id))
        return self.services.runner.decide(action)

    def _propose(self, code: str) -> Answered:
        from IPython.display import display

        publish: Any = display
        answer = self.carry_out(f"queue add --cell {code}")
        publish(answer)
        plan = getattr(answer, "data", {}).get("plan", {})
        said = {step["status"] for step in plan.get("steps", ())}
        if said & {"cancelled", "rejected"}:
            return "no"
        if said & {"failed", "timeout", "interrupted"}:
            return "failed"
        return "done" if said == {"done"} else "waits"

    def close(self) -> None:
        """Take cards and threads away and close the store; safe to call twice."""
        atexit.unregister(self.close)
        self.guard.switch(False)
        if self._notebook is not None:
            self._notebook.close()
        if self._services is not None:
            self._services.close()
        self._notebook = self._terminal = self._services = None

    def _in_notebook(self, services: Services) -> Notebook:
        if self._notebook is None:
            from ipy_ext.notebook import Notebook

            self._notebook = Notebook(self.shell, services, self.id, self.guard.switch)
        return self._notebook

    def _at_terminal(self, services: Services) -> Terminal:
        if self._terminal is None:
            from ipy_ext.terminal import Terminal

            self._terminal = Terminal(services, self.id, self.guard.switch)
        return self._terminal

    def _keep(self, action_id: str, displays: Any) -> None:
        if self._notebook is not None:
            self._notebook.keep(action_id, displays)

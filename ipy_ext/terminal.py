"""Terminal IPython: text in colours, and a prompt where something must be asked."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from ipy_ext.answer import Answer
from ipy_ext.elsewhere import Elsewhere
from journeyman.commands.approving import run_approved
from journeyman.commands.boundary import run_line
from journeyman.commands.frontend import Frontend
from journeyman.commands.result import say
from journeyman.commands.terminal import show_step
from journeyman.gate.approver import NoApprover, PromptApprover

if TYPE_CHECKING:
    from ipy_ext.guard import Switch
    from journeyman.services import Services

_PLANNING = ("plan", "queue")
_CHOICES = {
    **dict.fromkeys(("y", "yes"), ("approve plan",)),
    **dict.fromkeys(("s", "step", "steps"), ("run",)),
    **dict.fromkeys(("n", "no"), ("cancel",)),
    **dict.fromkeys(("", "l", "later"), ()),
}


class Terminal:
    """The front end of a shell without a kernel."""

    def __init__(self, services: Services, session: str, guard: Switch | None = None) -> None:
        self._services = services
        self._session = session
        self._guard = guard
        self._elsewhere = Elsewhere(services, session)

    def carry_out(self, line: str, *, asks: bool, as_json: bool = False) -> Answer:
        """Carry out one line; with ``asks`` a person sits there: questions are asked, and a new plan is offered to run.

        What was approved elsewhere and can only run here runs first. An interrupt ends what runs, and is not raised.
        """
        frontend = self._frontend(asks and not as_json)
        try:
            for approval in self._elsewhere.find():
                Answer(run_approved(self._services, frontend, approval)).show()
            answer = Answer(run_line(self._services, frontend, line), as_json=as_json)
            self._elsewhere.answered_here(answer.result)
            if not asks or as_json or answer.result.card != "plan" or line.split(maxsplit=1)[0] not in _PLANNING:
                return answer
            answer.show()
            return self._offer(frontend, answer)
        except KeyboardInterrupt:
            return Answer(say("stopped", "warn", 1))

    def _frontend(self, asks: bool) -> Frontend:
        # Bound now: while a cell runs, sys.stdout stands for what that cell prints.
        write = sys.stdout

        def emit(text: str) -> None:
            write.write(text)
            write.flush()

        approver = PromptApprover(_read) if asks else NoApprover()
        if not asks:
            return Frontend("terminal", approver, self._session, "%agent", guard=self._guard)
        return Frontend("terminal", approver, self._session, "%agent", show_step, emit, self._guard)

    def _offer(self, frontend: Frontend, planned: Answer) -> Answer:
        plan_id = planned.data["plan"]["id"]
        steps = planned.data["plan"]["steps"]
        refused = all(step.get("decision", {}).get("verdict") == "deny" for step in steps)
        chosen = "" if refused else choose(_read)
        if not chosen:
            return planned
        return Answer(run_line(self._services, frontend, f"{chosen} {plan_id}"))


def choose(read: Callable[[str], str]) -> str:
    """Ask what to do with a new plan; return the verb, or "" for later."""
    while True:
        try:
            typed = read("Run it? [y]es, approve all   [s]tep by step   [n]o, cancel it   Enter = later: ")
        except EOFError:
            return ""
        found = _CHOICES.get(typed.strip().lower())
        if found is not None:
            return found[0] if found else ""
        print("please answer y, s or n, or press Enter to decide later")  # noqa: T201 - a conversation at a prompt


def _read(prompt: str) -> str:
    """Read one line; Ctrl-C at a question means later, as the end of input does."""
    try:
        return input(prompt)
    except KeyboardInterrupt:
        raise EOFError from None

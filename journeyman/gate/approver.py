"""The approver seam: who is asked while the front end waits. None leaves the question pending."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, Protocol

from journeyman.values import Action, Approval, Decision

Answer = Literal["approved", "rejected"]


class Approver(Protocol):
    """Somebody who may answer at once."""

    def ask(self, approval: Approval, action: Action, decision: Decision) -> Answer | None:
        """Return the answer, or None to leave the question pending (the durable record waits)."""
        ...


class NoApprover:
    """Nobody is there: every question stays pending."""

    def ask(self, approval: Approval, action: Action, decision: Decision) -> Answer | None:
        """Return None."""
        return None


class ScriptedApprover:
    """Answers from a list, in order, and remembers what it was asked; pending when the list is used up."""

    def __init__(self, answers: Iterable[Answer | None]) -> None:
        self._answers = iter(answers)
        self.asked: list[tuple[Approval, Action, Decision]] = []

    def ask(self, approval: Approval, action: Action, decision: Decision) -> Answer | None:
        """Return the next answer."""
        self.asked.append((approval, action, decision))
        return next(self._answers, None)


class PromptApprover:
    """Asks at a terminal: y, n, or Enter for later. End of input leaves the question pending."""

    def __init__(self, read: Callable[[str], str] = input, write: Callable[[str], None] = print) -> None:
        self._read = read
        self._write = write

    def ask(self, approval: Approval, action: Action, decision: Decision) -> Answer | None:
        """Show the action's reasons and ask until the answer is one of yes, no and later."""
        self._write(f"{action.kind}: {decision.signature} ({decision.level})")
        for reason in decision.reasons:
            self._write(f"  - {reason}")
        while True:
            try:
                answer = self._read("Run it? [y]es, [n]o, Enter = later: ").strip().lower()
            except EOFError:
                return None
            if answer in {"y", "yes"}:
                return "approved"
            if answer in {"n", "no"}:
                return "rejected"
            if answer in {"", "l", "later"}:
                return None
            self._write("please answer y or n, or press Enter to decide later")

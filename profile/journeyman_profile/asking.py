"""Ask the user at the terminal, remember the answer for exactly one block, and for no other."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from journeyman.errors import JourneymanError
from journeyman.values import Action, Decision, Outcome
from journeyman_profile import words
from journeyman_profile.door import Answer, Door

Read = Callable[[str], str]
_ANSWERS = {"y": "approved", "yes": "approved", "n": "rejected", "no": "rejected"}


@dataclass(frozen=True, slots=True)
class Question:
    """A block that waits for the user's word, and the durable approval that will carry it."""

    action: Action
    decision: Decision
    approval_id: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What is known of a block when it is about to run.

    ``action`` is the one that was asked about (the stored one, whose id everything is recorded under).
    ``approval_id`` with ``answer`` is the user's word for it. ``outcome`` is set when nothing is left to run.
    """

    action: Action
    approval_id: str = ""
    answer: Answer | None = None
    outcome: Outcome | None = None


class Asker:
    """Holds at most one question, and at most one answer, bound to the content hash of its block."""

    def __init__(self, door: Door, can_ask: Callable[[], bool]) -> None:
        self._door = door
        self._can_ask = can_ask
        self._question: Question | None = None
        self._settled: Settled | None = None

    @property
    def waiting(self) -> bool:
        """True while Open Interpreter shall put its question: the user must decide, and can."""
        return self._question is not None

    def consider(self, action: Action) -> None:
        """Open a question about ``action`` when the gate wants one and somebody is there to answer.

        An answer that was given elsewhere (in a notebook, by the command) is taken instead.
        """
        self.forget()
        if granted := self._door.granted(action):
            self._settled = Settled(*granted, "approved")
            return
        if not self._can_ask():
            return
        decision = self._door.decide(action)
        if decision.verdict != "ask":
            return
        outcome = self._door.do(action)
        if outcome.status == "pending":
            self._question = Question(action, decision, outcome.approval_id)
        else:
            # It became allowed or forbidden in the meantime; what has run must not run again.
            self._settled = Settled(action, outcome=outcome)

    def close(self) -> None:
        """Close the question, and keep its answer for the block that runs now."""
        self._question = None

    def forget(self) -> None:
        """Close the question and drop an answer that no block has used."""
        self._question = None
        self._settled = None

    def ask(self, read: Read) -> str:
        """Show the question, read the answer and return what Open Interpreter understands: y, n or e.

        At the end of input the approval stays pending and the answer is n.
        """
        question = self._question
        if question is None:
            raise RuntimeError("there is no question to ask")
        print(words.question(question.action, question.decision, question.approval_id), flush=True)  # noqa: T201 - a prompt
        try:
            word = _choose(read, "  Run it? (y)es, (n)o, (e)dit\n  ", {**_ANSWERS, "e": "", "edit": ""})
        except EOFError:
            return "n"
        if word[0] == "y":
            self._settled = Settled(question.action, question.approval_id, "approved")
            return "y"
        try:
            if word[0] == "n":
                self._door.answer(question.approval_id, "rejected")
            else:
                self._door.withdraw(question.approval_id)
        except JourneymanError as error:  # answered elsewhere meanwhile, or expired
            print(f"  {error}", flush=True)  # noqa: T201 - a prompt
        return word[0]

    def settle(self, action: Action, read: Read) -> Settled:
        """Return the user's word for ``action``, used up by this; ask in place when it was never asked about.

        That happens to a block that was edited after the question, and to one that no model proposed.
        """
        settled = self._settled
        if settled is not None and settled.action.content_hash == action.content_hash:
            self.forget()
            return settled
        self.consider(action)
        question, settled = self._question, self._settled
        self.forget()
        if question is None:
            return settled or Settled(action)
        print("\n" + words.question(action, question.decision, question.approval_id), flush=True)  # noqa: T201 - a prompt
        try:
            # A line of its own: the screen may be held by a live display that shows whole lines only.
            print("  Run it? (y)es, (n)o", flush=True)  # noqa: T201 - a prompt
            word = _choose(read, "", _ANSWERS)
        except EOFError:
            return Settled(action)
        return Settled(action, question.approval_id, "approved" if word[0] == "y" else "rejected")


def terminal_is_there(interpreter: Any) -> Callable[[], bool]:
    """Return a function that tells whether a person sits at this very process and can answer now."""

    def check() -> bool:
        return (
            not hasattr(interpreter, "server")
            and threading.current_thread() is threading.main_thread()
            and sys.stdin.isatty()
            and (sys.__stdout__ or sys.stdout).isatty()
        )

    return check


def _choose(read: Read, prompt: str, allowed: dict[str, Any]) -> str:
    while (word := read(prompt).strip().lower()) not in allowed:
        print("  Please answer with one of: " + ", ".join(sorted(allowed)), flush=True)  # noqa: T201 - a prompt
    return word

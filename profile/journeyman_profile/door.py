"""The seam to Journeyman's core: all that this front end asks of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, Protocol

from journeyman.kinds.kind import Result, RunContext
from journeyman.values import Action, Decision, Outcome

Answer = Literal["approved", "rejected"]
OnOutput = Callable[[str], None]
"""Receives output as it arrives, already redacted, on the thread that runs the action."""

Executor = Callable[[Action, RunContext], Result]
"""Carries out an ``oi.code`` action in this process; the door calls it once the gate has let it through."""

Executors = Mapping[str, Executor]
"""Executors by the name of the kind that they serve."""


def silent(text: str) -> None:
    """Ignore output."""


Granted = tuple[Action, str]
"""The stored action and the id of its approval."""


class Door(Protocol):
    """Decide, do, answer, and the verbs: what the core offers to a front end."""

    def decide(self, action: Action) -> Decision:
        """Say what the gate would answer, without recording anything."""
        ...

    def do(self, action: Action, on_output: OnOutput = silent) -> Outcome:
        """Decide and, when allowed, run. Returns at once with status ``pending`` when a person must be asked."""
        ...

    def answer(self, approval_id: str, answer: Answer, on_output: OnOutput = silent) -> Outcome:
        """Record the user's answer, unless it was given already; when it is ``approved``, run the stored action."""
        ...

    def granted(self, action: Action) -> Granted | None:
        """Return the unused approval that the user gave elsewhere for exactly this block of this session."""
        ...

    def withdraw(self, approval_id: str) -> None:
        """Take a question back that the user answered by changing the block: no evidence either way."""
        ...

    def interrupt(self, action_id: str) -> None:
        """Stop the processes of a running action; harmless when it runs no more."""
        ...

    def verb(self, line: str) -> str:
        """Run ``%agent LINE`` and return its text. User's mistakes come back as one line of text."""
        ...

    def redact(self, text: str) -> str:
        """Return ``text`` without secrets."""
        ...

    def initialized(self) -> bool:
        """Tell whether this workspace has been set up."""
        ...

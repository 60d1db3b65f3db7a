"""The in-memory twin of the door: remembers everything, writes nothing, runs only what executors are given for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from journeyman.errors import NotFound
from journeyman.kinds.kind import Result, RunContext
from journeyman.values import Action, Decision, Outcome, Verdict, new_id
from journeyman_profile.door import Answer, Executors, Granted, OnOutput, silent

Policy = Callable[[Action], Verdict]


def ask_always(action: Action) -> Verdict:
    """Ask for everything."""
    return "ask"


@dataclass(slots=True)
class MemoryDoor:
    """A door whose gate is the function ``policy``; ``outcomes`` and ``verbs`` tell what happened."""

    policy: Policy = ask_always
    executors: Executors = field(default_factory=dict)
    secret: str = ""
    outcomes: list[Outcome] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)
    interrupted: list[str] = field(default_factory=list)
    waiting: dict[str, Action] = field(default_factory=dict)
    approved_elsewhere: dict[str, Granted] = field(default_factory=dict)
    ready: bool = True

    def decide(self, action: Action) -> Decision:
        """Apply the policy."""
        return Decision(action.id, self.policy(action), "kernel", action.kind, reasons=("the policy says so",))

    def do(self, action: Action, on_output: OnOutput = silent) -> Outcome:
        """Apply the policy, and run or remember."""
        self.actions.append(action)
        verdict = self.policy(action)
        if verdict == "allow":
            return self._run(action, on_output)
        if verdict == "deny":
            return self._note(Outcome(action.id, "denied", "denied: the policy says so"))
        approval_id = new_id("q")
        self.waiting[approval_id] = action
        message = f"needs approval: the policy says so. approve with: %agent approve {approval_id}"
        return self._note(Outcome(action.id, "pending", message, approval_id=approval_id))

    def answer(self, approval_id: str, answer: Answer, on_output: OnOutput = silent) -> Outcome:
        """Use a waiting approval up."""
        if approval_id not in self.waiting:
            raise NotFound(f"no approval {approval_id} waits")
        action = self.waiting.pop(approval_id)
        if answer == "rejected":
            return self._note(Outcome(action.id, "rejected", "rejected by the user", approval_id=approval_id))
        return self._run(action, on_output)

    def granted(self, action: Action) -> Granted | None:
        """Return what the test approved elsewhere."""
        return self.approved_elsewhere.pop(action.content_hash, None)

    def withdraw(self, approval_id: str) -> None:
        """Forget a waiting approval."""
        self.waiting.pop(approval_id, None)

    def interrupt(self, action_id: str) -> None:
        """Remember that it was asked for."""
        self.interrupted.append(action_id)

    def verb(self, line: str) -> str:
        """Remember the line."""
        self.verbs.append(line)
        return f"did {line}"

    def redact(self, text: str) -> str:
        """Blank out the one secret it knows."""
        return text.replace(self.secret, "***") if self.secret else text

    def initialized(self) -> bool:
        """Return what the test says."""
        return self.ready

    def _run(self, action: Action, on_output: OnOutput) -> Outcome:
        executor = self.executors.get(action.kind)
        result = (
            executor(action, context(on_output))
            if executor
            else Result("done", "done", 0, f"ran {dict(action.args)}\n")
        )
        if not executor:
            on_output(result.output)
        return self._note(Outcome(action.id, result.status, result.message, result.exit_code, result.output))

    def _note(self, outcome: Outcome) -> Outcome:
        self.outcomes.append(outcome)
        return outcome


class _Nothing:
    """Stands where an executor of this front end never looks."""


def context(on_output: OnOutput) -> RunContext:
    """Return a context in which an executor of this front end can run: it uses `emit` alone."""
    nothing: object = _Nothing()
    return RunContext(nothing, {}, nothing, nothing, Path("unused"), emit=on_output)  # type: ignore[arg-type]  # an executor of this front end uses emit alone

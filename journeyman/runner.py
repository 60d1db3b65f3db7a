"""The one door: every action of every front end goes through :meth:`Runner.do`."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from journeyman.errors import JourneymanError, KindError
from journeyman.gate import Approvals, Gate, trust
from journeyman.gate.verification import mismatches
from journeyman.journal import Journal, printable
from journeyman.kinds.kind import Context, Kind, Result, RunContext
from journeyman.kinds.validate import validate
from journeyman.runner_retrying import Retrying
from journeyman.runner_secrets import SecretKeeper
from journeyman.sandbox import Processes
from journeyman.store import Store
from journeyman.store.owner import this_owner
from journeyman.store.protocol import EvidenceUpdate
from journeyman.undo import Checkpoints
from journeyman.values import Action, Checkpoint, Decision, Event, EventLevel, Json, Outcome, Prediction, new_id
from journeyman.workspace import Workspace

if TYPE_CHECKING:
    from journeyman.faults.diagnoser import Diagnoser

Executor = Callable[[Action, RunContext], Result]
"""How a front end carries out a kind that only it can (``cell.run``, ``oi.code``)."""


@dataclass(frozen=True, slots=True)
class Runner:
    """Decides, asks, checkpoints, runs, verifies and records one action at a time; holds no state of its own."""

    workspace: Workspace
    settings: Mapping[str, Json]
    store: Store
    gate: Gate
    approvals: Approvals
    kinds: Mapping[str, Kind]
    undo: Checkpoints
    journal: Journal
    processes: Processes
    secrets: SecretKeeper
    executors: dict[str, Executor] = field(default_factory=dict)
    clock: Callable[[], float] = time.time
    retrying: Retrying | None = None
    own_failures: Callable[[], Diagnoser | None] = lambda: None
    _outputs: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_outputs", str(self.workspace.outputs))

    def do(
        self,
        action: Action,
        approval_id: str = "",
        emit: Callable[[str], None] | None = None,
        overlay: Mapping[str, str] | None = None,
    ) -> Outcome:
        """Carry out ``action`` if the gate allows it or a person approved exactly this; record whatever happens.

        Returns at once with status ``pending`` (and the approval's id) when a person must be asked, and ``denied``
        when the gate refuses. ``emit`` gets output as it arrives, redacted. ``overlay``: see :class:`Context`.
        Expected failures become outcomes; a fault of our own is recorded, then raised.
        """
        decision = self.decide(action, overlay)
        if decision.verdict == "deny":
            return self._refuse(action, decision)
        if decision.verdict == "ask" and not approval_id:
            return self._ask(action, decision)
        started = self.clock()
        if not self.store.begin_action(action, decision, started, this_owner(), approval_id):
            return self._ask(action, decision, "it changed since it was approved, or the approval has expired")
        before = after = None
        try:
            if decision.paths is None or decision.paths:
                before = self.undo.before(decision.paths, action.id)
            elif self._unheld(action):
                before = self.undo.before(None, action.id)
            result = self._run(action, decision, emit)
        except KeyboardInterrupt:
            self.processes.stop(action.id)
            result = Result("interrupted", "stopped by the user")
        except (JourneymanError, OSError) as error:
            result = Result("failed", str(error) or type(error).__name__)
        except BaseException as error:
            result = Result("failed", f"internal error: {type(error).__name__}: {error}")
            self._finish(action, decision, result, after, started, approval_id)
            raise
        if result.status == "failed":
            result = self._by_own_rules(action, result)
        if before is not None:
            after = self.undo.after(before, action.id)
            result = self._verified(decision, result, after)
        elif result.status == "done" and hasattr(self.kinds[action.kind], "invert"):
            after = Checkpoint(new_id("c"), action.id, self.clock(), ())
            self.store.add_checkpoint(after)
        return self._finish(action, decision, result, after, started, approval_id)

    def reject(self, action: Action, decision: Decision, approval_id: str, front_end: str) -> Outcome:
        """Record that a person rejected ``action``: as evidence, in the journal, and with its secrets scrubbed."""
        self.approvals.answer(approval_id, "rejected", front_end)
        event = self._event(action, decision, "rejected", "rejected by the user", "warning")
        self.journal.publish(self.store.note_action(self.secrets.scrub(action) or action, decision, "rejected", event))
        self.forget_secrets(action)
        return Outcome(action.id, "rejected", event.message, approval_id=approval_id)

    def forget_secrets(self, action: Action) -> None:
        """Scrub the secrets of an action that will not run (any more) from the store."""
        scrubbed = self.secrets.scrub(action)
        if scrubbed is not None:
            self.store.scrub(scrubbed)

    def decide(self, action: Action, overlay: Mapping[str, str] | None = None) -> Decision:
        """Return the gate's decision without doing or recording anything."""
        kind = self.kinds.get(action.kind)

        def predict() -> Prediction:
            if kind is None:
                raise KindError(f"unknown kind {action.kind!r}; known: {', '.join(sorted(self.kinds))}")
            validate(kind, action.args)
            return kind.predict(action, Context(self.workspace, self.settings, overlay or {}))

        decision = self.gate.decide(action, predict, confinable=getattr(kind, "confinement", "") != "none")
        return self.secrets.clean_decision(action, decision)

    def _run(self, action: Action, decision: Decision, emit: Callable[[str], None] | None) -> Result:
        resolved = self.secrets.resolve(action)

        def once() -> Result:
            if emit is None:
                return self.kinds[action.kind].run(resolved, self.context(action.id, decision))
            stream = self.secrets.stream(emit)
            try:
                return self.kinds[action.kind].run(resolved, self.context(action.id, decision, stream.feed))
            finally:
                stream.flush()

        return once() if self.retrying is None else self.retrying.run(once, action, decision, emit)

    def _by_own_rules(self, action: Action, result: Result) -> Result:
        """Return ``result`` with what the user's own descriptions say of it, where one fits."""
        own = self.own_failures()
        if own is None:
            return result
        from journeyman.faults.case import Case
        from journeyman.faults.diagnosers import by_own

        command = str(action.args.get("command", ""))
        known = by_own(Case("shell", command, result.exit_code, result.output or result.message), own)
        return result if known is None else replace(result, diagnosis=known)

    def _unheld(self, action: Action) -> bool:
        """Return whether a process that should only read could write here: then a scan must show that it did not."""
        starts: bool = getattr(self.kinds[action.kind], "starts", False)
        return starts and not self.processes.capability.fs

    def _verified(self, decision: Decision, result: Result, after: Checkpoint | None) -> Result:
        """Return ``result`` with what the prediction did not foresee, when a scan of the whole tree can tell."""
        if result.status != "done" or decision.paths:
            return result
        refused = result.data.get("refused_hosts", ())
        found = mismatches(decision.effects, after.changes if after else (), str(self.workspace.root), refused)
        if not found:
            return result
        message = f"{result.message}; not as predicted: {', '.join(found)}"
        return replace(result, message=message, data={**result.data, "mismatch": list(found)})

    def context(
        self, action_id: str, decision: Decision | None = None, emit: Callable[[str], None] = lambda text: None
    ) -> RunContext:
        """Return what a kind needs to carry out the action that ``decision`` is about."""
        return RunContext(
            self.workspace,
            self.settings,
            self.processes,
            self.store,
            self._output_file(action_id),
            decision.network if decision else False,
            decision.confined if decision else True,
            emit,
            self.executors,
            decision.hosts if decision else None,
            decision.credentials if decision else (),
            decision is None or decision.level != "read",
        )

    def _output_file(self, action_id: str) -> str:
        return f"{self._outputs}{os.sep}{action_id}.txt"

    def _refuse(self, action: Action, decision: Decision) -> Outcome:
        message = "denied: " + "; ".join(decision.reasons)
        event = self._event(action, decision, "denied", message, "warning")
        self.journal.publish(self.store.note_action(self.secrets.scrub(action) or action, decision, "denied", event))
        self.forget_secrets(action)
        return Outcome(action.id, "denied", event.message)

    def _ask(self, action: Action, decision: Decision, note: str = "") -> Outcome:
        if decision.verdict != "ask":
            decision = replace(decision, verdict="ask", reasons=(note, *decision.reasons))
        message = "; ".join((note, *decision.reasons) if note else decision.reasons)
        event = self._event(action, decision, "pending", message, "info")
        self.journal.publish(self.store.note_action(action, decision, "pending", event))
        approval = self.approvals.request(action, decision)
        how = f"approve with: %agent approve {approval.id}  (or: journeyman approve {approval.id})"
        return Outcome(action.id, "pending", f"needs approval: {event.message}. {how}", approval_id=approval.id)

    def _finish(
        self,
        action: Action,
        decision: Decision,
        result: Result,
        checkpoint: Checkpoint | None,
        started: float,
        approval_id: str,
    ) -> Outcome:
        now = self.clock()
        text = self.journal.redactor.text
        outcome = Outcome(
            action.id,
            result.status,
            printable(text(result.message)),
            result.exit_code,
            text(result.output) if result.output else "",
            self.secrets.clean_file(self._output_file(action.id)),
            now - started,
            tuple(change.path for change in checkpoint.changes)
            if checkpoint
            else tuple(result.data.get("changed", ())),
            self.secrets.clean_diagnosis(result.diagnosis),
            approval_id,
            checkpoint.id if checkpoint else "",
            self.journal.redactor.value(result.data) if result.data else {},
        )
        level: EventLevel = "error" if not outcome.ok else "warning" if outcome.data.get("mismatch") else "info"
        event = self._event(action, decision, outcome.status, outcome.message, level, outcome.duration)
        update = self._credit(action, decision, outcome, bool(approval_id), now)
        self.journal.publish(
            self.store.finish_action(
                outcome,
                event,
                (decision.signature, action.origin.proposer, action.kind),
                update,
                outcome.ok and update is not None and not outcome.data.get("mismatch"),
                self.secrets.scrub(action),
            )
        )
        return outcome

    def _credit(
        self, action: Action, decision: Decision, outcome: Outcome, asked: bool, now: float
    ) -> EvidenceUpdate | None:
        if outcome.status == "interrupted" or decision.level == "read":
            return None
        numbers = self.gate.policy.trust
        if outcome.ok and not outcome.data.get("mismatch"):
            return trust.credit_success(now, numbers, asked=asked, basis=decision.basis)
        return trust.credit_failure(now, numbers, asked=asked, basis=decision.basis)

    def _event(
        self,
        action: Action,
        decision: Decision,
        status: str,
        message: str,
        level: EventLevel,
        seconds: float | None = None,
    ) -> Event:
        data: dict[str, Json] = {
            "verdict": decision.verdict,
            "level": decision.level,
            "signature": decision.signature,
            "hash": decision.bound_hash,
            "origin": action.origin.proposer,
        }
        if seconds is not None:
            data["seconds"] = round(seconds, 6)
        # Every text in here has been redacted already: the decision in decide(), the message by the caller.
        text, plan_id = printable(message), action.plan_id or ""
        return Event(f"action.{status}", self.clock(), text, level, action.id, plan_id, action.kind, data)

"""What a plan does about a step that failed, before it stops: safe fixes that need no question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from journeyman.errors import NotFound
from journeyman.gate.approver import NoApprover
from journeyman.recovery.repair import Repairer
from journeyman.values import Action, Origin, Outcome

AGENT = "agent"
"""The proposer of fixes that are tried unasked; what they earn is kept apart from what a person proposes."""


@dataclass(frozen=True, slots=True)
class Mending:
    """Repairs a failed step where that needs nobody."""

    repairer: Repairer

    def __call__(
        self, action: Action, outcome: Outcome, emit: Callable[[str], None] | None = None
    ) -> tuple[Action, Outcome]:
        """Return what was done in the end in place of ``action``, and its outcome; both unchanged if not repaired."""
        try:
            fault = self.repairer.log.find(action.id)
        except NotFound:
            return action, outcome
        origin = Origin(AGENT, action.origin.front_end, action.origin.session)
        told = (lambda text: emit(f"▶ {text}\n")) if emit is not None else (lambda text: None)
        done = self.repairer.repair(fault, NoApprover(), origin, emit=emit, notice=told, unasked=True)
        if done.status != "fixed" or done.action is None or done.outcome is None:
            return action, outcome
        fixes = "; ".join(str(each.fix) for each in done.tries)
        return done.action, replace(done.outcome, message=f"{done.outcome.message} (repaired first: {fixes})")

"""Carry out one action through the door, and ask who sits there when the gate wants a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from journeyman.gate import Approver
from journeyman.runner import Runner
from journeyman.values import Action, Outcome


def do_asking(
    runner: Runner,
    approver: Approver,
    action: Action,
    emit: Callable[[str], None] | None = None,
    overlay: Mapping[str, str] | None = None,
    *,
    approval_id: str = "",
    approved_hash: str = "",
) -> Outcome:
    """Return what came of ``action``; ``pending`` when nobody answers at once.

    ``approved_hash`` is the bound hash under which it was approved ahead (a plan's approval); *floor* is asked still.
    """
    outcome = runner.do(action, approval_id, emit, overlay)
    approval = runner.store.approval(outcome.approval_id) if outcome.status == "pending" else None
    if approval is None:
        return outcome
    decision = runner.decide(action, overlay)
    if decision.level != "floor" and approved_hash == approval.bound_hash:
        runner.approvals.answer(approval.id, "approved", front_end="plan approval")
        return runner.do(action, approval.id, emit, overlay)
    answer = approver.ask(approval, action, decision)
    if answer is None:
        return outcome
    if answer == "rejected":
        return runner.reject(action, decision, approval.id, action.origin.front_end)
    runner.approvals.answer(approval.id, "approved", front_end=action.origin.front_end)
    return runner.do(action, approval.id, emit, overlay)

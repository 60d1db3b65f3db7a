"""``approve`` and ``reject``: answer the durable question, and run exactly what was approved."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

from journeyman.commands.frontend import Frontend
from journeyman.commands.records import keep_plan_notebook
from journeyman.commands.result import Result, Text, counted, say
from journeyman.commands.running import run_plan
from journeyman.commands.views import outcome_blocks, outcome_result, plan_data
from journeyman.errors import NotFound, UsageError
from journeyman.store.protocol import ActionRecord
from journeyman.values import EXIT_CODES, Approval

if TYPE_CHECKING:
    from journeyman.services import Services


def approve(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Approve one question (and run its action, then the rest of its running plan), or a whole plan."""
    if args.id == "plan":
        return _approve_plan(services, frontend, args)
    if args.wait:
        return _wait(services, frontend, args)
    approval = _find(services, args.id or "")
    approval = services.approvals.answer(approval.id, "approved", frontend.name)
    if args.no_run:
        return say(f"approved {approval.id}; run it with: {frontend.magic} run", "good", approval=approval.to_dict())
    return run_approved(services, frontend, approval)


def reject(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Reject one question; that is recorded as evidence, and its plan stops there."""
    approval = _find(services, args.id or "")
    record = _action(services, approval)
    decision = record.decision or services.runner.decide(record.action)
    outcome = services.runner.reject(record.action, decision, approval.id, frontend.name)
    step = services.store.step_of(approval.action_id)
    if step is not None:
        services.store.set_step(step.plan_id, step.position, "rejected", outcome.message)
        keep_plan_notebook(services, services.queue.settle(step.plan_id, "rejected"))
    message = f"rejected {record.action.kind} ({approval.action_id}); it will not run"
    return say(message, "good", approval=approval.id, outcome=outcome.to_dict())


def run_approved(services: Services, frontend: Frontend, approval: Approval) -> Result:
    """Run the action that ``approval`` (already answered with yes) is about, then the rest of its running plan."""
    record = _action(services, approval)
    if services.queue.belongs_elsewhere(record.action, frontend.session):
        return say(
            f"approved {approval.id}; it runs in the session that proposed it", "good", approval=approval.to_dict()
        )
    step = services.store.step_of(approval.action_id)
    if step is None:
        return outcome_result(services.runner.do(record.action, approval.id, frontend.emit))
    plan = services.queue.find(step.plan_id)
    outcome = services.queue.run_step(step, frontend.approver, frontend.on_step, frontend.emit, approval.id)
    if outcome.ok and plan.running:
        rest = run_plan(services, frontend, plan.id)
        blocks = (*outcome_blocks(step, outcome), *rest.blocks)
        return Result(blocks, {**rest.data, "outcome": outcome.to_dict()}, rest.exit_code, rest.card)
    left = services.queue.settle(plan.id, outcome.status)
    keep_plan_notebook(services, left)
    result = outcome_result(outcome, step)
    return Result(result.blocks, {**result.data, "plan": plan_data(services, left)}, result.exit_code, result.card)


def _approve_plan(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    record, covered = services.queue.approve_plan(args.plan or "")
    steps = counted(covered, "step")
    line = Text(f"approved {steps} of plan {record.id}; floor steps are still asked one by one", "good")
    if args.no_run:
        return Result((line,), {"plan": plan_data(services, record)})
    ran = run_plan(services, frontend, record.id)
    return Result((line, *ran.blocks), ran.data, ran.exit_code, ran.card)


def _wait(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    approval = _find(services, args.id or "")
    deadline = time.monotonic() + args.wait
    while time.monotonic() < deadline:
        found = services.store.approval(approval.id)
        if found is None or found.status != "pending":
            status = found.status if found else "withdrawn"
            code = 0 if status in ("approved", "used") else EXIT_CODES["rejected"]
            return say(f"approval {approval.id} was answered: {status}", exit_code=code, status=status)
        time.sleep(0.05)
    return say(f"approval {approval.id} still waits after {args.wait:g} s", "warn", EXIT_CODES["pending"])


def _find(services: Services, wanted: str) -> Approval:
    services.approvals.expire()
    if wanted:
        approval = services.store.approval(wanted)
        if approval is None:
            raise NotFound(f"nothing waits under {wanted}; `status` lists what does")
        return approval
    waiting = services.store.approvals(status="pending")
    if not waiting:
        raise NotFound("nothing waits for approval")
    if len(waiting) > 1:
        listed = ", ".join(found.id for found in waiting[:5])
        raise UsageError(f"{len(waiting)} approvals wait ({listed}); say which")
    return waiting[0]


def _action(services: Services, approval: Approval) -> ActionRecord:
    record = services.store.action(approval.action_id)
    if record is None:
        raise NotFound(f"the action {approval.action_id} of approval {approval.id} is not in the store")
    return record

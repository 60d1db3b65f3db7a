"""``run``, ``next``, ``stop`` and ``resume``: carry out plans through the one door."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from journeyman.commands.frontend import Frontend
from journeyman.commands.records import keep_plan_notebook, keep_reflection, trust_now
from journeyman.commands.result import Result, say
from journeyman.commands.undoing import restore
from journeyman.commands.views import report_view
from journeyman.errors import NotFound, UsageError
from journeyman.journal.recovery import recover
from journeyman.values import Outcome, Plan, Step, new_id

if TYPE_CHECKING:
    from journeyman.services import Services
    from journeyman.store.protocol import StepRecord


_PATIENCE = 0.5
"""Seconds in which a process that was being started when its front end died must have shown itself."""


def run(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Run a plan; given the id of an action, run that action anew as a new one."""
    wanted = args.plan or ""
    if wanted and services.store.plan(wanted) is None:
        return _run_again(services, frontend, wanted)
    return run_plan(services, frontend, wanted)


def next_step(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Run the next step only."""
    return run_plan(services, frontend, args.plan or "", limit=1)


def run_plan(services: Services, frontend: Frontend, plan_id: str, limit: int = 0) -> Result:
    """Run a plan's ready steps, keep its notebooks, and show how far it came."""
    before = trust_now(services)
    on_step = _warning(services, frontend)
    report = services.queue.run(plan_id, frontend.approver, on_step, frontend.emit, limit, frontend.session)
    keep_plan_notebook(services, report.plan)
    reflection = keep_reflection(services, report, before)
    return report_view(services, report, frontend.magic, reflection, streamed=frontend.emit is not None)


def _warning(services: Services, frontend: Frontend) -> Callable[[StepRecord, Outcome | None], None]:
    """Tell, before a step begins, what it is likely to fail with."""
    from journeyman.faults.memory.forecast import before

    def on_step(step: StepRecord, outcome: Outcome | None) -> None:
        frontend.on_step(step, outcome)
        if outcome is None and frontend.emit is not None:
            for forecast in before(step.action, services.store):
                frontend.emit(f"! {services.redactor.text(forecast.text)}\n")

    return on_step


def stop(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Stop what runs, in this process or another."""
    running = services.queue.stop()
    if not running:
        return say("nothing is running")
    titles = ", ".join(services.redactor.text(step.title) for step in running)
    return say(f"stopped: {titles}. Go on: {frontend.magic} resume", steps=[step.action.id for step in running])


def resume(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Go on with a plan whose step was interrupted, failed or rejected, as ``--mode`` says."""
    recover(services.store, services.journal, services.clock())
    record = services.queue.find(args.plan or "", blocked=True)
    if record.status != "open":
        raise UsageError(f"plan {record.id} is {record.status}; there is nothing to resume")
    blocked = next((s for s in record.steps if s.status in ("interrupted", "failed", "rejected", "denied")), None)
    if blocked is not None:
        services.processes.end_orphans(blocked.action.id, _PATIENCE if blocked.status == "interrupted" else 0.0)
        if args.mode == "skip":
            services.queue.skip(blocked)
        else:
            if args.mode == "restore":
                _restore(services, frontend, blocked)
            services.queue.retry(blocked)
    return run_plan(services, frontend, record.id)


def _restore(services: Services, frontend: Frontend, step: StepRecord) -> None:
    services.checkpoints.recover(step.action.id)
    left = [found.id for found in services.store.checkpoints(status="applied", action_id=step.action.id)]
    if left:
        outcome = restore(services, frontend, left, "undo")
        if not outcome.ok:
            raise UsageError(
                f"what the interrupted step changed could not be restored ({outcome.message}); "
                "choose --mode again or --mode skip"
            )


def _run_again(services: Services, frontend: Frontend, action_id: str) -> Result:
    record = services.store.action(action_id)
    if record is None:
        step = services.store.step_of(action_id)
        if step is None:
            raise NotFound(f"no plan and no action {action_id}; `queue` lists the plans, `log` the actions")
        return _run_step(services, frontend, step)
    step = services.store.step_of(record.action.id)
    if step is not None and step.status in ("queued", "pending"):
        return _run_step(services, frontend, step)
    if record.scrubbed:
        raise UsageError(
            f"action {record.action.id} held secrets, which were scrubbed after it finished; "
            "propose it anew, with ${secret:NAME} in place of the secret"
        )
    title = f"again: {step.title}" if step else f"again: {record.action.kind}"
    plan_id = new_id("p")
    action = replace(record.action, id=new_id("a"), origin=frontend.origin, plan_id=plan_id)
    plan = Plan(title, (Step(title, action),), "user", services.clock(), plan_id)
    return run_plan(services, frontend, services.queue.add(plan).id)


def _run_step(services: Services, frontend: Frontend, step: StepRecord) -> Result:
    record = services.queue.find(step.plan_id)
    first = next(s for s in record.steps if s.status not in ("done", "skipped", "cancelled"))
    if first.position != step.position:
        raise UsageError(
            f"step {step.position + 1} comes after step {first.position + 1} ({first.title}), which has not been done"
        )
    return run_plan(services, frontend, step.plan_id, limit=1)

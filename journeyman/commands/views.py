"""How plans, steps and outcomes look, the same in every front end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from journeyman.commands.result import Block, Result, Table, Text, Tone, counted
from journeyman.store.protocol import PlanRecord, StepRecord
from journeyman.values import EXIT_CODES, Decision, Json, Outcome

if TYPE_CHECKING:
    from journeyman.queue import Report
    from journeyman.services import Services

MARKS = {
    "queued": "·",
    "running": "▶",
    "pending": "?",
    "done": "✓",
    "failed": "✗",
    "timeout": "✗",
    "denied": "⛔",
    "rejected": "✗",
    "interrupted": "⚡",
    "skipped": "↷",
    "cancelled": "-",
}
TONES: dict[str, Tone] = {
    "done": "good",
    "pending": "warn",
    "failed": "bad",
    "timeout": "bad",
    "denied": "bad",
    "rejected": "bad",
    "interrupted": "warn",
}
_VERDICTS = {"allow": "runs unasked", "ask": "asks", "deny": "denied"}


def plan_view(services: Services, record: PlanRecord, decisions: Sequence[Decision], magic: str) -> Result:
    """Show a plan: each step with its status, risk, verdict and reason, and what to type next."""
    hide = services.redactor.text
    rows = tuple(
        (
            str(step.position + 1),
            MARKS[step.status],
            hide(step.title),
            step.action.kind,
            decision.level,
            _VERDICTS[decision.verdict],
            hide("; ".join(decision.reasons))[:160],
        )
        for step, decision in zip(record.steps, decisions, strict=True)
    )
    asking = sum(1 for decision in decisions if decision.verdict == "ask")
    denied = sum(1 for decision in decisions if decision.verdict == "deny")
    free = len(rows) - asking - denied
    counts = f"{asking} ask{'s' if asking == 1 else ''}, {denied} denied, {free} run{'s' if free == 1 else ''} unasked"
    blocks: list[Block] = [
        Text(f"Plan {record.id}: {hide(record.goal)}  ({record.planner})", "title"),
        Table(("#", "", "step", "kind", "risk", "verdict", "why"), rows),
        Text(f"{counted(len(rows), 'step')}: {counts}."),
        Text(_next(record, asking, denied, magic), "dim"),
    ]
    blocks[2:2] = [Text(f"! step {number}: {text}", "warn") for number, text in expected(services, record)]
    if record.notebook:
        blocks.append(Text(f"Notebook: {record.notebook}", "dim"))
    return Result(tuple(blocks), {"plan": plan_data(services, record, decisions)}, card="plan")


def expected(services: Services, record: PlanRecord) -> list[tuple[int, str]]:
    """Return (step's number, what it is likely to fail with) for the steps that have not run."""
    from journeyman.faults.memory.forecast import before

    return [
        (step.position + 1, services.redactor.text(forecast.text))
        for step in record.steps
        if step.status in ("queued", "pending")
        for forecast in before(step.action, services.store)
    ]


def _next(record: PlanRecord, asking: int, denied: int, magic: str) -> str:
    if denied == len(record.steps):
        return f"As it stands it will not run. Give it up: {magic} cancel {record.id}"
    return f"Next: {magic} run" + (f"   or all at once: {magic} approve plan {record.id}" if asking else "")


def plan_data(services: Services, record: PlanRecord, decisions: Sequence[Decision] = ()) -> dict[str, Json]:
    """Return a plan as JSON, secrets redacted."""
    steps = []
    for step in record.steps:
        data: dict[str, Json] = {
            "number": step.position + 1,
            "title": step.title,
            "status": step.status,
            "message": step.message,
            "action": step.action.to_dict(),
        }
        if decisions:
            data["decision"] = decisions[step.position].to_dict()
        steps.append(data)
    found: dict[str, Json] = services.redactor.value(
        {
            "id": record.id,
            "goal": record.goal,
            "planner": record.planner,
            "status": record.status,
            "running": record.running,
            "notebook": record.notebook,
            "steps": steps,
        }
    )
    return found


_TALKS = frozenset({"shell.run", "python.run", "cell.run"})
"""Kinds that are run for what they print."""


def outcome_blocks(step: StepRecord | None, outcome: Outcome, streamed: bool = False) -> list[Block]:
    """Show one outcome: a line, the diagnosis, the end of the output, and where the rest is.

    The output of a success is shown for kinds that are run for it, unless it was ``streamed`` to the screen already.
    """
    title = f"{step.position + 1}. {step.title}: " if step else ""
    mark, tone = MARKS[outcome.status], TONES.get(outcome.status, "plain")
    if outcome.data.get("mismatch"):
        mark, tone = "⚠", "warn"
    blocks: list[Block] = [Text(f"{mark} {title}{outcome.message}", tone)]
    if outcome.diagnosis is not None:
        blocks.append(Text(f"  why: {outcome.diagnosis.summary} [{outcome.diagnosis.code}]", "warn"))
        blocks.extend(Text(f"  try: {fix}") for fix in outcome.diagnosis.fixes)
    wanted = not outcome.ok or (step is not None and step.action.kind in _TALKS and not streamed)
    if wanted and outcome.output.strip():
        blocks.append(Text(outcome.output[-2000:].rstrip(), "code"))
    if outcome.output_path and not outcome.ok:
        blocks.append(Text(f"  full output: {outcome.output_path}", "dim"))
    return blocks


def outcome_result(outcome: Outcome, step: StepRecord | None = None) -> Result:
    """Return the result that shows one outcome."""
    return Result(
        tuple(outcome_blocks(step, outcome)),
        {"outcome": outcome.to_dict()},
        EXIT_CODES[outcome.status],
        "approval" if outcome.status == "pending" else "",
    )


def report_view(services: Services, report: Report, magic: str, reflection: str = "", streamed: bool = False) -> Result:
    """Show how far a run came, and what to type next."""
    blocks: list[Block] = []
    for stepped in report.stepped:
        blocks.extend(outcome_blocks(stepped.step, stepped.outcome, streamed))
    record = report.plan
    left = sum(1 for step in record.steps if step.status not in ("done", "skipped", "cancelled"))
    steps_left = f"{counted(left, 'step')} left"
    last = report.last
    if report.stopped == "done" and not left:
        blocks.append(Text(f"Plan {record.id} is done: {record.goal}", "good"))
    elif report.stopped == "pending":
        blocks.append(
            Text(
                f"Waiting for approval; {steps_left}. Approve: {magic} approve   "
                f"Reject: {magic} reject   See why: {magic} why",
                "warn",
            )
        )
    elif report.stopped == "elsewhere":
        blocks.append(Text(f"{steps_left}; the next one runs in the live session that proposed it", "warn"))
    elif report.stopped == "stopped":
        blocks.append(Text(f"{steps_left}. Next: {magic} run", "dim"))
    elif left and record.status != "open":
        blocks.append(Text(f"Plan {record.id} has ended ({report.stopped}). See why: {magic} why", "warn"))
    elif left:
        blocks.append(
            Text(
                f"Stopped ({report.stopped}); {steps_left}, kept in the queue. "
                f"Go on: {magic} resume   Give up: {magic} cancel",
                "warn",
            )
        )
    if reflection:
        blocks.append(Text(f"Reflection: {reflection}", "dim"))
    data = {
        "plan": plan_data(services, record),
        "stopped": report.stopped,
        "outcomes": [stepped.outcome.to_dict() for stepped in report.stepped],
        "reflection": reflection,
    }
    code = EXIT_CODES.get(report.stopped, 0 if report.stopped in ("done", "stopped", "elsewhere") else 1)
    card = "approval" if last is not None and last.outcome.status == "pending" else ""
    return Result(tuple(blocks), data, code, card)

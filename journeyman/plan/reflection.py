"""A look back as a notebook: what worked, what failed and why, how trust changed, what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from journeyman.plan import markdown_text as md
from journeyman.plan.lessons import TrustChange, lessons
from journeyman.plan.notebook_file import Cell, code, markdown, write_notebook
from journeyman.values import Json, Outcome
from journeyman.workspace import Workspace

if TYPE_CHECKING:
    from journeyman.store.protocol import PlanRecord, StepRecord

_OUTPUT = 1500


def write_reflection_notebook(
    workspace: Workspace,
    plan_record: PlanRecord,
    outcomes: Mapping[str, Outcome],
    trust_changes: Sequence[TrustChange] = (),
    lessons_learnt: Sequence[str] | None = None,
    known: str = "",
) -> Path:
    """Write ``notebooks/reflections/DATE-slug.ipynb`` and return its path.

    ``lessons_learnt`` default to those that follow from the outcomes (:func:`journeyman.plan.lessons.lessons`).
    ``known`` (workspace-relative) is the file from last time. Raises PlanError, PathError.
    """
    computed = lessons(plan_record, outcomes, trust_changes) if lessons_learnt is None else tuple(lessons_learnt)
    plan_id = plan_record.id
    cells: list[Cell] = [
        markdown(f"{plan_id}-summary", _summary(plan_record, outcomes), _figures(plan_record, outcomes)),
        markdown(f"{plan_id}-worked", "\n".join(_worked(plan_record.steps, outcomes))),
        markdown(f"{plan_id}-failed", "\n".join(_failed(plan_record.steps, outcomes))),
        markdown(f"{plan_id}-trust", "\n".join(_trust(trust_changes))),
        markdown(f"{plan_id}-lessons", "\n".join(_lessons(computed)), {"lessons": list(computed)}),
        code(f"{plan_id}-look", f"%load_ext ipy_ext\n%agent status {plan_id}"),
    ]
    return write_notebook(workspace, "reflections", plan_record, cells, known)


def _status(step: StepRecord, outcomes: Mapping[str, Outcome]) -> str:
    outcome = outcomes.get(step.action.id)
    return outcome.status if outcome else step.status


def _figures(plan: PlanRecord, outcomes: Mapping[str, Outcome]) -> dict[str, Json]:
    counts: dict[str, Json] = {}
    for step in plan.steps:
        status = _status(step, outcomes)
        counts[status] = counts.get(status, 0) + 1
    seconds = sum(outcomes[step.action.id].duration for step in plan.steps if step.action.id in outcomes)
    return {"duration": round(seconds, 3), "plan_id": plan.id, "steps": counts}


def _summary(plan: PlanRecord, outcomes: Mapping[str, Outcome]) -> str:
    figures = _figures(plan, outcomes)
    counts = ", ".join(f"{count} {status}" for status, count in sorted(figures["steps"].items()))
    return (
        f"# Looking back: {md.inline(plan.goal, 120)}\n\n"
        f"Plan `{plan.id}` by {md.code(plan.planner)}: {len(plan.steps)} steps ({counts}), "
        f"{figures['duration']:.1f} s of work.\n"
    )


def _worked(steps: Sequence[StepRecord], outcomes: Mapping[str, Outcome]) -> Iterator[str]:
    yield "## What worked\n"
    done = [step for step in steps if _status(step, outcomes) == "done"]
    if not done:
        yield "No step was completed."
    for step in done:
        outcome = outcomes.get(step.action.id)
        result = f": {md.inline(outcome.message)} ({outcome.duration:.1f} s)" if outcome else ""
        yield f"- {md.inline(step.title)}{result}"


def _failed(steps: Sequence[StepRecord], outcomes: Mapping[str, Outcome]) -> Iterator[str]:
    yield "## What did not\n"
    rest = [step for step in steps if _status(step, outcomes) != "done"]
    if not rest:
        yield "Every step was completed."
    for step in rest:
        outcome = outcomes.get(step.action.id)
        message = outcome.message if outcome else step.message
        yield f"- {md.inline(step.title)}: **{_status(step, outcomes)}**{f', {md.inline(message)}' if message else ''}"
        if outcome and outcome.diagnosis:
            yield f"  - cause {md.code(outcome.diagnosis.code)}: {md.inline(outcome.diagnosis.summary)}"
            yield from (f"  - would help: {md.inline(str(fix))}" for fix in outcome.diagnosis.fixes)
    for step in rest:
        outcome = outcomes.get(step.action.id)
        if outcome and outcome.output.strip() and outcome.status in ("failed", "timeout"):
            yield f"\nThe end of the output of {md.inline(step.title)}:\n\n{md.block(outcome.output, _OUTPUT)}"


def _trust(changes: Sequence[TrustChange]) -> Iterator[str]:
    yield "## How trust changed\n"
    moved = [change for change in changes if change.before != change.after]
    if not moved:
        yield "It did not change."
        return
    yield "| Signature | Before | After | Runs unasked from |"
    yield "|---|---|---|---|"
    for change in moved:
        needed = "never" if change.threshold is None else f"{change.threshold:.2f}"
        yield f"| {md.code(change.signature)} | {change.before:.2f} | {change.after:.2f} | {needed} |"


def _lessons(found: Sequence[str]) -> Iterator[str]:
    yield "## Lessons\n"
    if not found:
        yield "Nothing stood out: no failure, no question left open, no step that took most of the time."
    yield from (f"- {md.inline(lesson, 500)}" for lesson in found)

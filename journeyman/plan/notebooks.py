"""A plan as a notebook: the goal, where each step stands, and a cell to run each step again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from journeyman.plan import markdown_text as md
from journeyman.plan.notebook_file import Cell, code, markdown, write_notebook
from journeyman.plan.reflection import write_reflection_notebook
from journeyman.values import Decision, Json, Outcome, dumps
from journeyman.workspace import Workspace

if TYPE_CHECKING:
    from journeyman.store.protocol import PlanRecord, StepRecord

__all__ = ["write_plan_notebook", "write_reflection_notebook"]

_OUTPUT = 1500
"""Characters of an action's output that a notebook shows; the whole is in the file that it names."""
_BODIES = frozenset({"content", "old", "new", "diff", "code"})


def write_plan_notebook(
    workspace: Workspace,
    plan_record: PlanRecord,
    decisions: Mapping[str, Decision],
    outcomes: Mapping[str, Outcome],
) -> Path:
    """Write ``notebooks/plans/DATE-slug.ipynb`` and return its path.

    ``decisions`` and ``outcomes`` are by action id; both may be incomplete. The file that ``plan_record.notebook``
    (workspace-relative) names is rewritten. An unchanged plan gives the same bytes. Raises PlanError, PathError.
    """
    cells = [
        markdown(f"{plan_record.id}-goal", _head(plan_record, decisions)),
        code(f"{plan_record.id}-load", "%load_ext ipy_ext"),
    ]
    for step in plan_record.steps:
        action_id = step.action.id
        cells += _step_cells(step, decisions.get(action_id), outcomes.get(action_id))
    return write_notebook(workspace, "plans", plan_record, cells, plan_record.notebook)


def _head(plan: PlanRecord, decisions: Mapping[str, Decision]) -> str:
    rows = [
        f"| {step.position + 1} | {md.inline(step.title)} | `{step.action.kind}` "
        f"| {_risk(decisions.get(step.action.id))} | {step.status} |"
        for step in plan.steps
    ]
    table = "\n".join(["| # | Step | Kind | Risk | Status |", "|---|---|---|---|---|", *rows])
    return (
        f"# {md.inline(plan.goal, 120)}\n\n{md.block(plan.goal)}\n\n"
        f"Plan `{plan.id}`, made by {md.code(plan.planner)}, {plan.status}.\n\n{table}\n"
    )


def _risk(decision: Decision | None) -> str:
    return f"{decision.level}, {decision.verdict}" if decision else "not judged yet"


def _step_cells(step: StepRecord, decision: Decision | None, outcome: Outcome | None) -> Iterator[Cell]:
    base = f"{step.plan_id}-{step.position}"
    yield markdown(f"{base}-step", "\n".join(_describe(step, decision, outcome)))
    yield code(f"{base}-run", f"%agent run {step.action.id}", _about(step, outcome))


def _describe(step: StepRecord, decision: Decision | None, outcome: Outcome | None) -> Iterator[str]:
    yield f"## {step.position + 1}. {md.inline(step.title)}\n"
    yield f"{md.code(step.action.kind)} {md.code(_arguments(step), 300)}\n"
    if decision:
        yield f"Risk: **{decision.level}**, the gate says *{decision.verdict}*.\n"
        yield from (f"- {md.inline(reason)}" for reason in decision.reasons)
        yield ""
    if outcome is None:
        yield f"Status: **{step.status}**{f': {md.inline(step.message)}' if step.message else ''}"
        return
    yield f"Outcome: **{outcome.status}**: {md.inline(outcome.message)}\n"
    if outcome.diagnosis:
        yield f"Diagnosis {md.code(outcome.diagnosis.code)}: {md.inline(outcome.diagnosis.summary)}\n"
    if outcome.output.strip():
        yield md.block(outcome.output, _OUTPUT)


def _arguments(step: StepRecord) -> str:
    """Return the arguments as JSON; long bodies are told by their length alone (the action keeps them)."""
    shown = {
        key: f"<{len(value)} characters>" if key in _BODIES and isinstance(value, str) and len(value) > 60 else value
        for key, value in step.action.args.items()
    }
    return dumps(shown)


def _about(step: StepRecord, outcome: Outcome | None) -> dict[str, Json]:
    about: dict[str, Json] = {
        "action_id": step.action.id,
        "content_hash": step.action.content_hash,
        "kind": step.action.kind,
        "position": step.position,
        "status": step.status,
    }
    if outcome:
        about["outcome"] = {
            "changed": list(outcome.changed),
            "diagnosis": outcome.diagnosis.to_dict() if outcome.diagnosis else None,
            "duration": round(outcome.duration, 3),
            "exit_code": outcome.exit_code,
            "message": outcome.message,
            "status": outcome.status,
        }
    return about

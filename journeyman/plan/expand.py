"""Replace composite steps by the actions they stand for: what is approved and run is always plain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from journeyman.errors import PlanError
from journeyman.values import Action, Plan, Step

if TYPE_CHECKING:
    from journeyman.kinds.kind import Composite, Context

MOST_STEPS = 200
_DEEPEST = 5


def expand_plan(plan: Plan, composites: Mapping[str, Composite], context: Context) -> Plan:
    """Return ``plan`` with each step of a composite kind replaced by its expansion (again and again, 5 deep).

    The new actions carry the plan's id and their composite's origin, working folder and environment. Raises
    PlanError when an expansion does not end, is empty, or makes the plan longer than 200 steps; what a composite
    raises for impossible arguments passes through.
    """
    steps = [plain for step in plan.steps for plain in _expanded(step, composites, context, 0)]
    if len(steps) > MOST_STEPS:
        raise PlanError(f"the plan has {len(steps)} steps once expanded; at most {MOST_STEPS} are allowed")
    return replace(plan, steps=tuple(replace(step, action=replace(step.action, plan_id=plan.id)) for step in steps))


def _expanded(step: Step, composites: Mapping[str, Composite], context: Context, depth: int) -> list[Step]:
    composite = composites.get(step.action.kind)
    if composite is None:
        return [step]
    if depth == _DEEPEST:
        raise PlanError(f"{step.action.kind} still stands for other composites after {_DEEPEST} expansions")
    parts = composite.expand(step.action, context)
    if not parts:
        raise PlanError(f"the step {step.title!r} ({step.action.kind}) stands for nothing")
    return [
        plain
        for title, action in parts
        for plain in _expanded(Step(title, _inherit(action, step.action)), composites, context, depth + 1)
    ]


def _inherit(action: Action, parent: Action) -> Action:
    cwd = action.cwd if action.cwd != "." else parent.cwd
    return replace(action, origin=parent.origin, cwd=cwd, env={**parent.env, **action.env})

"""Composite steps become plain ones."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from journeyman.errors import PlanError
from journeyman.kinds.kind import Context
from journeyman.plan import expand_plan
from journeyman.values import Action, Origin, Plan, Step
from journeyman.workspace import Workspace

ORIGIN = Origin("recipe:x", "shell")


class Pair:
    """Stands for two actions of another kind."""

    name = "pair"
    summary = "two"
    schema: Mapping[str, object] = {}

    def __init__(self, kind: str, count: int = 2) -> None:
        self.kind, self.count = kind, count

    def expand(self, action: Action, context: Context) -> tuple[tuple[str, Action], ...]:
        return tuple((f"{self.kind} {n}", Action(self.kind, {"n": n})) for n in range(self.count))


def _plan(*kinds: str) -> Plan:
    steps = tuple(Step(kind, Action(kind, cwd="sub", env={"A": "1"}, origin=ORIGIN, plan_id="p1")) for kind in kinds)
    return Plan("goal", steps, "recipe:x", 1.0, "p1")


@pytest.fixture
def context(workspace: Workspace) -> Context:
    return Context(workspace, {})


def test_plain_steps_stay(context: Context) -> None:
    plan = _plan("file.create", "test.run")
    assert expand_plan(plan, {}, context) == plan


def test_composites_are_replaced_in_place_and_keep_where_they_came_from(context: Context) -> None:
    plan = expand_plan(_plan("a", "pair", "b"), {"pair": Pair("noop")}, context)
    assert [step.title for step in plan.steps] == ["a", "noop 0", "noop 1", "b"]
    inner = plan.steps[1].action
    assert (inner.plan_id, inner.origin, inner.cwd, dict(inner.env)) == ("p1", ORIGIN, "sub", {"A": "1"})
    assert len({step.action.id for step in plan.steps}) == 4
    assert (plan.id, plan.goal) == ("p1", "goal")


def test_composites_in_composites(context: Context) -> None:
    plan = expand_plan(_plan("outer"), {"outer": Pair("inner"), "inner": Pair("noop")}, context)
    assert [step.action.kind for step in plan.steps] == ["noop"] * 4


@pytest.mark.parametrize(
    ("composites", "message"),
    [
        ({"a": Pair("a", 1)}, "still stands for other composites after 5"),
        ({"a": Pair("noop", 0)}, "stands for nothing"),
        ({"a": Pair("noop", 201)}, "201 steps once expanded; at most 200"),
    ],
)
def test_expansions_are_bounded(composites: Mapping[str, Pair], message: str, context: Context) -> None:
    with pytest.raises(PlanError, match=message):
        expand_plan(_plan("a"), composites, context)


def test_the_approved_hash_covers_what_was_expanded(context: Context) -> None:
    one = expand_plan(_plan("pair"), {"pair": Pair("noop", 1)}, context)
    two = expand_plan(_plan("pair"), {"pair": Pair("noop", 2)}, context)
    assert one.content_hash != two.content_hash

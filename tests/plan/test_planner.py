"""The chain: the first planner that has a plan, else an honest error."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from journeyman.errors import PlanError, UsageError
from journeyman.llm import FakeModel
from journeyman.plan import ChainPlanner, ModelPlanner, RecipePlanner, default_planner
from journeyman.values import Action, Origin, Plan, Step
from journeyman.workspace import Workspace


class Fixed:
    """A planner with one answer, which remembers what it was asked."""

    def __init__(self, answer: Plan | None, offer: str = "") -> None:
        self.answer, self.offer = answer, offer
        self.asked: list[str] = []

    def plan(self, goal: str, *, workspace: Workspace, origin: Origin) -> Plan | None:
        self.asked.append(goal)
        return self.answer

    def offers(self, goal: str) -> Sequence[str]:
        return [self.offer]


PLAN = Plan("g", (Step("t", Action("noop")),), "user", 0.0)


def test_the_first_plan_counts(workspace: Workspace, origin: Origin) -> None:
    first, second, third = Fixed(None), Fixed(PLAN), Fixed(None)
    assert ChainPlanner([first, second, third]).plan(" do it ", workspace=workspace, origin=origin) is PLAN
    assert (first.asked, second.asked, third.asked) == (["do it"], ["do it"], [])


def test_without_a_plan_it_says_what_would_help(workspace: Workspace, origin: Origin) -> None:
    chain = ChainPlanner([Fixed(None, "recipes: a, b"), Fixed(None, "no model")])
    with pytest.raises(PlanError) as error:
        chain.plan("order a pizza", workspace=workspace, origin=origin)
    assert str(error.value) == "no plan was made; recipes: a, b; no model"


def test_a_goal_that_is_none_reaches_no_planner(workspace: Workspace, origin: Origin) -> None:
    planner = Fixed(PLAN)
    with pytest.raises(UsageError, match="empty"):
        ChainPlanner([planner]).plan("  ", workspace=workspace, origin=origin)
    assert planner.asked == []


@pytest.mark.parametrize("goal", ["order a pizza", "the user's \"goal", "what is Flask?"])
def test_no_recipe_and_no_model_lists_both_ways_out(goal: str, workspace: Workspace, origin: Origin) -> None:
    chain = ChainPlanner([RecipePlanner(), ModelPlanner(lambda: None, {})])
    with pytest.raises(PlanError) as error:
        chain.plan(goal, workspace=workspace, origin=origin)
    message = str(error.value)
    assert "no recipe matches the goal" in message
    for name in (
        "flask-api",
        "fastapi-api",
        "cli-tool",
        "static-page",
        "add-tests",
        "setup-environment",
        "commit-and-tag",
    ):
        assert name in message
    assert "no model is configured or running" in message
    assert "JOURNEYMAN_BASE_URL" in message
    assert "\n" not in message


def test_what_a_recipe_lacks_is_said(workspace: Workspace, origin: Origin) -> None:
    chain = ChainPlanner([RecipePlanner(), ModelPlanner(lambda: None, {})])
    with pytest.raises(PlanError, match="flask-api comes close, but it does not cover: database, login"):
        chain.plan("Create a Flask API with a database and a login", workspace=workspace, origin=origin)


def test_recipes_come_before_the_model(workspace: Workspace, origin: Origin) -> None:
    model = FakeModel([])
    plan = ChainPlanner([RecipePlanner(), ModelPlanner(model, {})]).plan(
        "create a flask api", workspace=workspace, origin=origin
    )
    assert plan.planner == "recipe:flask-api"
    assert model.asked == []


def test_the_default_planner_uses_the_configured_model(
    workspace: Workspace, origin: Origin, double: object, recipes: object
) -> None:
    from journeyman.kinds import all_kinds

    answer = (
        '{"notes": "", "steps": [{"title": "Write", "kind": "file.create", "args": {"path": "a.txt", "content": ""}}]}'
    )
    with double.ScriptedModelServer([double.text(answer)]) as server:  # type: ignore[attr-defined] # a module loaded by path
        settings = {"model": {"base_url": server.base_url, "model": "tiny", "timeout": 10}}
        planner = default_planner(settings, all_kinds(), env={})
        assert planner.plan("create a flask api", workspace=workspace, origin=origin).planner == "recipe:flask-api"
        assert server.requests == []
        plan = planner.plan("write an empty file", workspace=workspace, origin=origin)
    assert (plan.planner, plan.steps[0].action.kind) == ("model:tiny", "file.create")
    system = server.chats[0]["messages"][0]["content"]
    assert "- file.create:" in system
    assert "- noop:" not in system
    assert "- oi.code:" not in system

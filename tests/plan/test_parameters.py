"""Values read from goals."""

from __future__ import annotations

import re
from typing import Any

import pytest

from journeyman.errors import UsageError
from journeyman.plan.grammar import read_goal
from journeyman.plan.parameters import checked, default_of, read_parameters
from journeyman.plan.recipe import Parameter, Recipe
from journeyman.plan.vocabulary import load_vocabulary
from journeyman.shipped import shipped
from journeyman.workspace import Workspace


def _read(recipe: Recipe, goal: str, workspace: Workspace) -> dict[str, Any]:
    vocabulary = load_vocabulary(shipped("configs") / "recipes" / "vocabulary.yaml")
    return read_parameters(recipe, read_goal(goal, vocabulary), workspace)


@pytest.mark.parametrize(
    ("goal", "name", "value"),
    [
        ("a Flask API called shop", "name", "shop"),
        ("a Flask API named 'my-shop'", "name", "my-shop"),
        ("a Flask API", "name", "hello-api"),
        ("a Flask API on port 8080", "port", 8080),
        ("a Flask API, port: 9000", "port", 9000),
        ("a Flask API on port 9000", "app_port", 9000),
        ("a Flask API", "app_port", 5000),
        ("a Flask API in folder services/shop", "folder", "services/shop"),
        ("a Flask API in the directory shop.", "folder", "shop"),
        ("a Flask API under services/shop/", "folder", "services/shop"),
        ("a Flask API in Python", "folder", ""),
        ('a Flask API that says "Good morning"', "message", "Good morning"),
        ("a Flask API that returns 'it's me'", "message", "it's me"),
        ("a Flask API that returns “hi”", "message", "hi"),
        ("a Flask API that returns JSON", "message", "Hello, world!"),
        ("a Flask API, but don't commit", "commit", False),
        ("a Flask API", "commit", True),
    ],
)
def test_flask_parameters(
    goal: str, name: str, value: object, recipes: dict[str, Recipe], workspace: Workspace
) -> None:
    assert _read(recipes["flask-api"], goal, workspace)[name] == value


@pytest.mark.parametrize(
    ("goal", "version"),
    [
        ("commit and tag v1.0.0", "v1.0.0"),
        ("tag it as 2.1", "2.1"),
        ("tag the current commit as 'v3.0.0-beta.2'.", "v3.0.0-beta.2"),
        ("release version 1.4.0, please", "1.4.0"),
        ("label this v7", "v7"),
        ('commit with message "see 1.2.3"', ""),
        ('tag it "2.0.1" and commit with message "see 1.2.3"', "2.0.1"),
        ("tag release candidate 10.0.0rc1", "10.0.0rc1"),
    ],
)
def test_versions(goal: str, version: str, recipes: dict[str, Recipe], workspace: Workspace) -> None:
    (workspace.root / "a.txt").write_text("a")
    assert _read(recipes["commit-and-tag"], goal, workspace)["version"] == version


def _parameter(type_: str, **more: Any) -> Parameter:
    return Parameter("p", type_, "help", **more)


@pytest.mark.parametrize(
    ("type_", "empty"), [("integer", 0), ("boolean", False), ("list", []), ("text", ""), ("choice", "")]
)
def test_what_nobody_set(type_: str, empty: object) -> None:
    assert default_of(_parameter(type_)) == empty


def _recipe(*parameters: Parameter) -> Recipe:
    return type("Parametrised", (), {"parameters": {each.name: each for each in parameters}})()


def test_choices(workspace: Workspace) -> None:
    parameter = _parameter(
        "choice", choices={"pytest": ["pytest", "py.test"], "unittest": ["unittest"]}, default="pytest"
    )
    recipe = _recipe(parameter)
    assert _read(recipe, "with unittest", workspace) == {"p": "unittest"}
    assert _read(recipe, "with nothing", workspace) == {"p": "pytest"}
    with pytest.raises(UsageError, match="allowed is one of pytest, unittest"):
        checked(parameter, "nose")


def test_lists(workspace: Workspace) -> None:
    recipe = _recipe(_parameter("list", pattern=re.compile("with (.*)")))
    assert _read(recipe, "with a, b, and c & d", workspace) == {"p": ["a", "b", "c", "d"]}
    assert _read(recipe, "without", workspace) == {"p": []}


def test_phrases_that_switch_on(workspace: Workspace) -> None:
    recipe = _recipe(_parameter("boolean", if_said=("loud", "with noise")))
    assert _read(recipe, "be loud", workspace) == {"p": True}
    assert _read(recipe, "not loud", workspace) == {"p": False}


@pytest.mark.parametrize(
    ("goal", "commits"),
    [
        ("commit and tag v1", True),
        ("check in my work as v1", True),
        ("make a commit, call it v1", True),
        ("tag the current commit as v1", False),
        ("create a tag v1", False),
    ],
)
def test_whether_to_commit(goal: str, commits: bool, recipes: dict[str, Recipe], workspace: Workspace) -> None:
    (workspace.root / "a.txt").write_text("a")
    assert _read(recipes["commit-and-tag"], goal, workspace)["commit"] is commits

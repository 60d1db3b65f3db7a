"""Recipe files: read, checked, and refused with file, key and what is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from journeyman.config import user_folder
from journeyman.errors import ConfigError
from journeyman.plan import RecipePlanner, load_recipes, render_app
from journeyman.plan.recipe import Recipe, load_recipe
from journeyman.plan.vocabulary import Vocabulary, load_vocabulary
from journeyman.values import Origin
from journeyman.workspace import Workspace

GOOD: dict[str, Any] = {
    "name": "greet",
    "summary": "Greets",
    "examples": ["Greet the world"],
    "match": {"verbs": ["greet"], "objects": ["world"]},
    "parameters": {"who": {"type": "text", "help": "whom", "default": "you"}},
    "steps": [{"title": "Greet $who", "kind": "shell.run", "args": {"command": "echo $who"}}],
}


def _write(folder: Path, data: object, name: str = "greet") -> Path:
    path = folder / name / "recipe.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(data if isinstance(data, str) else yaml.safe_dump(data), "utf-8")
    return path


def test_the_shipped_recipes(recipes: Mapping[str, Recipe]) -> None:
    names = "add-tests cli-tool commit-and-tag fastapi-api flask-api setup-environment static-page"
    assert sorted(recipes) == names.split()
    assert {recipe.proposer for recipe in recipes.values()} == {f"recipe:{name}" for name in recipes}
    assert all(recipe.undo for recipe in recipes.values())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"colour": "red"}, "the top level: found the unknown key colour; allowed are .*summary"),
        ({"name": "other"}, "name: found other; allowed is the folder's name, greet"),
        ({"name": "Bad Name"}, "name: found 'Bad Name'; allowed is text like"),
        ({"steps": []}, "steps: found .*; allowed is minItems 1"),
        ({"steps": [{"title": "x"}]}, "steps.0: the key kind is missing; needed are title, kind"),
        ({"examples": "one"}, "examples: found 'one'; allowed is array"),
        ({"match": {"verbs": ["<mkae>"], "objects": ["x"]}}, "match.verbs: no group <mkae>; allowed are .*<make>"),
        (
            {"parameters": {"p": {"type": "number", "help": "h"}}},
            "parameters.p.type: found 'number'; allowed is one of text, name",
        ),
        (
            {"parameters": {"p": {"type": "text", "help": "h", "pattern": "("}}},
            r"parameters.p.pattern: .*regular expression",
        ),
        ({"parameters": {"p": {"type": "text", "help": "h", "pattern": "x"}}}, "parameters.p.pattern: has no group"),
        (
            {"parameters": {"p": {"type": "text", "help": "h", "fact": "moon"}}},
            "parameters.p.fact: found moon; allowed are .*requirements",
        ),
        ({"parameters": {"p": {"type": "choice", "help": "h"}}}, "parameters.p.choices: is missing"),
        (
            {"parameters": {"p": {"type": "text", "help": "h", "unless": ["q"]}}},
            "parameters.p.unless: found q; allowed are p",
        ),
        (
            {"steps": [{"title": "x", "kind": "noop.x", "when": "moon and not who"}]},
            "steps.0: found the unknown name moon; allowed are .*who",
        ),
    ],
)
def test_a_bad_recipe_is_refused(change: dict[str, Any], message: str, tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = _write(tmp_path, {**GOOD, **change})
    with pytest.raises(ConfigError, match=message) as error:
        load_recipe(path, "user", vocabulary)
    assert str(error.value).startswith(f"{path}: ")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "message"), [("a: [", "line 2: .*valid YAML"), ("", "allowed is object"), ("- x", "allowed is object")]
)
def test_broken_yaml_is_refused(text: str, message: str, tmp_path: Path, vocabulary: Vocabulary) -> None:
    with pytest.raises(ConfigError, match=message):
        load_recipe(_write(tmp_path, text), "user", vocabulary)


def test_a_missing_vocabulary_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"vocabulary\.yaml: does not exist"):
        load_vocabulary(tmp_path / "vocabulary.yaml")


def test_a_missing_template_is_named(tmp_path: Path, vocabulary: Vocabulary) -> None:
    recipe = load_recipe(_write(tmp_path, GOOD), "user", vocabulary)
    with pytest.raises(ConfigError, match=r"templates/nothing.txt: cannot be read"):
        recipe.template("nothing.txt")


def test_the_users_own_recipes_join_and_override() -> None:
    _write(user_folder() / "recipes", GOOD)
    _write(user_folder() / "recipes", {**GOOD, "name": "add-tests"}, "add-tests")
    recipes = load_recipes()
    assert recipes["greet"].proposer == "recipe:greet@user"
    assert recipes["add-tests"].summary == "Greets"
    assert recipes["add-tests"].proposer == "recipe:add-tests@user"


def test_a_workspaces_recipes_join_only_when_it_is_trusted(workspace: Workspace) -> None:
    _write(workspace.configs / "recipes", {**GOOD, "name": "flask-api"}, "flask-api")
    assert load_recipes(workspace)["flask-api"].proposer == "recipe:flask-api"
    trusted = load_recipes(workspace, trusted=True)["flask-api"]
    assert (trusted.summary, trusted.proposer) == ("Greets", "recipe:flask-api@workspace")


def test_the_recipe_of_the_guide_works(workspace: Workspace, origin: Origin) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guide" / "recipes.md").read_text("utf-8")
    path = _write(user_folder() / "recipes", guide.split("```yaml\n")[1].split("```")[0], "greeting")
    (path.parent / "templates").mkdir()
    (path.parent / "templates" / "greeting.txt").write_text("Hello, $who!\n")
    plan = RecipePlanner().plan("Write a greeting for Ada", workspace=workspace, origin=origin)
    assert plan
    assert [step.action.kind for step in plan.steps] == ["app.create", "git.commit"]
    parameters = plan.steps[0].action.args["parameters"]
    assert render_app("greeting", parameters) == [("ada.txt", "Hello, Ada!\n")]
    assert plan.steps[1].action.args["paths"] == ["ada.txt"]

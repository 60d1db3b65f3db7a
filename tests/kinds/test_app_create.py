"""A recipe's files as actions."""

from __future__ import annotations

import pytest

from journeyman.errors import KindError, PathError
from journeyman.kinds.app_create import AppCreate
from journeyman.kinds.kind import Context
from journeyman.values import Action
from journeyman.workspace import Workspace


def test_folders_come_first_and_files_keep_their_order(workspace: Workspace):
    asked = []

    def render(recipe: str, parameters: dict[str, str]) -> list[tuple[str, str]]:
        asked.append((recipe, parameters))
        return [("README.md", "r"), ("app/main.py", "m"), ("app/sub/x.py", "x")]

    action = Action("app.create", {"recipe": "cli", "parameters": {"name": "demo"}}, plan_id="p1", cwd=".")
    steps = AppCreate(render).expand(action, Context(workspace, {}))
    assert asked == [("cli", {"name": "demo"})]
    assert [(step.kind, step.args["path"]) for _, step in steps] == [
        ("dir.create", "app"),
        ("dir.create", "app/sub"),
        ("file.create", "README.md"),
        ("file.create", "app/main.py"),
        ("file.create", "app/sub/x.py"),
    ]
    assert {step.plan_id for _, step in steps} == {"p1"}


def test_a_recipe_that_leaves_the_workspace_is_refused(workspace: Workspace):
    with pytest.raises(PathError):
        AppCreate(lambda recipe, parameters: [("../x", "")]).expand(
            Action("app.create", {"recipe": "r"}), Context(workspace, {})
        )


def test_a_recipe_without_files_is_told(workspace: Workspace):
    with pytest.raises(KindError, match="has no files"):
        AppCreate(lambda recipe, parameters: []).expand(Action("app.create", {"recipe": "r"}), Context(workspace, {}))

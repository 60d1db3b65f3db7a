"""Plans from recipes: the right steps with the goal's values."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from journeyman.errors import PlanError, UsageError
from journeyman.kinds import all_composites, all_kinds
from journeyman.kinds.kind import Context
from journeyman.kinds.validate import validate
from journeyman.plan import RecipePlanner, expand_plan, render_app
from journeyman.values import Action, Origin, Plan
from journeyman.workspace import Workspace

Make = Callable[[str], Plan]


@pytest.fixture
def make(workspace: Workspace, origin: Origin) -> Make:
    planner = RecipePlanner(clock=lambda: 5.0)

    def plan(goal: str) -> Plan:
        made = planner.plan(goal, workspace=workspace, origin=origin)
        assert made is not None, goal
        return made

    return plan


def _args(plan: Plan, kind: str) -> dict[str, object]:
    (action,) = (step.action for step in plan.steps if step.action.kind == kind)
    return dict(action.args)


def _kinds(plan: Plan) -> list[str]:
    return [step.action.kind for step in plan.steps]


FLASK = "Create a hello world Flask API with a test"


def test_the_flask_plan(make: Make) -> None:
    plan = make(FLASK)
    assert _kinds(plan) == [
        "app.create", "env.setup", "test.run", "process.start", "http.check", "git.commit", "process.stop",
    ]  # fmt: skip
    assert (plan.goal, plan.planner, plan.created) == (FLASK, "recipe:flask-api", 5.0)
    assert _args(plan, "env.setup") == {"packages": ["flask>=3.0", "pytest>=8.0"]}
    assert _args(plan, "process.start") == {"command": ".venv/bin/python app.py", "name": "hello-api", "port": 0}
    assert _args(plan, "http.check")["status"] == 200
    commit = _args(plan, "git.commit")
    assert commit["init"] is True
    assert commit["paths"] == [
        "app.py",
        "tests/test_app.py",
        "requirements.txt",
        "pyproject.toml",
        ".gitignore",
        "README.md",
    ]


def test_every_action_says_whose_it_is(make: Make, origin: Origin) -> None:
    plan = make(FLASK)
    assert {step.action.plan_id for step in plan.steps} == {plan.id}
    assert {step.action.origin for step in plan.steps} == {Origin("recipe:flask-api", "notebook", "k1")}
    assert len({step.action.id for step in plan.steps}) == len(plan.steps)


def test_the_same_goal_gives_the_same_plan(make: Make) -> None:
    assert make(FLASK).content_hash == make(FLASK).content_hash
    assert make(FLASK).id != make(FLASK).id


@pytest.mark.parametrize(
    "goal",
    [
        FLASK,
        "Create a FastAPI service called shop in folder services/shop on port 8080 that says 'Hi \"you\"'",
        "create a CLI called tidy-up without committing",
        'Make a static page titled "Tom & Jerry"',
        "set up a virtual environment with requests and rich>=13",
        "set up the environment",
        "Commit everything with the message 'Fix the user's total' and tag it v0.2.0",
        "add tests",
    ],
)
def test_every_step_fits_its_kind_also_when_expanded(goal: str, make: Make, workspace: Workspace) -> None:
    (workspace.root / "mod.py").write_text("def f(a): return a\n")
    plan = make(goal)
    composites = all_composites(render_app)
    known = {**all_kinds(), **composites}
    for step in plan.steps:
        validate(known[step.action.kind], step.action.args)
    expanded = expand_plan(plan, composites, Context(workspace, {}))
    assert not set(_kinds(expanded)) & set(composites)
    for step in expanded.steps:
        validate(known[step.action.kind], step.action.args)
        assert step.action.plan_id == plan.id
        assert step.action.origin.proposer == plan.planner


def test_values_come_from_the_goal(make: Make) -> None:
    plan = make("Build a Flask API called shop in folder services/shop on port 8080 that returns 'Good morning'")
    assert _args(plan, "app.create")["parameters"] == {
        "name": "shop", "folder": "services/shop", "port": 8080, "app_port": 8080, "message": "Good morning",
    }  # fmt: skip
    assert _args(plan, "process.start") == {
        "command": ".venv/bin/python services/shop/app.py",
        "name": "shop",
        "port": 8080,
    }
    assert _args(plan, "test.run") == {"path": "services/shop/tests"}


def test_no_commit_when_it_is_not_wished(make: Make) -> None:
    assert "git.commit" not in _kinds(make("create a flask api without committing"))


def test_a_repository_that_is_there_is_used(make: Make, workspace: Workspace) -> None:
    (workspace.root / ".git").mkdir()
    assert _args(make(FLASK), "git.commit")["init"] is False


@pytest.mark.parametrize(
    ("goal", "message"),
    [
        ("create a flask api on port 99999", "port: found '99999'; allowed is a whole number from 1 to 65535"),
        ("create a flask api on port -1", "port: found '-1'"),
        ("create a flask api in folder ../other", "folder: found '../other'; allowed is a folder inside the workspace"),
        ("create a flask api in folder /etc/", "folder: found"),
        ("create a flask api called " + "x" * 50, "name: found"),
        ("commit my work", "neither a version nor a message; say for example"),
    ],
)
def test_values_that_are_not_allowed(goal: str, message: str, make: Make) -> None:
    with pytest.raises(UsageError, match=message):
        make(goal)


def test_nothing_is_overwritten(make: Make, workspace: Workspace) -> None:
    (workspace.root / "app.py").write_text("mine")
    with pytest.raises(PlanError, match=r"would overwrite app\.py; say where else.*in folder shop"):
        make(FLASK)
    assert _args(make("create a Flask API in folder shop"), "test.run") == {"path": "shop/tests"}


def test_a_dangling_link_counts_as_there(make: Make, workspace: Workspace) -> None:
    os.symlink(workspace.root / "nowhere", workspace.root / "app.py")
    with pytest.raises(PlanError, match=r"app\.py"):
        make(FLASK)


def test_a_readme_stays_and_the_ignore_list_grows(make: Make, workspace: Workspace) -> None:
    (workspace.root / "README.md").write_text("# Mine\n")
    (workspace.root / ".gitignore").write_text("*.log\n.venv/\n")
    plan = make(FLASK)
    appended = str(_args(plan, "file.append")["content"]).splitlines()
    assert "session_state.json" in appended
    assert ".venv/" not in appended
    parameters = _args(plan, "app.create")["parameters"]
    paths = [path for path, _ in render_app("flask-api", parameters)]  # type: ignore[arg-type] # a dict, as just made
    assert paths == ["app.py", "tests/test_app.py", "requirements.txt", "pyproject.toml"]
    assert _args(plan, "git.commit")["paths"] == [*paths, ".gitignore"]


def test_a_complete_ignore_list_is_left_alone(make: Make, workspace: Workspace) -> None:
    (workspace.root / ".gitignore").write_text(dict(render_app("flask-api", {}))[".gitignore"])
    plan = make(FLASK)
    assert "file.append" not in _kinds(plan)
    assert ".gitignore" not in _args(plan, "git.commit")["paths"]  # type: ignore[operator] # a list


def test_an_unreadable_ignore_list_is_named(make: Make, workspace: Workspace) -> None:
    (workspace.root / ".gitignore").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PlanError, match=r"\.gitignore cannot be read"):
        make(FLASK)


def test_environment_from_requirements(make: Make, workspace: Workspace) -> None:
    (workspace.root / "requirements.txt").write_text("flask\n")
    assert _args(make("set up the environment"), "env.setup") == {"requirements": "requirements.txt"}


def test_environment_from_pyproject(make: Make, workspace: Workspace) -> None:
    (workspace.root / "pyproject.toml").write_text(
        '[project]\nname = "mine"\ndependencies = ["requests>=2", "pywin32; sys_platform == \'win32\'", '
        '"tomli; python_version < \'3.11\'", "x @ https://host.example/x.whl"]\n'
        '[project.optional-dependencies]\ntest = ["pytest", "mine[all]"]\n[dependency-groups]\ndev = ["ruff"]\n'
    )
    plan = make("set up the environment")
    assert _args(plan, "env.setup") == {"packages": ["requests>=2", "tomli", "pytest", "ruff"]}
    assert "pywin32" in plan.notes
    assert "x @ https" in plan.notes


def test_a_broken_pyproject_is_named(make: Make, workspace: Workspace) -> None:
    (workspace.root / "pyproject.toml").write_text("[project\n")
    with pytest.raises(PlanError, match=r"pyproject\.toml cannot be read"):
        make("set up the environment")


def test_an_empty_environment_and_a_named_one(make: Make) -> None:
    assert _kinds(make("set up the environment")) == ["env.create", "shell.run"]
    assert _args(make("create a venv and install requests, rich and numpy>=2"), "env.setup") == {
        "packages": ["requests", "rich", "numpy>=2"]
    }


def test_commit_and_tag(make: Make, workspace: Workspace) -> None:
    (workspace.root / "a.txt").write_text("a")
    plan = make('Commit everything with the message "Fix the user\'s total" and tag it v0.2.0')
    assert _args(plan, "git.commit") == {"message": "Fix the user's total", "paths": ["a.txt"], "init": True}
    assert _args(plan, "git.tag") == {"name": "v0.2.0"}
    assert _args(make("commit and tag 1.0.0-rc.1."), "git.commit")["message"] == "Release 1.0.0-rc.1"
    assert _kinds(make("tag the current commit as v2")) == ["git.tag"]


def test_there_must_be_something_to_commit(make: Make) -> None:
    with pytest.raises(PlanError, match="there is nothing to commit"):
        make("commit and tag v1.0.0")


def test_add_tests(make: Make, workspace: Workspace) -> None:
    (workspace.root / "shop.py").write_text("def total(prices, rate=0): return 0\n")
    (workspace.root / "script.py").write_text("print('hi')\n")
    plan = make("add tests")
    assert _kinds(plan) == ["file.create", "file.create", "env.setup", "test.run"]
    assert [step.action.args["path"] for step in plan.steps[:2]] == ["tests/conftest.py", "tests/test_shop_surface.py"]
    assert "script.py (it runs code when imported, line 1)" in plan.notes
    (workspace.root / "requirements.txt").write_text("requests\n")
    assert _kinds(make("add tests for shop.py"))[2:] == ["env.setup", "env.install", "test.run"]


def test_tests_need_something_to_test(make: Make) -> None:
    with pytest.raises(PlanError, match="nothing to write tests for: no Python module"):
        make("add tests")


def test_it_leaves_other_goals_to_others(workspace: Workspace, origin: Origin) -> None:
    assert RecipePlanner().plan("order a pizza", workspace=workspace, origin=origin) is None


def test_planning_changes_nothing(make: Make, workspace: Workspace) -> None:
    (workspace.root / "mod.py").write_text("raise SystemExit('imported')\n")
    before = sorted(str(path) for path in Path(workspace.root).rglob("*"))
    make(FLASK)
    make("create a CLI called x")
    with pytest.raises(PlanError, match="runs code when imported"):
        make("add tests")
    assert sorted(str(path) for path in Path(workspace.root).rglob("*")) == before


def test_a_plan_survives_json(make: Make) -> None:
    plan = make(FLASK)
    assert Plan.from_dict(plan.to_dict()) == plan
    assert all(isinstance(step.action, Action) for step in plan.steps)

"""Fixes become actions of the ordinary kinds."""

from __future__ import annotations

import sys

import pytest

from journeyman.recovery.carry_out import as_action, mended
from journeyman.values import Action, Origin
from journeyman.values.fault import advice, command, edit, install
from tests.recovery.conftest import USER, Bench


def made(bench: Bench, fix, failed: Action | None = None) -> Action | None:
    return as_action(fix, failed, bench.services.workspace, bench.services.store, USER)


def test_a_command_runs_where_the_failed_one_ran(bench: Bench):
    failed = Action("shell.run", {"command": "make"}, "sub", {"CC": "gcc"})
    action = made(bench, command("make clean"), failed)
    assert (action.kind, action.args, action.cwd, action.env) == (
        "shell.run",
        {"command": "make clean"},
        "sub",
        {"CC": "gcc"},
    )
    assert action.origin == USER


def test_advice_is_for_people(bench: Bench):
    assert made(bench, advice("read the manual")) is None


@pytest.mark.parametrize(
    ("text", "packages"),
    [
        ("pip install flask", ["flask"]),
        ("python -m pip install 'flask>=2' click", ["flask>=2", "click"]),
        ("uv pip install flask", ["flask"]),
    ],
)
def test_packages_go_into_the_projects_environment(bench: Bench, text: str, packages: list[str]):
    assert made(bench, install(text)).kind == "shell.run"
    (bench.root / ".venv/bin").mkdir(parents=True)
    (bench.root / ".venv/bin/python").symlink_to(sys.executable)
    (bench.root / ".venv/pyvenv.cfg").write_text("")
    action = made(bench, install(text))
    assert (action.kind, action.args) == ("env.install", {"packages": packages})
    assert made(bench, install("pip install --user flask")).kind == "shell.run"
    assert made(bench, install("npm install x")).kind == "shell.run"


def test_an_edit_fits_its_own_line_only(bench: Bench):
    (bench.root / "a.py").write_text("x = 1\ny = 1\nx = 1\n")
    action = made(bench, edit("a.py", 3, "x = 1", "x = 2"))
    assert bench.do(action.kind, **action.args).ok
    assert (bench.root / "a.py").read_text() == "x = 1\ny = 1\nx = 2\n"


@pytest.mark.parametrize(
    "fix",
    [
        edit("a.py", 2, "x = 1", "x = 2"),
        edit("a.py", 9, "x = 1", "x = 2"),
        edit("missing.py", 1, "x", "y"),
        edit("../outside.py", 1, "x", "y"),
        command("a0none", operation="restart"),
        command("a0none", operation="rollback"),
    ],
)
def test_what_does_not_fit_any_more_is_not_done(bench: Bench, fix):
    (bench.root / "a.py").write_text("x = 1\ny = 1\n")
    assert made(bench, fix) is None


def test_code_that_failed_is_changed_itself():
    cell = Action("cell.run", {"code": "a = 1\nprnt(a)\n"}, origin=Origin("user", "notebook", "k1"))
    action = mended(edit("", 2, "prnt", "print"), cell)
    assert (action.kind, action.args["code"], action.origin) == ("cell.run", "a = 1\nprint(a)\n", cell.origin)
    assert action.id != cell.id
    assert mended(edit("", 1, "prnt", "print"), cell) is None
    assert mended(edit("", 7, "prnt", "print"), cell) is None
    assert mended(edit("", 1, "x", "y"), Action("shell.run", {"command": "x"})) is None
    assert mended(edit("f.py", 1, "a", "b"), cell) is None

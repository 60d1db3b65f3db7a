"""Tools of the project's own environment are judged by name, and bound by what they run."""

from __future__ import annotations

from journeyman.gate.analysis import analyse_shell
from journeyman.gate.signature import PROGRAM
from journeyman.workspace import Workspace


def test_a_script_run_by_the_environments_python_is_bound(workspace: Workspace) -> None:
    (workspace.root / "app.py").write_text("print(1)\n")
    one = analyse_shell(".venv/bin/python app.py", cwd=str(workspace.root), workspace=workspace)
    (workspace.root / "app.py").write_text("print(2)\n")
    two = analyse_shell(".venv/bin/python app.py", cwd=str(workspace.root), workspace=workspace)
    assert one.digests != two.digests
    assert one.level == "contained"


def test_the_environment_need_not_exist_yet(workspace: Workspace) -> None:
    found = analyse_shell(".venv/bin/python app.py", cwd=str(workspace.root), workspace=workspace)
    assert [name for name in found.digests if ".venv" in name and not name.startswith(PROGRAM)] == []


def test_a_tool_of_the_environment_is_never_merely_read(workspace: Workspace) -> None:
    assert analyse_shell(".venv/bin/ls", cwd=str(workspace.root), workspace=workspace).level == "contained"


def test_pip_of_the_environment_is_judged_as_pip(workspace: Workspace) -> None:
    found = analyse_shell(".venv/bin/pip install x", cwd=str(workspace.root), workspace=workspace)
    assert found.level == analyse_shell("pip install x", cwd=str(workspace.root), workspace=workspace).level


def test_code_given_to_the_environments_python_is_judged(workspace: Workspace) -> None:
    code = "import shutil; shutil.rmtree('/')"
    found = analyse_shell(f'.venv/bin/python -c "{code}"', cwd=str(workspace.root), workspace=workspace)
    plain = analyse_shell(f'python -c "{code}"', cwd=str(workspace.root), workspace=workspace)
    assert found.level == plain.level

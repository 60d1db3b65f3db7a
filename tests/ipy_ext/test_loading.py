"""What ``%load_ext ipy_ext`` does to a fresh process and to a shell."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.ipy_ext.conftest import ROOT

HEAVY = {"yaml", "rich", "nbformat", "git", "openai", "fastjsonschema", "tree_sitter", "psutil", "numpy", "sqlite3"}
HEAVY |= {"wordllama", "ipywidgets", "httpx", "pydantic", "argparse"}

PROGRAM = """
import sys
from IPython.terminal.interactiveshell import TerminalInteractiveShell
shell = TerminalInteractiveShell.instance()
before = set(sys.modules)
shell.run_line_magic("load_ext", "ipy_ext")
print("LOADED", *sorted(set(sys.modules) - before))
"""


def test_loading_brings_nothing_heavy(folder: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    offered, loaded = done.stdout.splitlines()
    assert "%agent init" in offered
    names = set(loaded.split()[1:])
    assert "ipy_ext.extension" in names
    assert {name.split(".")[0] for name in names} & HEAVY == set()
    ours = {name for name in names if name.startswith("journeyman")}
    assert ours <= {
        "journeyman",
        "journeyman.errors",
        "journeyman.workspace",
        "journeyman.workspace.confine",
        "journeyman.workspace.workspace",
    }
    assert not any(folder.iterdir()), "loading writes nothing"


def test_a_shell_is_as_before_after_unloading(shell: Any, folder: Path, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.chdir(folder)
    import ipy_ext

    def state() -> Any:
        magics = {kind: sorted(names) for kind, names in shell.magics_manager.magics.items()}
        events = {name: list(found) for name, found in shell.events.callbacks.items()}
        return magics, events, list(shell.Completer.custom_matchers)

    before = state()
    ipy_ext.load_ipython_extension(shell)
    ipy_ext.load_ipython_extension(shell)
    assert len(shell.Completer.custom_matchers) == 1
    shell.run_cell("answer = %agent status")
    assert shell.user_ns["answer"].exit_code == 0
    assert shell.user_ns["answer"].data["workspace"] == str(folder)
    _, found = shell.complete(None, "%agent stat")
    assert found == ["status"]
    _, found = shell.complete(None, "x = %age")
    assert "status" not in found
    ipy_ext.unload_ipython_extension(shell)
    ipy_ext.unload_ipython_extension(shell)
    assert state() == before
    assert capsys.readouterr().out.count("%agent init") == 1


def test_a_magic_of_somebody_else_is_left_alone(shell: Any, folder: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(folder)
    import ipy_ext

    ipy_ext.load_ipython_extension(shell)
    shell.register_magic_function(lambda line: "theirs", "line", "agent")
    ipy_ext.unload_ipython_extension(shell)
    assert shell.run_line_magic("agent", "") == "theirs"


def test_a_workspace_that_cannot_be_opened_is_one_line(shell: Any, folder: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(folder)
    import ipy_ext

    ipy_ext.load_ipython_extension(shell)
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    shell.run_cell("answer = %agent status")
    assert shell.user_ns["answer"].exit_code == 2
    assert "XDG_STATE_HOME" in shell.user_ns["answer"].text
    monkeypatch.setenv("XDG_STATE_HOME", str(folder.parent / "state"))
    shell.run_cell("answer = %agent status")
    assert shell.user_ns["answer"].exit_code == 0, "it is opened once that is possible"
    ipy_ext.unload_ipython_extension(shell)


def test_the_environment_can_name_the_workspace(shell: Any, folder: Path, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JOURNEYMAN_WORKSPACE", str(folder))
    import ipy_ext

    ipy_ext.load_ipython_extension(shell)
    shell.run_cell("answer = %agent status")
    assert shell.user_ns["answer"].data["workspace"] == str(folder)
    ipy_ext.unload_ipython_extension(shell)


def test_the_help_of_the_magic_itself(shell: Any, folder: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(folder)
    import ipy_ext

    ipy_ext.load_ipython_extension(shell)
    assert "%agent help" in shell.find_line_magic("agent").__doc__
    shell.run_cell("answer = %agent")
    assert "plan a goal" in repr(shell.user_ns["answer"])
    ipy_ext.unload_ipython_extension(shell)

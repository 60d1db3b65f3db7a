"""Fixtures for every room: a temporary workspace with a private folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from journeyman.commands.frontend import Frontend
from journeyman.commands.result import Result
from journeyman.gate.approver import Answer, ScriptedApprover
from journeyman.services import Services, open_services
from journeyman.workspace import Workspace, find_workspace


@pytest.fixture(autouse=True)
def isolated_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point every personal folder to a temporary one, so that no test reads or writes the user's."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("IPYTHONDIR", str(home / "ipython"))
    monkeypatch.delenv("JOURNEYMAN_WORKSPACE", raising=False)
    return home


@pytest.fixture(scope="module", autouse=True)
def no_warm_interpreter_is_left() -> Iterator[None]:
    """Hold every test file to ending the warm interpreters that it began: others count processes."""
    yield
    left = [child.pid for child in psutil.Process().children() if "forkserver_main.py" in _command(child)]
    assert not left, f"warm interpreters are left: {left}; close the Processes or Services that began them"


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:  # it ended while it was looked at
        return ""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A prepared, empty workspace."""
    root = tmp_path / "work"
    root.mkdir()
    return find_workspace(root).prepare()


@pytest.fixture
def services(workspace: Workspace) -> Iterator[Services]:
    """All rooms of an empty workspace."""
    opened = open_services(workspace.root)
    yield opened
    opened.close()


@pytest.fixture
def run(services: Services) -> Callable[..., Result]:
    """Carry out one line as typed at a front end; answers are given in order, then questions stay pending."""
    from journeyman.commands.boundary import run_line

    def carry_out(line: str, *answers: Answer) -> Result:
        return run_line(services, Frontend("test", ScriptedApprover(answers)), line)

    return carry_out


@pytest.fixture
def autonomous(isolated_home: Path) -> None:
    """The user's own policy lets everything below the floor run unasked."""
    folder = isolated_home / "config" / "journeyman"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "policy.yaml").write_text("autonomy: all\n")

"""What a weaker sandbox does not hide from reading is asked there, and only there."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from journeyman.gate.analysis import analyse_python, analyse_shell
from journeyman.gate.unheld import unheld
from journeyman.sandbox.spec import Capability
from journeyman.values import Prediction
from journeyman.workspace import Workspace

WEAKER = Capability("landlock", fs=True, tcp=True, udp=True, signals=True, pids=False, hosts=True)
SECRET = os.path.expanduser("~/.ssh/id_ed25519")


def shell(workspace: Workspace, text: str) -> Prediction:
    return analyse_shell(text, cwd=".", workspace=workspace)


@pytest.mark.parametrize(
    "text", ["ps aux", "pgrep -a ssh", "top -b -n 1", "ps -ef | grep token", f"stat {SECRET}", f"ls -l {SECRET}"]
)
def test_a_reading_that_shows_what_is_not_hidden_is_asked(workspace: Workspace, text: str) -> None:
    effects = shell(workspace, text).effects
    assert WEAKER.name in unheld(WEAKER, effects)
    assert not unheld(replace(WEAKER, pids=True), effects)


@pytest.mark.parametrize("text", ["ls -la", "git status", "uptime", "cat README.md", "ls .env", "stat ~/notes.txt"])
def test_other_readings_are_not(workspace: Workspace, text: str) -> None:
    assert not unheld(WEAKER, shell(workspace, text).effects)


def test_python_that_lists_processes_is_asked(workspace: Workspace) -> None:
    code = "import psutil\nfor each in psutil.process_iter(): print(each.cmdline())"
    assert unheld(WEAKER, analyse_python(code, cwd=".", workspace=workspace, live_kernel=False).effects)


def test_where_nothing_is_confined_there_is_nothing_to_hold(workspace: Workspace) -> None:
    assert not unheld(Capability("none"), shell(workspace, "ps aux").effects)


def test_code_is_asked_where_it_could_signal_other_processes(workspace: Workspace) -> None:
    older = replace(WEAKER, signals=False, pids=True)
    assert "signals" in unheld(older, shell(workspace, "make test").effects)
    for text in ("touch notes.txt", "ps aux", "cat README.md"):
        assert not unheld(older, shell(workspace, text).effects)
    assert not unheld(replace(older, signals=True), shell(workspace, "make test").effects)

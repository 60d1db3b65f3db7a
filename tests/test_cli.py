"""The shell command: exit codes, JSON, and what scripts rely on."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from journeyman import __version__


@pytest.fixture
def shell(workspace):
    """Run the real command in the workspace; nobody sits at its terminal."""

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "JOURNEYMAN_WORKSPACE": str(workspace.root)}
        command = [sys.executable, "-m", "journeyman", *words]
        return subprocess.run(
            command, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False, timeout=120
        )

    return call


def test_version_and_help(shell):
    assert shell("--version").stdout == f"journeyman {__version__}\n"
    for words in ((), ("--help",), ("help",)):
        found = shell(*words)
        assert found.returncode == 0
        assert "lockdown" in found.stdout


def test_exit_codes(shell, workspace):
    assert shell("queue", "--shell", "add", "cat hello.txt").returncode == 0
    (workspace.root / "hello.txt").write_text("hello\n")
    assert shell("run").returncode == 0
    shell("queue", "--shell", "add", "cat missing.txt")
    assert shell("run").returncode == 1
    assert shell("cancel").returncode == 0
    assert shell("frobnicate").returncode == 2
    shell("queue", "--shell", "add", "touch new.txt")
    assert shell("run").returncode == 3
    assert shell("reject").returncode == 0
    assert shell("run").returncode == 2, "the queue is empty"
    shell("queue", "--shell", "add", "mkfs.ext4 /dev/sda1")
    assert shell("run").returncode == 4


def test_json_everywhere(shell):
    for words in (
        ("status",),
        ("queue",),
        ("log",),
        ("trust",),
        ("help",),
        ("doctor",),
        ("plan", "Create a Flask API"),
    ):
        found = shell(*words, "--json")
        assert json.loads(found.stdout)["exit_code"] == found.returncode, words
    missing = shell("show", "azzzz", "--json")
    assert missing.returncode == 2
    assert "azzzz" in json.loads(missing.stdout)["error"]


def test_a_question_waits_across_processes(shell, workspace):
    shell("queue", "--shell", "add", "echo hello > hello.txt")
    waiting = json.loads(shell("run", "--json").stdout)["outcomes"][0]["approval_id"]
    assert shell("approve", waiting).returncode == 0
    assert (workspace.root / "hello.txt").read_text() == "hello\n"
    assert shell("approve", waiting).returncode == 2
    assert shell("undo").returncode == 0
    assert not (workspace.root / "hello.txt").exists()


def test_a_workspace_that_does_not_exist_is_one_line(shell, workspace, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(workspace.root))
    found = shell("status")
    assert found.returncode == 2
    assert "XDG_STATE_HOME" in found.stdout
    assert found.stderr == ""


def test_a_corrupt_store_is_moved_aside_and_told(shell, workspace):
    shell("queue", "--shell", "add", "ls")
    for name in ("-wal", "-shm"):
        workspace.store_path.with_name(workspace.store_path.name + name).unlink(missing_ok=True)
    workspace.store_path.write_bytes(b"not a database " * 500)
    shell("init")
    found = json.loads(shell("log", "--level", "error", "--json").stdout)
    assert any("moved to" in event["message"] for event in found["events"])
    kept = [path for path in workspace.private.iterdir() if "corrupt" in path.name]
    assert kept[0].read_bytes() == b"not a database " * 500


def test_a_corrupt_state_file_does_not_stop_anything(shell, workspace):
    shell("init")
    workspace.state_file.write_text("{ this is not JSON")
    assert shell("status").returncode == 0
    shell("queue", "--shell", "add", "ls")
    assert json.loads(workspace.state_file.read_text())["queue"]
    kept = [path for path in workspace.root.iterdir() if "corrupt" in path.name]
    assert [path.read_text() for path in kept] == ["{ this is not JSON"]


def test_no_heavy_library_stands_in_the_way_of_status(workspace):
    code = (
        "import sys; from journeyman.cli import main; main(['status'])\n"
        "print(sorted({'yaml', 'rich', 'click', 'nbformat', 'git', 'tree_sitter', 'numpy'} & set(sys.modules)))"
    )
    env = {**os.environ, "JOURNEYMAN_WORKSPACE": str(workspace.root)}
    found = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert found.stdout.splitlines()[-1] == "[]"


def test_an_output_that_is_closed_early_is_no_traceback(shell, workspace):
    env = {**os.environ, "JOURNEYMAN_WORKSPACE": str(workspace.root)}
    process = subprocess.Popen(
        [sys.executable, "-m", "journeyman", "help"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    process.stdout.close()
    errors = process.stderr.read()
    process.wait(60)
    assert "Traceback" not in errors

"""``journeyman gate`` and ``journeyman hook`` as programs call them: streams, exit codes, and nothing left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def call(tmp_path, isolated_home):
    """Run the command in an empty folder with this on its standard input."""
    place = tmp_path / "place"
    place.mkdir()

    def run(*words: str, given: str | bytes = "", cwd: Path = place) -> subprocess.CompletedProcess[str]:
        data = given.encode() if isinstance(given, str) else given
        command = [sys.executable, "-m", "journeyman", *words]
        done = subprocess.run(
            command, input=data, capture_output=True, cwd=cwd, env=os.environ, check=False, timeout=60
        )
        return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())

    run.place = place
    return run


def test_one_command_gets_one_readable_line(call):
    done = call("gate", "git status")
    assert (done.returncode, done.stdout) == (0, "allow (read): it only reads\n")
    done = call("gate", given="rm -rf build\n")
    assert done.returncode == 0
    assert done.stdout.startswith("ask (contained): deletes build; ")
    assert done.stdout.count("\n") == 1


def test_as_json_and_as_python(call):
    found = json.loads(call("gate", "--json", "rm -rf /").stdout)
    assert found["verdict"] == "deny"
    assert found.keys() == {"verdict", "level", "effects", "reasons", "signature"}
    assert json.loads(call("gate", "--python", "--json", "1 + 1").stdout)["verdict"] == "allow"
    assert json.loads(call("gate", "--python", "--json", "open('x', 'w')").stdout)["level"] == "kernel"


def test_the_exit_code_tells_the_verdict_when_asked_to(call):
    ends = [call("gate", "--exit-code", command).returncode for command in ("ls", "rm x", "rm -rf /")]
    assert ends == [0, 3, 4]


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (("gate", "ls", "-l"), ""),
        (("gate", "ls", "pwd"), ""),
        (("gate", "--jsonl", "ls"), ""),
        (("gate",), b"\xff"),
        (("gate", "--workspace", "missing", "ls"), ""),
        (("gate", "--policy", "missing.yaml", "ls"), ""),
        (("hook",), ""),
        (("hook", "cursor"), ""),
        (("hook", "install"), ""),
        (("hook", "install", "cursor"), ""),
        (("hook", "codex", "claude-code"), ""),
        (("hook", "install", "codex", "--write"), ""),
    ],
)
def test_a_wrong_call_is_one_line_and_exit_code_2(call, words, given):
    done = call(*words, given=given)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"journeyman {words[0]}: ")
    assert done.stderr.count("\n") == 1


def test_the_agents_are_named(call):
    assert "claude-code, codex" in call("hook").stderr
    assert "claude-code, codex" in call("help", "hook").stdout + call("hook", "--help").stdout


def test_the_hint_of_an_installation_writes_what_was_shown(call, tmp_path):
    project = tmp_path / "a project"
    done = call("hook", "install", "claude-code", "--project", str(project), "--strict")
    assert f"journeyman hook install claude-code --project '{project}' --strict --write" in done.stderr
    assert "hook install codex --write" in call("hook", "install", "codex").stderr


def test_lines_of_commands(call):
    given = '{"command": "ls"}\nnope\n{"command": "rm -rf /", "cwd": "/tmp"}\n'
    done = call("gate", "--jsonl", given=given)
    assert done.returncode == 0
    assert [json.loads(line)["verdict"] for line in done.stdout.splitlines()] == ["allow", "deny", "deny"]


def test_an_answer_before_the_next_line_is_written(call):
    command = [sys.executable, "-m", "journeyman", "gate", "--jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=call.place) as child:
        for command, verdict in (("ls", "allow"), ("rm x", "ask")):
            child.stdin.write(json.dumps({"command": command}) + "\n")
            child.stdin.flush()
            assert json.loads(child.stdout.readline())["verdict"] == verdict
        child.stdin.close()
        assert child.stdout.read() == ""


def shell(line: str, given: str, place: Path) -> subprocess.CompletedProcess[str]:
    """Run a line as a shell does."""
    command = ["bash", "-c", line]
    return subprocess.run(command, input=given, capture_output=True, text=True, cwd=place, check=False, timeout=60)


@pytest.mark.parametrize("words", ["gate --jsonl", "gate", "hook claude-code"])
@pytest.mark.parametrize(
    ("streams", "why"),
    [
        ("<&-", "standard input is closed"),
        (">&-", "standard output is closed"),
        pytest.param(
            ">/dev/full",
            "No space left",
            marks=pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full"),
        ),
    ],
)
def test_a_stream_that_cannot_be_used_is_one_line(call, words, streams, why):
    event = {"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": "ls"}, "cwd": "/"}
    given = json.dumps({"command": "ls", **event})
    line = f"{sys.executable} -m journeyman {words} {streams}"
    done = shell(line, given, call.place)
    assert done.returncode == 2, "for an agent, everything but 2 is a hook that failed, and it goes on"
    assert why in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_reader_that_has_seen_enough_is_no_fault(call):
    lines = json.dumps({"command": "ls"}) + "\n"
    line = f"{sys.executable} -m journeyman gate --jsonl | head -n 1"
    done = shell(line, lines * 5000, call.place)
    assert json.loads(done.stdout)["verdict"] == "allow"
    assert done.stderr == ""


def test_nothing_is_created(call, isolated_home):
    before = sorted(isolated_home.rglob("*"))
    call("gate", "rm x")
    call("gate", "--jsonl", given='{"command": "touch y"}\n')
    call("gate", "--workspace", str(call.place), "ls")
    call("hook", "claude-code", given="{}")
    call("hook", "install", "codex")
    assert list(call.place.iterdir()) == []
    assert sorted(isolated_home.rglob("*")) == before


def test_the_home_folder_itself_can_be_judged(call, isolated_home):
    """The private folder lies below it, which a workspace may not have; here nothing is kept."""
    home = Path(os.path.expanduser("~"))
    assert call("gate", "ls", cwd=home).returncode == 0


def test_a_workspace_brings_its_trust(call, services, run, autonomous):
    """What was earned in a workspace counts for it alone, and only when it is named."""
    for _ in range(6):
        assert run("queue add --shell touch note.txt").exit_code == 0
        assert run("run").exit_code == 0
        (services.workspace.root / "note.txt").unlink()
    root = str(services.workspace.root)
    Path(os.environ["XDG_CONFIG_HOME"], "journeyman", "policy.yaml").unlink()
    assert call("gate", "touch note.txt", cwd=services.workspace.root).stdout.startswith("ask")
    assert call("gate", "--workspace", root, "touch note.txt").stdout.startswith("allow (contained): ")


def test_a_cloned_folder_cannot_loosen_its_own_gate(call):
    (call.place / "configs").mkdir()
    policy = call.place / "configs" / "policy.yaml"
    policy.write_text("autonomy: all\n")
    assert call("gate", "touch x").stdout.startswith("ask")
    policy.write_text("rules:\n  - match: {program: ls}\n    verdict: deny\n")
    assert call("gate", "ls").stdout.startswith("deny")
    policy.write_text("autonomy: perhaps\n")
    assert "the policy is broken" in call("gate", "touch x").stdout
    assert call("gate", "ls").stdout.startswith("allow"), "reading goes on"


def test_a_hook_ends_with_0_or_2_whatever_happens(call, tmp_path):
    """A fault of ours must not look like leave to go on: here the package itself cannot be imported whole."""
    done = call("hook", "claude-code", given="not json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "stops this" in done.stderr
    broken = tmp_path / "broken" / "yaml"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise RuntimeError('half an upgrade')\n")
    event = {"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": "ls"}, "cwd": "/tmp"}
    command = [sys.executable, "-m", "journeyman", "hook", "claude-code"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(broken.parent), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run(
        command, input=json.dumps(event), env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert "half an upgrade" in done.stderr
    assert done.stdout == ""

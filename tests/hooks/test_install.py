"""Setting an agent up: the entry calls this installation, and nothing else in the settings changes."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys

import pytest

from journeyman.errors import UsageError
from journeyman.hooks.install import AGENTS, entry, merged, read_settings, settings_file, write_settings


@pytest.mark.parametrize("agent", AGENTS)
def test_the_entry_calls_this_installation(agent, tmp_path):
    """The command in the entry, run by a shell as the agents do it, answers."""
    groups = entry(agent)["hooks"]["PreToolUse"]
    (command,) = [hook["command"] for group in groups for hook in group["hooks"]]
    event = {
        "hook_event_name": "PreToolUse",
        "tool_name": "Bash",
        "tool_input": {"command": "rm -rf ~"},
        "cwd": str(tmp_path),
    }
    done = subprocess.run(
        ["bash", "-c", command], input=json.dumps(event), capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["hookSpecificOutput"]["permissionDecision"] == "deny"


def test_other_settings_stay_and_ours_stands_once():
    other = {"matcher": "Bash", "hooks": [{"type": "command", "command": "notify-me"}]}
    before = {"model": "opus", "hooks": {"PreToolUse": [other], "Stop": [other]}}
    once = merged(before, "claude-code")
    assert once["model"] == "opus"
    assert once["hooks"]["Stop"] == [other]
    assert once["hooks"]["PreToolUse"] == [other, *entry("claude-code")["hooks"]["PreToolUse"]]
    assert merged(once, "claude-code") == once
    assert merged({}, "codex") == entry("codex")


def test_a_hook_that_fails_stops_the_call_where_the_agent_can_do_that():
    groups = entry("claude-code", strict=True)["hooks"]["PreToolUse"]
    assert [hook["onFailure"] for group in groups for hook in group["hooks"]] == ["block"]
    assert "onFailure" not in json.dumps(entry("claude-code"))
    assert merged(entry("claude-code", strict=True), "claude-code") == entry("claude-code")
    with pytest.raises(UsageError, match="leave --strict out"):
        entry("codex", strict=True)


@pytest.mark.parametrize("hooks", [[], {"PreToolUse": {}}])
def test_settings_that_are_not_understood_are_left_alone(hooks):
    with pytest.raises(UsageError, match="mend the file"):
        merged({"hooks": hooks}, "claude-code")


def test_reading_and_writing(tmp_path):
    path = settings_file("codex", tmp_path)
    assert path == tmp_path / ".codex" / "hooks.json"
    assert read_settings(path) == {}
    write_settings(path, {"hooks": {}})
    path.chmod(0o600)
    link = tmp_path / "linked.json"
    link.symlink_to(path)
    write_settings(link, {"hooks": {}, "more": "ü"})
    assert link.is_symlink()
    assert read_settings(path) == {"hooks": {}, "more": "ü"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["hooks.json"]


@pytest.mark.parametrize("text", ["{", "[]"])
def test_broken_settings_are_not_replaced(tmp_path, text):
    path = tmp_path / "settings.json"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"settings\.json"):
        read_settings(path)
    assert path.read_text() == text


def test_an_unwritable_place_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        write_settings(tmp_path / "file" / "settings.json", {})


def test_writing_asks_a_person_first(tmp_path):
    pexpect = pytest.importorskip("pexpect", reason="needs a terminal")
    path = settings_file("claude-code", tmp_path)
    for answer, written in (("n", False), ("y", True)):
        child = pexpect.spawn(
            sys.executable,
            ["-m", "journeyman", "hook", "install", "claude-code", "--write", "--project", str(tmp_path)],
            env=dict(os.environ),
            timeout=60,
            encoding="utf-8",
        )
        child.expect("settings.json.*y/N")
        child.sendline(answer)
        child.expect(pexpect.EOF)
        child.close()
        assert path.exists() is written
    assert read_settings(path) == entry("claude-code")

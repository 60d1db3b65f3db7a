"""What the agents are answered. The inputs in ``recorded/`` are written by hand after the agents' documented formats
(Claude Code's hooks reference; Codex's hooks and the schemas of its 0.15x sources); CWD stands for the working folder.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from journeyman.hooks.answering import Setup, answer
from journeyman.hooks.event import Answer

RECORDED = Path(__file__).parent / "recorded"


@pytest.fixture
def project(tmp_path) -> Path:
    root = tmp_path / "site"
    (root / ".git").mkdir(parents=True)
    (root / "src").mkdir()
    return root


def recorded(name: str, cwd: Path) -> bytes:
    return (RECORDED / f"{name}.json").read_text("utf-8").replace("CWD", str(cwd)).encode()


def asked(name: str, cwd: Path, **setup: object) -> Answer:
    agent = "codex" if name.startswith("codex") else "claude-code"
    return answer(Setup(agent, **setup), recorded(name, cwd))


def decision(found: Answer) -> str:
    assert found.exit_code == 0
    said = found.output.get("hookSpecificOutput")
    return said["permissionDecision"] if said else ""


@pytest.mark.parametrize(
    ("name", "verdict", "reason"),
    [
        ("bash_read", "allow", "only reads"),
        ("bash_change", "ask", "deletes build"),
        ("bash_catastrophic", "deny", "deletes everything"),
        ("monitor", "ask", "deletes build"),
        ("write", "ask", "writes"),
        ("edit_own_settings", "ask", "agent's own settings"),
        ("edit_outside", "ask", "outside the workspace"),
        ("notebook_edit", "ask", "analysis.ipynb"),
        ("read", "allow", "only reads"),
        ("read_secret", "ask", "reads a secret"),
        ("grep", "allow", "only reads"),
        ("web_fetch", "allow", "only reads"),
        ("web_fetch_carrying", "ask", "query"),
    ],
)
def test_claude_code_is_told_the_verdict_and_why(project, name, verdict, reason):
    found = asked(f"claude_code_{name}", project)
    assert decision(found) == verdict
    said = found.output["hookSpecificOutput"]
    assert said["hookEventName"] == "PreToolUse"
    assert reason in said["permissionDecisionReason"]
    assert found.message == ""


@pytest.mark.parametrize("name", ["claude_code_mcp", "claude_code_monitor_socket", "codex_mcp"])
def test_a_tool_that_is_not_known_gets_no_opinion(project, name):
    assert asked(name, project) == Answer()


def test_edits_inside_are_left_alone_while_the_user_accepts_edits(project):
    assert asked("claude_code_write_accepted", project) == Answer()


def test_a_command_in_a_sub_folder_belongs_to_the_whole_repository(project):
    inside = recorded("claude_code_write_accepted", project).replace(
        f'"cwd": "{project}"'.encode(), f'"cwd": "{project}/src"'.encode()
    )
    assert answer(Setup("claude-code"), inside) == Answer(), "src/app.py lies in the same repository"


def test_codex_hears_denials_only(project):
    assert asked("codex_bash_read", project) == Answer(), "Codex takes an allow for a fault"
    for name, why in (
        ("bash_change", "needs a person"),
        ("bash_catastrophic", "everything"),
        ("apply_patch", "old.py"),
    ):
        found = asked(f"codex_{name}", project)
        assert decision(found) == "deny"
        assert why in found.output["hookSpecificOutput"]["permissionDecisionReason"]


def test_codex_may_be_left_to_ask_itself(project):
    assert asked("codex_bash_change", project, defer=True) == Answer()
    for name in ("bash_change_unattended", "bash_floor", "bash_catastrophic"):
        assert decision(asked(f"codex_{name}", project, defer=True)) == "deny"


def test_what_codex_itself_asks_about(project):
    said = asked("codex_permission_read", project).output["hookSpecificOutput"]
    assert said == {"hookEventName": "PermissionRequest", "decision": {"behavior": "allow"}}
    assert asked("codex_permission_change", project) == Answer(), "the user is asked, as ever"
    said = asked("codex_permission_catastrophic", project).output["hookSpecificOutput"]
    assert said["decision"]["behavior"] == "deny"
    assert "everything" in said["decision"]["message"]


@pytest.mark.parametrize("agent", ["claude-code", "codex"])
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not json",
        b"[1]",
        b'{"hook_event_name": "PreToolUse"}',
        b'{"hook_event_name": "PreToolUse", "tool_name": "Bash", "cwd": "/tmp"}',
        b'{"hook_event_name": "PreToolUse", "tool_name": "Bash", "cwd": "tmp", "tool_input": {"command": "ls"}}',
        b'{"hook_event_name": "PreToolUse", "tool_name": "Bash", "cwd": "/tmp", "tool_input": {"command": 1}}',
        b'{"hook_event_name": "PreToolUse", "tool_name": "Bash", "cwd": "/tmp", "tool_input": {}}',
        b'{"hook_event_name": "PreToolUse", "tool_name": "apply_patch", "cwd": "/tmp", "tool_input": {"command": "x"}}',
        b'{"a": ' * 3000,
        "\N{BYTE ORDER MARK}{".encode("utf-16"),
    ],
)
def test_what_cannot_be_read_is_stopped(agent, data):
    found = answer(Setup(agent), data)
    assert found.exit_code == 2
    assert found.output == {}
    assert "stops this" in found.message


def test_another_event_gets_no_opinion(project):
    data = json.loads(recorded("claude_code_bash_change", project))
    data["hook_event_name"] = "PostToolUse"
    for agent in ("claude-code", "codex"):
        assert answer(Setup(agent), json.dumps(data).encode()) == Answer()


def test_nothing_that_only_a_sandbox_would_hold_runs_unasked(project, isolated_home):
    """The user lets contained work run unasked in Journeyman; the agent runs it outside, so it is asked."""
    own = isolated_home / "config" / "journeyman" / "policy.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("autonomy: all\n")
    assert decision(asked("claude_code_bash_change", project)) == "ask"


def test_a_policy_of_ones_own(project, tmp_path):
    policy = tmp_path / "strict.yaml"
    policy.write_text("rules:\n  - match: {program: git}\n    verdict: deny\n    reason: no git here\n")
    found = asked("claude_code_bash_read", project, policy=policy)
    assert decision(found) == "deny"
    assert "no git here" in found.output["hookSpecificOutput"]["permissionDecisionReason"]


def test_a_policy_that_is_not_there_stops_everything(project, tmp_path):
    assert asked("claude_code_bash_read", project, policy=tmp_path / "missing.yaml").exit_code == 2


def test_the_lockdown_of_a_workspace_holds_for_the_agent(project, services, run):
    run("lockdown on")
    found = asked("claude_code_bash_change", project, workspace=str(services.workspace.root))
    assert decision(found) == "deny"
    assert decision(asked("claude_code_bash_read", project, workspace=str(services.workspace.root))) == "allow"

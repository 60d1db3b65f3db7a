"""What was done and why: status, log, why, show."""

from __future__ import annotations

import json

from tests.commands.lines import HELLO, READ


def test_status_shows_what_needs_attention(run):
    assert "Nothing done yet" in run("status").text
    run(HELLO)
    run("run")
    text = run("status").text
    assert "Waits for approval" in text
    assert "0 of 1 steps done" in text


def test_log_filters(services, run):
    run(READ)
    run("run")
    run(HELLO)
    run("run")
    run("reject")
    everything = run("log").data["events"]
    assert {event["name"] for event in everything} >= {"plan.added", "action.done", "action.rejected"}
    assert {event["level"] for event in run("log --level warning").data["events"]} == {"warning"}
    assert {event["kind"] for event in run("log --kind shell.run").data["events"]} == {"shell.run"}
    action = services.store.actions()[0].action.id
    assert {event["action_id"] for event in run(f"log --action {action}").data["events"]} == {action}
    assert "hello" in run("log --text hello").text
    assert run("log --since 1h --until 0s").exit_code == 0
    assert run("log --since 2020-01-01").data["events"] == everything
    assert run("log --since tomorrow").exit_code == 2
    assert run("log --text nothingofthekind").text == "no events match"


def test_log_verify_finds_an_edit(services, run):
    run(READ)
    run("run")
    assert run("log verify").exit_code == 0
    with services.store.connection.write() as raw:
        raw.execute("UPDATE events SET message='nothing happened' WHERE seq=2")
    result = run("log verify")
    assert result.exit_code == 1
    assert "2" in result.text
    assert run("doctor").exit_code == 1
    assert run(READ).exit_code == 0
    run(HELLO)
    assert run("run p", "approved").exit_code != 0
    assert "LOCKDOWN" in run("status").text


def test_why_explains_from_the_record(services, run):
    run(HELLO)
    run("run")
    waiting = services.store.approvals(status="pending")[0]
    for wanted in (waiting.id, waiting.action_id, ""):
        text = run(f"why {wanted}").text
        assert "ask" in text
        assert "contained" in text
        assert "signature" in text
    assert run("why azzz").exit_code == 2


def test_show_has_everything_about_an_action(services, run):
    run(READ)
    run("run")
    action = services.store.actions()[0].action.id
    shown = run(f"show {action}")
    assert "ls" in shown.text
    assert json.dumps(shown.data)
    plan = services.store.plans()[0].id
    assert "ls" in run(f"show {plan}").text


def test_a_reason_that_decides_is_not_hidden_behind_one_that_does_not(services, run, isolated_home):
    folder = isolated_home / "config" / "journeyman"
    folder.mkdir(parents=True, exist_ok=True)
    services.workspace.configs.mkdir()
    (services.workspace.configs / "policy.yaml").write_text(
        "rules: [{match: {program: mkdir}, verdict: deny, reason: no folders}]\n"
    )
    told = run("queue add --shell mkdir d").text
    assert "workspace rule 1: no folders" in told
    assert "more clean runs" not in told


def test_an_approval_is_shown_by_its_action(services, run):
    run(HELLO)
    run("run")
    (waiting,) = services.store.approvals(status="pending")
    assert "echo hello > hello.txt" in run(f"show {waiting.id}").text
    assert run("show q-none").exit_code == 2

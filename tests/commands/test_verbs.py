"""The verbs as users see them, on a real workspace."""

from __future__ import annotations

import json

import pytest

HELLO = 'queue add --shell "echo hello > hello.txt"'
READ = "queue add --shell ls"


def plan_id(result) -> str:
    return result.data["plan"]["id"]


def test_help_lists_the_verbs_and_explains_one(run):
    assert "lockdown" in run("help").text
    assert "--level" in run("help log").text
    assert run("").exit_code == 0, "no verb is a call for help"
    assert run("help nothing").exit_code == 2


def test_a_plan_shows_risk_verdict_and_reason_for_each_step(run):
    result = run("plan Create a hello world Flask API with a test")
    assert result.exit_code == 0
    for word in ("contained", "external", "asks", "runs unasked", "installs flask"):
        assert word in result.text
    assert result.card == "plan"


def test_no_recipe_and_no_model_is_said_with_the_recipes(run):
    result = run("plan translate the Iliad into Welsh")
    assert result.exit_code == 1
    assert "flask-api" in result.text
    assert "model" in result.text
    assert run("queue").text.startswith("The queue is empty")


@pytest.mark.parametrize(
    "goal",
    ["", "   ", '""', "x" * 1_000_001, "a\0b", "\x1b[31mred"],
    ids=["empty", "blank", "quotes", "1MB", "nul", "esc"],
)
def test_a_goal_that_is_none_is_one_clear_line(run, goal):
    result = run(f"plan {goal}")
    assert result.exit_code == 2
    assert "\n" not in result.text
    assert len(result.text) < 300


@pytest.mark.parametrize("quote", ["'", '"', "it's", "`", "$(x)", "{y}"])
def test_quotes_in_a_goal_are_text(run, quote):
    result = run(f"plan Create a Flask API for the user{quote} shop")
    assert result.exit_code in (0, 1), result.text
    assert "Traceback" not in result.text


def test_run_stops_for_a_question_and_approve_goes_on(services, run):
    run(HELLO)
    result = run("run")
    assert result.exit_code == 3
    assert "approve" in result.text
    assert not (services.workspace.root / "hello.txt").exists()
    done = run("approve")
    assert done.exit_code == 0
    assert (services.workspace.root / "hello.txt").read_text() == "hello\n"


def test_a_question_is_answered_where_somebody_sits(services, run):
    run(HELLO)
    assert run("run", "approved").exit_code == 0
    assert (services.workspace.root / "hello.txt").exists()


def test_approve_runs_the_rest_of_a_running_plan(services, run):
    run("plan Create a command line tool called greet with a test")
    run("run")
    count = 0
    while services.store.approvals(status="pending") and count < 30:
        result = run("approve")
        count += 1
    assert count > 3
    assert result.exit_code == 0, result.text
    assert services.store.plans()[0].status == "done"


def test_approve_plan_covers_all_that_is_not_floor(services, run):
    made = run("plan Create a command line tool called greet with a test")
    result = run(f"approve plan {plan_id(made)}")
    assert result.exit_code == 0, result.text
    assert services.store.plans()[0].status == "done"
    assert services.store.approvals(status="pending") == []


def test_reject_keeps_the_step_from_running(services, run):
    run(HELLO)
    run("run")
    result = run("reject")
    assert result.exit_code == 0
    assert run("run").exit_code != 0
    assert not (services.workspace.root / "hello.txt").exists()
    assert run("approve").exit_code == 2, "nothing waits any more"


def test_counters_are_right_after_every_path(services, run):
    def counters():
        services.state.flush()
        run("status")
        return run("status").data["counters"].get("shell.run", {"confirmed": 0, "rejected": 0})

    run(HELLO)
    run("run")
    assert counters() == {"confirmed": 0, "rejected": 0}
    run("approve")
    assert counters() == {"confirmed": 1, "rejected": 0}
    run(HELLO)
    run("run", "rejected")
    assert counters() == {"confirmed": 1, "rejected": 1}
    run(HELLO)
    run("run", "approved")
    assert counters() == {"confirmed": 2, "rejected": 1}
    made = run(HELLO)
    run(f"approve plan {plan_id(made)}")
    assert counters() == {"confirmed": 3, "rejected": 1}
    run(HELLO)
    run("run")
    run("reject")
    assert counters() == {"confirmed": 3, "rejected": 2}
    run(READ)
    run("run")
    assert counters() == {"confirmed": 3, "rejected": 2}
    run(HELLO)
    run("run")
    run("cancel")
    assert counters() == {"confirmed": 3, "rejected": 2}
    shown = run("trust").data["signatures"]
    mine = next(found for found in shown if found["kind"] == "shell.run")
    assert mine["counters"]["confirmed"] == 3
    assert mine["counters"]["rejected"] == 2


def test_an_expired_question_cannot_be_answered(services, run, monkeypatch):
    run(HELLO)
    run("run")
    waiting = services.store.approvals(status="pending")[0]
    assert waiting.expires - waiting.created == 24 * 3600
    monkeypatch.setattr(services.approvals, "_clock", lambda: waiting.expires + 1)
    result = run(f"approve {waiting.id}")
    assert result.exit_code == 2
    assert "expired" in result.text
    assert not (services.workspace.root / "hello.txt").exists()


def test_queue_lists_and_cancel_clears(run):
    made = run(HELLO)
    listed = run("queue")
    assert plan_id(made) in listed.text
    assert "hello.txt" in listed.text
    assert run("cancel").exit_code == 0
    assert "empty" in run("queue").text
    assert run("cancel").exit_code == 2


def test_queue_add_with_nothing_or_nonsense_is_a_usage_error(run):
    assert run("queue add").exit_code == 2
    assert run("queue add --shell").exit_code == 2
    assert run("queue drop x").exit_code == 2
    assert run("queue --shell --python add x").exit_code == 2


def test_next_runs_one_step_only(services, run):
    run("plan Create a command line tool called greet with a test")
    run("next", "approved")
    assert [step.status for step in services.store.plans()[0].steps][:2] == ["done", "queued"]


def test_run_with_an_action_id_makes_a_new_action(services, run):
    run(READ)
    run("run")
    first = services.store.actions()[0].action
    result = run(f"run {first.id}")
    assert result.exit_code == 0
    again = services.store.actions()[0].action
    assert again.id != first.id
    assert again.content_hash == first.content_hash


def test_a_failed_step_can_be_resumed_or_skipped(services, run, autonomous):
    (services.workspace.root / "x").mkdir()
    run('queue add --shell "rmdir x/y"')
    assert run("run").exit_code == 1
    (services.workspace.root / "x" / "y").mkdir()
    assert run("resume").exit_code == 0
    run('queue add --shell "rmdir x/z"')
    run("run")
    assert run("resume --mode skip").exit_code == 0
    assert services.store.plans(status="open") == []


def test_nothing_to_resume_is_said(run):
    assert run("resume").exit_code == 2
    assert run("stop").text == "nothing is running"


def test_undo_and_redo(services, run, autonomous):
    run(HELLO)
    run("run")
    target = services.workspace.root / "hello.txt"
    assert run("undo").exit_code == 0
    assert not target.exists()
    assert run("redo").exit_code == 0
    assert target.read_text() == "hello\n"
    action = services.store.checkpoints()[0].action_id
    assert run(f"undo {action}").exit_code == 0
    assert not target.exists()
    assert run("undo 5").exit_code == 1
    assert run("undo nothing").exit_code == 2


def test_a_conflict_is_reported_and_nothing_is_overwritten(services, run, autonomous):
    run(HELLO)
    run("run")
    target = services.workspace.root / "hello.txt"
    target.write_text("mine\n")
    result = run("undo")
    assert result.exit_code == 1
    assert "hello.txt" in result.text
    assert target.read_text() == "mine\n"


def test_undo_takes_the_credit_back(services, run):
    run(HELLO)
    run("run", "approved")
    before = services.store.evidences()[0]
    run("undo")
    after = next(found for found in services.store.evidences() if found.signature == before.signature)
    assert before.successes == pytest.approx(1.0, abs=0.01)
    assert after.successes == pytest.approx(0.0, abs=0.01)
    assert after.failures == pytest.approx(5.0, abs=0.01)
    assert after.undone == 1
    run("redo")
    run("undo")
    again = next(found for found in services.store.evidences() if found.signature == before.signature)
    assert again.undone == 1, "one success is taken back once"


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


def test_trust_is_shown_and_revoked(services, run):
    assert "No experience yet" in run("trust").text
    for _ in range(5):
        run(HELLO)
        run("run", "approved")
    shown = run("trust")
    assert "runs unasked" in shown.text
    assert "journeyman" in shown.text
    assert run("trust revoke").exit_code == 2
    signature = shown.data["signatures"][0]["signature"]
    assert run(f'trust revoke "{signature}"').exit_code == 0
    run(HELLO)
    assert run("run").exit_code == 3, "it asks again"
    assert run("trust reset").exit_code == 0


def test_a_plan_that_ended_does_not_claim_to_be_in_the_queue(run):
    made = run("queue add --shell journeyman approve q1")
    assert "approve plan" not in made.text
    assert f"cancel {plan_id(made)}" in made.text
    ended = run("run")
    assert ended.exit_code == 4
    assert "resume" not in ended.text
    assert f"Plan {plan_id(made)} has ended (denied)" in ended.text


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


def test_lockdown_is_lifted_by_the_user_only(services, run):
    run("lockdown")
    run(HELLO)
    assert run("run").exit_code == 4
    assert "lockdown" in run("status").text.lower()
    run("lockdown off")
    run("cancel")
    run(HELLO)
    assert run("run", "approved").exit_code == 0


def test_nothing_to_undo_is_said_so(run):
    assert run("undo").text == "there is nothing to undo; 1 was asked for"
    run(HELLO)
    run("run", "approved")
    assert run("undo 2").text == "there is 1 change to undo; 2 was asked for"
    assert "took back 1 path: hello.txt" in run("undo").text


def test_an_approval_is_shown_by_its_action(services, run):
    run(HELLO)
    run("run")
    (waiting,) = services.store.approvals(status="pending")
    assert "echo hello > hello.txt" in run(f"show {waiting.id}").text
    assert run("show q-none").exit_code == 2


def test_a_forged_journal_locks_the_next_session_by_itself(services, run):
    from journeyman.commands.boundary import run_line
    from journeyman.commands.frontend import Frontend
    from journeyman.services import open_services

    run(HELLO)
    run("run", "approved")
    with services.store.connection.write() as raw:
        raw.execute("UPDATE events SET message='nothing happened' WHERE name='action.done'")
    opened = open_services(services.workspace.root)
    try:
        assert "lockdown: the journal's chain is broken" in run_line(opened, Frontend("test"), HELLO).text
    finally:
        opened.close()


def test_a_question_of_a_plan_that_was_refused_waits_no_longer(services, run):
    run(HELLO)
    run("run")
    run("lockdown")
    assert run("run").exit_code == 4
    run("lockdown off")
    assert services.store.approvals(status="pending") == []
    assert run("approve").text == "nothing waits for approval"


def test_a_workspace_cannot_loosen_the_gate_until_it_is_trusted(services, run):
    from journeyman.commands.boundary import run_line
    from journeyman.commands.frontend import Frontend
    from journeyman.services import open_services

    services.workspace.configs.mkdir()
    (services.workspace.configs / "policy.yaml").write_text("autonomy: all\n")

    def again(*lines: str):
        opened = open_services(services.workspace.root)
        try:
            return [run_line(opened, Frontend("test"), line) for line in lines]
        finally:
            opened.close()

    assert again(HELLO, "run")[1].exit_code == 3
    assert again("workspace")[0].data["trusted"] is False
    assert again("workspace trust")[0].exit_code == 0
    assert again("cancel", HELLO, "run")[2].exit_code == 0
    (services.workspace.configs / "policy.yaml").write_text("autonomy: all\n# changed\n")
    assert again("undo", HELLO, "run")[2].exit_code == 3


def test_init_and_doctor(services, run):
    result = run("init")
    assert result.exit_code == 0
    state = json.loads(services.workspace.state_file.read_text())
    assert state["initialized"] is True
    names = [check["name"] for check in run("doctor").data["checks"]]
    assert {"sandbox", "configuration", "store", "journal", "git"} <= set(names)


def test_a_bad_configuration_is_named_by_doctor(services, run, isolated_home):
    folder = isolated_home / "config" / "journeyman"
    folder.mkdir(parents=True)
    (folder / "policy.yaml").write_text("autonmy: all\n")
    for text in (run("doctor").text, run("status").text):
        assert "autonmy" in text
        assert "policy.yaml" in text
    assert "everything above reading is denied" in run("status").text


def test_a_bad_settings_file_is_one_line(services, run, isolated_home):
    folder = isolated_home / "config" / "journeyman"
    folder.mkdir(parents=True)
    (folder / "settings.yaml").write_text("undo: {max_file_bytes: lots}\n")
    result = run(READ)
    assert result.exit_code == 2
    assert "max_file_bytes" in result.text
    assert "\n" not in result.text


def test_shell_only_verbs_say_so(run):
    assert run("demo").exit_code == 2


def test_an_answer_given_ahead_is_used_by_the_run(services, run):
    run(HELLO)
    run("run")
    assert run("approve --no-run").exit_code == 0
    assert not (services.workspace.root / "hello.txt").exists()
    assert run("run").exit_code == 0
    assert (services.workspace.root / "hello.txt").exists()
    assert services.store.approvals(status="pending") == []


def test_a_cell_of_another_session_is_left_to_it(services, run):
    from journeyman.values import Action, Origin, Plan, Step

    action = Action("cell.run", {"code": "x = 1"}, origin=Origin("user", "notebook", "kernel-7"))
    services.queue.add(Plan("a cell", (Step("a cell", action),), "user", services.clock()))
    result = run("run")
    assert result.exit_code == 0
    assert "live session" in result.text
    assert services.store.plans()[0].steps[0].status == "queued"


def test_approve_wait_returns_the_answer_of_another(services, run):
    run(HELLO)
    run("run")
    waiting = services.store.approvals(status="pending")[0]
    assert run(f"approve {waiting.id} --wait 0.1").exit_code == 3
    import threading

    answer = threading.Timer(0.2, lambda: services.approvals.answer(waiting.id, "rejected", "elsewhere"))
    answer.start()
    assert run(f"approve {waiting.id} --wait 30").exit_code == 4
    answer.join()

"""Plans and the queue as users see them: what is planned, runs, waits and is gone on with."""

from __future__ import annotations

import pytest

from tests.commands.lines import HELLO, READ, plan_id


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


def test_a_plan_that_ended_does_not_claim_to_be_in_the_queue(run):
    made = run("queue add --shell journeyman approve q1")
    assert "approve plan" not in made.text
    assert f"cancel {plan_id(made)}" in made.text
    ended = run("run")
    assert ended.exit_code == 4
    assert "resume" not in ended.text
    assert f"Plan {plan_id(made)} has ended (denied)" in ended.text


def test_shell_only_verbs_say_so(run):
    assert run("demo").exit_code == 2


def test_a_cell_of_another_session_is_left_to_it(services, run):
    from journeyman.values import Action, Origin, Plan, Step

    action = Action("cell.run", {"code": "x = 1"}, origin=Origin("user", "notebook", "kernel-7"))
    services.queue.add(Plan("a cell", (Step("a cell", action),), "user", services.clock()))
    result = run("run")
    assert result.exit_code == 0
    assert "live session" in result.text
    assert services.store.plans()[0].steps[0].status == "queued"

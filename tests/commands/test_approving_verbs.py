"""Questions and their answers: approve, reject, and what becomes of both."""

from __future__ import annotations

from tests.commands.lines import HELLO, READ, plan_id


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


def test_a_question_of_a_plan_that_was_refused_waits_no_longer(services, run):
    run(HELLO)
    run("run")
    run("lockdown")
    assert run("run").exit_code == 4
    run("lockdown off")
    assert services.store.approvals(status="pending") == []
    assert run("approve").text == "nothing waits for approval"


def test_an_answer_given_ahead_is_used_by_the_run(services, run):
    run(HELLO)
    run("run")
    assert run("approve --no-run").exit_code == 0
    assert not (services.workspace.root / "hello.txt").exists()
    assert run("run").exit_code == 0
    assert (services.workspace.root / "hello.txt").exists()
    assert services.store.approvals(status="pending") == []


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

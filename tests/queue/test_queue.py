"""Plans run in order, stop where a person is needed, and never run a finished step again."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from journeyman.errors import NotFound, UsageError
from journeyman.gate.approver import NoApprover, ScriptedApprover
from journeyman.values import Action, Plan, Step


def plan(services, *actions: Action):
    steps = tuple(Step(f"step {number}", action) for number, action in enumerate(actions, 1))
    return services.queue.add(Plan("a goal", steps, "user", services.clock()))


def create(name: str) -> Action:
    return Action("file.create", {"path": name, "content": name})


def statuses(services, record) -> list[str]:
    return [step.status for step in services.queue.find(record.id).steps]


def wait_for(condition, seconds=30.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def answers(*given):
    return ScriptedApprover(given)


def test_steps_run_in_order(services):
    record = plan(services, create("a"), create("b"))
    seen = []
    report = services.queue.run(
        record.id, answers("approved", "approved"), lambda step, outcome: seen.append((step.position, bool(outcome)))
    )
    assert report.stopped == "done"
    assert report.plan.status == "done"
    assert seen == [(0, False), (0, True), (1, False), (1, True)]


def test_a_pending_step_stops_the_run_and_the_rest_is_kept(services):
    record = plan(services, create("a"), create("b"))
    report = services.queue.run(record.id, NoApprover())
    assert report.stopped == "pending"
    assert statuses(services, record) == ["pending", "queued"]
    assert report.plan.running, "an approval goes on from here"


def test_a_failure_stops_the_run(services, autonomous):
    record = plan(services, create("a"), create("a"), create("b"))
    report = services.queue.run(record.id, NoApprover())
    assert report.stopped == "failed"
    assert statuses(services, record) == ["done", "failed", "queued"]
    again = services.queue.run(record.id, NoApprover())
    assert (again.stopped, again.stepped) == ("failed", ())


def test_a_rejected_step_stops_the_run(services):
    record = plan(services, create("a"), create("b"))
    report = services.queue.run(record.id, answers("rejected"))
    assert report.stopped == "rejected"
    assert statuses(services, record) == ["rejected", "queued"]
    assert not (services.workspace.root / "a").exists()


def test_next_takes_one_step(services, autonomous):
    record = plan(services, create("a"), create("b"))
    services.queue.run(record.id, NoApprover(), limit=1)
    assert statuses(services, record) == ["done", "queued"]


def test_finished_steps_are_never_run_again(services, autonomous):
    record = plan(services, create("a"), create("b"))
    services.queue.run(record.id, NoApprover(), limit=1)
    report = services.queue.run(record.id, NoApprover())
    assert [stepped.step.position for stepped in report.stepped] == [1]


def test_one_approval_covers_a_plan_step_by_step(services):
    record = plan(services, create("a"), create("b"))
    _, covered = services.queue.approve_plan(record.id)
    assert covered == 2
    report = services.queue.run(record.id, NoApprover())
    assert report.stopped == "done"
    used = services.store.approvals(status="used")
    assert [found.front_end for found in used] == ["plan approval"] * 2


def test_a_plan_approval_never_covers_the_floor(services):
    own = Action("file.create", {"path": "configs/policy.yaml", "content": "autonomy: all\n"})
    record = plan(services, create("a"), own)
    _, covered = services.queue.approve_plan(record.id)
    assert covered == 1
    report = services.queue.run(record.id, NoApprover())
    assert report.stopped in ("pending", "denied")
    assert not (services.workspace.root / "configs").exists()


def test_a_plan_approval_covers_scripts_as_the_plan_writes_them(services):
    script = Action("file.create", {"path": "x.sh", "content": "echo hello > out.txt\n"})
    record = plan(services, script, Action("shell.run", {"command": "bash x.sh"}))
    services.queue.approve_plan(record.id)
    report = services.queue.run(record.id, NoApprover())
    assert report.stopped == "done", report.last
    assert (services.workspace.root / "out.txt").read_text() == "hello\n"


def test_a_script_that_is_changed_after_the_plan_approval_is_asked_again(services):
    script = Action("file.create", {"path": "x.sh", "content": "echo hello > out.txt\n"})
    record = plan(services, script, Action("shell.run", {"command": "bash x.sh"}))
    services.queue.approve_plan(record.id)
    services.queue.run(record.id, NoApprover(), limit=1)
    (services.workspace.root / "x.sh").write_text("echo other > out.txt\n")
    assert services.queue.run(record.id, NoApprover()).stopped == "pending"
    assert not (services.workspace.root / "out.txt").exists()


def test_a_cancelled_plan_runs_no_more(services):
    record = plan(services, create("a"), create("b"))
    services.queue.run(record.id, NoApprover())
    services.queue.cancel(record.id)
    assert statuses(services, record) == ["cancelled", "cancelled"]
    assert services.store.approvals(status="pending") == []
    with pytest.raises(UsageError, match="cancelled"):
        services.queue.run(record.id, NoApprover())


def test_a_retried_step_is_a_new_action(services, autonomous):
    (services.workspace.root / "a").write_text("in the way")
    record = plan(services, create("a"))
    services.queue.run(record.id, NoApprover())
    failed = services.queue.find(record.id).steps[0]
    services.queue.retry(failed)
    (services.workspace.root / "a").unlink()
    assert services.queue.run(record.id, NoApprover()).stopped == "done"
    now = services.queue.find(record.id).steps[0]
    assert now.action.id != failed.action.id
    assert services.store.action(failed.action.id).status == "failed"


def test_a_step_that_is_run_elsewhere_is_not_taken(services, autonomous):
    record = plan(services, create("a"))
    services.store.claim_step(record.id, 0, "elsewhere:1:1", services.clock() + 60, ("queued",))
    with pytest.raises(UsageError, match="elsewhere"):
        services.queue.run_step(record.steps[0], NoApprover())


def test_a_lease_that_ended_marks_the_step_interrupted(services, autonomous):
    record = plan(services, create("a"))
    services.store.claim_step(record.id, 0, "elsewhere:1:1", services.clock() - 1, ("queued",))
    report = services.queue.run(record.id, NoApprover())
    assert report.stopped == "interrupted"
    assert statuses(services, record) == ["interrupted"]
    assert not (services.workspace.root / "a").exists()


def test_stop_kills_the_running_step(services, autonomous):
    record = plan(services, Action("shell.run", {"command": "echo started; sleep 60"}), create("b"))
    started = threading.Event()

    def stop() -> None:
        started.wait(30)
        services.queue.stop()

    stopper = threading.Thread(target=stop)
    stopper.start()
    report = services.queue.run(record.id, NoApprover(), emit=lambda text: started.set())
    stopper.join()
    assert report.stopped != "done"
    assert statuses(services, record)[1] == "queued"


def test_stop_reaches_a_run_in_another_process(services, autonomous):
    record = plan(services, Action("shell.run", {"command": "touch started; sleep 60"}), create("b"))
    env = {**os.environ, "JOURNEYMAN_WORKSPACE": str(services.workspace.root)}
    command = [sys.executable, "-m", "journeyman", "run"]
    other = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    wait_for(lambda: (services.workspace.root / "started").exists() or other.poll() is not None)
    assert [step.position for step in services.queue.stop()] == [0]
    out, _ = other.communicate(timeout=60)
    assert other.returncode == 1, out
    assert statuses(services, record)[1] == "queued"
    assert not (services.workspace.root / "b").exists()


def test_a_plan_that_cannot_go_on_does_not_hold_up_the_next(services, autonomous):
    blocked = plan(services, create("../outside"), create("a"))
    services.queue.run(blocked.id, NoApprover())
    following = plan(services, create("b"))
    assert services.queue.find().id == following.id
    assert services.queue.find(blocked=True).id == blocked.id


def test_a_plan_with_nothing_but_refused_steps_is_closed(services):
    record = plan(services, create("a"))
    assert services.queue.run(record.id, answers("rejected")).plan.status == "closed"


def test_the_oldest_open_plan_is_next(services):
    first = plan(services, create("a"))
    plan(services, create("b"))
    assert services.queue.find().id == first.id
    with pytest.raises(NotFound, match="no plan pzzz"):
        services.queue.find("pzzz")


def test_an_empty_queue_says_how_to_fill_it(services):
    with pytest.raises(NotFound, match="plan"):
        services.queue.run("", NoApprover())


def test_an_approved_plan_may_make_the_folder_that_a_later_step_serves(services):
    queue, root = services.queue, services.workspace.root
    serve = "python3 -m http.server ${PORT} --bind 127.0.0.1 --directory site"
    steps = (
        Step("make", Action("dir.create", {"path": "site"})),
        Step("fill", Action("file.create", {"path": "site/index.html", "content": "<p>hi</p>\n"})),
        Step("serve", Action("process.start", {"command": serve, "name": "web", "port": 0})),
        Step("stop", Action("process.stop", {"name": "web"})),
    )
    record = queue.add(Plan("serve a page", steps, "user", 1.0, "pserve"))
    queue.approve_plan(record.id)
    report = queue.run(record.id, NoApprover())
    assert report.stopped == "done", report
    assert (root / "site/index.html").exists()

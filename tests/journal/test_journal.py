"""Events are redacted, stored, and handed on; vanished runners leave interrupted work behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from journeyman.journal import Journal, printable
from journeyman.journal.recovery import needs_recovery, recover
from journeyman.redact import Redactor
from journeyman.store import open_store
from journeyman.store.owner import this_owner
from journeyman.values import Action, Outcome, Plan, Step
from tests.redact.samples import SAMPLES

TOKEN = SAMPLES[23][1]


@pytest.fixture
def store(workspace):
    opened = open_store(workspace.store_path)
    yield opened
    opened.close()


@pytest.fixture
def journal(store):
    return Journal(store, Redactor(environment={}), lambda: 1000.0)


def test_an_event_is_redacted_stored_and_handed_on(store, journal):
    seen = []
    stop = journal.subscribe(seen.append)
    written = journal.record("x.done", f"with {TOKEN}", level="warning", action_id="a1", data={"password": "hunter22"})
    assert (written.message, written.data) == ("with [redacted:github-token]", {"password": "[redacted:password]"})
    assert seen == [written]
    assert store.events() == [written]
    assert written.seq > 0
    stop()
    stop()
    journal.record("y.done")
    assert len(seen) == 1
    assert store.verify_chain() == 0


def test_an_event_can_be_made_without_writing_it(store, journal):
    made = journal.event("x", TOKEN, kind="file.create", plan_id="p1")
    assert (made.time, made.kind, made.plan_id, made.message) == (
        1000.0,
        "file.create",
        "p1",
        "[redacted:github-token]",
    )
    assert store.events() == []


def test_names_that_are_no_text_are_written_as_escapes(store, journal):
    assert printable("ü") == "ü"
    assert journal.record("x", "file \udcff\udcfe").message == "file \\udcff\\udcfe"
    assert store.events()[0].message == "file \\udcff\\udcfe"


# recovery


def gone() -> str:
    """The owner's name of a process that has ended."""
    code = "from journeyman.store.owner import this_owner; print(this_owner())"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def decision(services, action):
    return services.runner.decide(action)


@pytest.fixture
def queued(services):
    """A plan of two steps; returns it."""
    steps = tuple(Step(f"step {n}", Action("shell.run", {"command": f"echo {n} > {n}"})) for n in range(2))
    return services.queue.add(Plan("goal", steps, "user", time.time()))


def claim(services, record, owner, until):
    assert services.store.claim_step(record.id, 0, owner, until, ("queued",))
    step = services.store.plan(record.id).steps[0]
    services.store.begin_action(step.action, decision(services, step.action), time.time(), owner)
    return step


@pytest.mark.parametrize(("vanished", "expired"), [(True, False), (False, True), (True, True)])
def test_a_step_without_a_runner_is_interrupted(services, queued, vanished, expired):
    step = claim(services, queued, gone() if vanished else this_owner(), time.time() + (-1 if expired else 60))
    assert needs_recovery(services.store, time.time())
    found = recover(services.store, services.journal, time.time())
    assert [each.action.id for each in found] == [step.action.id]
    assert [each.status for each in services.store.plan(queued.id).steps] == ["interrupted", "queued"]
    assert services.store.action(step.action.id).status == "interrupted"
    event = services.store.events()[-1]
    assert (event.name, event.level, event.action_id) == ("action.interrupted", "error", step.action.id)
    assert recover(services.store, services.journal, time.time()) == ()
    assert not needs_recovery(services.store, time.time())


def test_a_step_under_way_is_left_alone(services, queued):
    claim(services, queued, this_owner(), time.time() + 60)
    assert not needs_recovery(services.store, time.time())
    assert recover(services.store, services.journal, time.time()) == ()
    assert services.store.plan(queued.id).steps[0].status == "running"


@pytest.mark.parametrize(("status", "becomes"), [("done", "done"), ("failed", "failed"), ("timeout", "failed")])
def test_a_step_whose_outcome_was_recorded_is_not_repeated(services, queued, status, becomes):
    step = claim(services, queued, gone(), time.time() + 60)
    event = services.journal.event(f"action.{status}")
    services.store.finish_action(Outcome(step.action.id, status, "how it went"), event)
    assert recover(services.store, services.journal, time.time()) == ()
    now = services.store.plan(queued.id).steps[0]
    assert (now.status, now.message) == (becomes, "how it went")
    assert services.store.action(step.action.id).status == status


def test_an_action_outside_of_a_plan_is_interrupted_too(services):
    mine, theirs = (Action("shell.run", {"command": f"echo {n}"}) for n in "ab")
    services.store.begin_action(mine, decision(services, mine), time.time(), this_owner())
    services.store.begin_action(theirs, decision(services, theirs), time.time(), gone())
    recover(services.store, services.journal, time.time())
    assert [services.store.action(action.id).status for action in (mine, theirs)] == ["running", "interrupted"]


def test_a_killed_process_is_noticed_by_status(services, run):
    code = (
        "import os, sys, time; from journeyman.services import open_services; from journeyman.values import Action;"
        "from journeyman.store.owner import this_owner; s = open_services(sys.argv[1]); a = Action('noop', id='a00killed');"
        "s.store.begin_action(a, s.runner.decide(a), time.time(), this_owner()); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(services.workspace.root)], env=dict(os.environ), check=False)
    assert services.store.action("a00killed").status == "running"
    run("queue")
    assert services.store.action("a00killed").status == "interrupted"

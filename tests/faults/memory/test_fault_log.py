"""Every failed action is recorded, grouped, and found again."""

from __future__ import annotations

import pytest

from journeyman.errors import NotFound
from journeyman.values import Action, Diagnosis, Event
from journeyman.values.fault import advice, command
from tests.faults.memory.conftest import Memory

MISSING = Diagnosis(
    "python.module_not_found", "no module flask", fixes=(command("pip install flask", "safe"),), fingerprint="1-flask"
)


def test_a_failed_action_is_recorded_with_what_changed_before_it(memory: Memory):
    memory.ran(Action("shell.run", {"command": "pytest -q tests"}))
    memory.ran(Action("file.modify", {"path": "app.py"}), changed=["app.py"])
    test = Action("shell.run", {"command": "cd . && pytest tests"})
    memory.ran(test, "failed", MISSING)
    fault = memory.log.find()
    assert (fault.subject, fault.source, fault.action_id) == ("pytest tests", "action", test.id)
    assert fault.changed == ("app.py",)
    assert fault.diagnosis.code == "python.module_not_found"


def test_what_changed_before_the_last_success_does_not_count(memory: Memory):
    memory.ran(Action("file.modify", {"path": "old.py"}), changed=["old.py"])
    memory.ran(Action("shell.run", {"command": "make"}))
    memory.ran(Action("shell.run", {"command": "make"}), "failed", MISSING)
    assert memory.log.find().changed == ()


def test_a_time_out_is_a_failure_and_a_success_is_none(memory: Memory):
    memory.ran(Action("noop"))
    with pytest.raises(NotFound, match="no failure has been seen"):
        memory.log.find("last")
    memory.ran(Action("noop"), "timeout", MISSING)
    assert memory.log.find("last").subject == "noop"


def test_an_action_that_could_not_be_carried_out_has_a_name_too(memory: Memory):
    memory.ran(Action("file.delete", {"path": "a"}), "failed")
    memory.ran(Action("file.delete", {"path": "b"}), "failed")
    (group,) = memory.store.fault_groups()
    assert (group.code, group.count) == ("file_delete.failed", 2)


def test_it_is_found_by_id_group_and_action(memory: Memory):
    action = Action("noop")
    memory.ran(action, "failed", MISSING)
    fault = memory.log.find()
    for wanted in (fault.id, fault.id[:6], "1-flask", action.id):
        assert memory.log.find(wanted) == fault
    with pytest.raises(NotFound, match="no failure f-none"):
        memory.log.find("f-none")


def test_a_proven_safe_fix_makes_it_minor(memory: Memory):
    memory.ran(Action("noop"), "failed", MISSING)
    assert memory.log.find().diagnosis.severity == "moderate"
    memory.log.tried("1-flask", MISSING.fixes[0], verified=True)
    memory.ran(Action("noop"), "failed", MISSING)
    assert memory.log.find().diagnosis.severity == "minor"


def test_a_fix_that_failed_sinks_and_one_that_helped_rises(memory: Memory):
    one, two, three = advice("one"), advice("two"), advice("three")
    found = Diagnosis("x.y", "z", fixes=(one, two, three), fingerprint="1-z")
    memory.log.tried("1-z", one, verified=False)
    memory.log.tried("1-z", three, verified=True)
    assert memory.log.fixes(found) == (three, two, one)


def test_a_fix_of_somebodys_own_that_helped_is_offered_the_next_time(memory: Memory):
    own = command("make clean")
    found = Diagnosis("x.y", "z", fixes=(advice("look"),), fingerprint="1-z")
    memory.log.tried("1-z", own, verified=True)
    assert memory.log.fixes(found)[0] == own


def test_what_helped_long_ago_counts_less(memory: Memory):
    old, new = command("old"), command("new")
    found = Diagnosis("x.y", "z", fixes=(old, new), fingerprint="1-z")
    for _ in range(3):
        memory.log.tried("1-z", old, verified=True)
    memory.now += 200 * 86400
    memory.log.tried("1-z", new, verified=True)
    assert memory.log.fixes(found)[0] == new


def test_secrets_do_not_reach_the_record(memory: Memory):
    token = "ghp_" + "a1B2" * 9
    memory.log.record(Diagnosis("git.denied", f"{token} was refused", fingerprint="1-q"), "cell", "x", f"push {token}")
    stored = str(memory.store.connection.rows("SELECT payload FROM faults")) + str(memory.store.fault_groups())
    assert token not in stored
    assert "git.denied" in stored


def test_what_no_rule_knows_is_grouped_by_its_pattern(memory: Memory):
    for number, name in enumerate(("alpha", "beta", "gamma")):
        text = f"engine {name} refused to start: code {number}"
        memory.log.record(Diagnosis("unknown.failure", text, fingerprint=f"1-{name}"), "cell", "x")
    groups = memory.store.fault_groups()
    assert sorted(group.count for group in groups) == [1, 2]
    assert memory.log.patterns().patterns[0].text == "engine <*> refused to start: code <*>"


def test_a_fault_of_our_own_is_recorded_as_such(memory: Memory):
    memory.log.on_event(Event("notebook.fault", memory.now, "ValueError: odd"))
    fault = memory.log.find()
    assert (fault.source, fault.diagnosis.code, fault.diagnosis.summary) == (
        "agent",
        "notebook.failed",
        "ValueError: odd",
    )


def test_old_occurrences_are_forgotten_and_what_helped_is_not(memory: Memory):
    memory.ran(Action("noop"), "failed", MISSING)
    memory.log.tried("1-flask", MISSING.fixes[0], verified=True)
    memory.now += 91 * 86400
    memory.log.tidy(90)
    assert memory.store.faults() == []
    assert memory.store.fault_groups()[0].fixed_by == "pip install flask"
    assert len(memory.store.fix_trials()) == 1


def test_what_was_applied_after_a_question_counts_once_it_goes_well(memory: Memory):
    fix = MISSING.fixes[0]
    memory.ran(Action("noop"), "failed", MISSING)
    waits = Action("shell.run", {"command": "pip install flask"})
    memory.log.offered("1-flask", fix, waits.id)
    assert memory.log.applied("1-flask") == ()
    memory.ran(waits)
    assert memory.log.applied("1-flask") == (fix,)
    memory.log.went_well("1-flask")
    assert [trial.verified for trial in memory.store.fix_trials("1-flask")] == [True]
    assert memory.log.applied("1-flask") == ()


def test_what_goes_well_without_a_fix_is_resolved(memory: Memory):
    memory.ran(Action("noop"), "failed", MISSING)
    memory.log.went_well("1-flask")
    assert memory.store.fault_groups()[0].status == "resolved"
    assert memory.store.fix_trials() == []

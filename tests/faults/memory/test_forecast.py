"""A warning comes before what usually fails, and not otherwise."""

from __future__ import annotations

from journeyman.faults.memory.forecast import before, due, rising
from journeyman.values import Action, Diagnosis
from tests.faults.memory.conftest import Memory

BROKEN = Diagnosis("pytest.failed", "test_total failed", fingerprint="1-total")
DAY = 86400.0


def the_tests() -> Action:
    return Action("shell.run", {"command": "pytest tests"})


def edit(path: str) -> Action:
    return Action("file.modify", {"path": path})


def test_nothing_is_expected_at_first(memory: Memory):
    assert before(the_tests(), memory.store) == ()
    memory.ran(the_tests(), "failed", BROKEN)
    assert before(the_tests(), memory.store) == ()


def test_a_command_that_mostly_fails(memory: Memory):
    for status in ("done", "failed", "failed"):
        memory.ran(the_tests(), status, BROKEN if status == "failed" else None)
    (found,) = before(the_tests(), memory.store)
    assert found.text == "`pytest tests` failed 2 of the last 3 times with: test_total failed"
    assert before(Action("shell.run", {"command": "pytest other"}), memory.store) == ()


def test_one_that_has_been_well_since_is_trusted_again(memory: Memory):
    for status in ("failed", "failed", "done", "done", "done"):
        memory.ran(the_tests(), status, BROKEN if status == "failed" else None)
    assert before(the_tests(), memory.store) == ()


def test_a_change_that_usually_leads_there(memory: Memory):
    for _ in range(2):
        memory.ran(edit("models.py"), changed=["models.py"])
        memory.ran(the_tests(), "failed", BROKEN)
        memory.ran(the_tests())
    (found,) = before(edit("models.py"), memory.store)
    assert found.text == "changes of models.py were followed 2 times by: test_total failed"
    assert before(edit("views.py"), memory.store) == ()


def test_what_is_ignored_is_not_warned_of(memory: Memory):
    for _ in range(3):
        memory.ran(the_tests(), "failed", BROKEN)
    memory.store.set_fault_status(["1-total"], "ignored")
    assert before(the_tests(), memory.store) == ()


def test_what_is_rising(memory: Memory):
    memory.ran(the_tests(), "failed", BROKEN)
    memory.now += 5 * DAY
    assert rising(memory.store, memory.now) == ()
    for _ in range(3):
        memory.ran(the_tests(), "failed", BROKEN)
    (found,) = rising(memory.store, memory.now)
    assert found.text.startswith("3 times in the last day, 0.2 a day before")


def test_what_is_as_frequent_as_ever_is_not_rising(memory: Memory):
    for _ in range(7):
        for _ in range(4):
            memory.ran(the_tests(), "failed", BROKEN)
        memory.now += DAY
    memory.now -= DAY
    assert rising(memory.store, memory.now) == ()


def test_what_comes_regularly_is_due(memory: Memory):
    for _ in range(4):
        memory.ran(the_tests(), "failed", BROKEN)
        memory.now += DAY
    (found,) = due(memory.store, memory.now)
    assert found.text == "comes about every 1 day, and is due: test_total failed"
    assert due(memory.store, memory.now - 0.9 * DAY) == ()

"""Undo and redo as users see them."""

from __future__ import annotations

import pytest

from tests.commands.lines import HELLO


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


def test_nothing_to_undo_is_said_so(run):
    assert run("undo").text == "there is nothing to undo; 1 was asked for"
    run(HELLO)
    run("run", "approved")
    assert run("undo 2").text == "there is 1 change to undo; 2 was asked for"
    assert "took back 1 path: hello.txt" in run("undo").text

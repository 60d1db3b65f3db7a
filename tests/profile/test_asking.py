from __future__ import annotations

import pytest
from journeyman_profile.asking import Asker, terminal_is_there
from journeyman_profile.memory_door import MemoryDoor

from journeyman.values import Action

BLOCK = Action("oi.code", {"language": "python", "code": "1 + 1"})


def reader(*answers):
    lines = iter(answers)

    def read(prompt):
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    return read


def asker(door, there=True):
    return Asker(door, lambda: there)


def test_yes_is_bound_to_exactly_this_block_and_used_up():
    door = MemoryDoor()
    asking = asker(door)
    asking.consider(BLOCK)
    assert asking.waiting
    assert asking.ask(reader("y")) == "y"
    asking.close()
    settled = asking.settle(Action("oi.code", dict(BLOCK.args)), reader())
    assert (settled.answer, settled.action.id) == ("approved", BLOCK.id)
    assert settled.approval_id in door.waiting
    again = asking.settle(Action("oi.code", dict(BLOCK.args)), reader("n"))
    assert again.answer == "rejected"


def test_another_block_than_the_approved_one_is_asked_about_anew(capsys):
    asking = asker(MemoryDoor())
    asking.consider(BLOCK)
    asking.ask(reader("yes"))
    other = Action("oi.code", {"language": "python", "code": "1 + 2"})
    settled = asking.settle(other, reader("n"))
    assert (settled.answer, settled.action) == ("rejected", other)


def test_no_is_recorded_at_once():
    door = MemoryDoor()
    asking = asker(door)
    asking.consider(BLOCK)
    assert asking.ask(reader("no")) == "n"
    assert [outcome.status for outcome in door.outcomes] == ["pending", "rejected"]


def test_editing_withdraws_the_question():
    door = MemoryDoor()
    asking = asker(door)
    asking.consider(BLOCK)
    assert asking.ask(reader("e")) == "e"
    assert door.waiting == {}


def test_the_end_of_input_leaves_it_pending():
    door = MemoryDoor()
    asking = asker(door)
    asking.consider(BLOCK)
    assert asking.ask(reader()) == "n"
    assert len(door.waiting) == 1
    assert asking.settle(Action("oi.code", {"code": "2"}), reader()).answer is None


def test_other_words_are_asked_again(capsys):
    asking = asker(MemoryDoor())
    asking.consider(BLOCK)
    assert asking.ask(reader("", "maybe", "Y")) == "y"
    assert "e, edit, n, no, y, yes" in capsys.readouterr().out


def test_the_question_shows_level_reasons_and_id(capsys):
    door = MemoryDoor()
    asking = asker(door)
    asking.consider(BLOCK)
    asking.ask(reader("n"))
    shown = capsys.readouterr().out
    assert "kernel" in shown and "the policy says so" in shown and door.outcomes[0].approval_id in shown
    assert "outside the sandbox" in shown


@pytest.mark.parametrize("verdict", ["allow", "deny"])
def test_what_needs_no_person_is_not_asked(verdict):
    asking = asker(MemoryDoor(lambda action: verdict))
    asking.consider(BLOCK)
    assert not asking.waiting
    assert asking.settle(BLOCK, reader()).answer is None


def test_where_nobody_sits_nothing_is_asked():
    door = MemoryDoor()
    asking = asker(door, there=False)
    asking.consider(BLOCK)
    assert not asking.waiting
    settled = asking.settle(BLOCK, reader())
    assert (settled.answer, settled.outcome) == (None, None)
    assert door.actions == []


def test_an_approval_from_elsewhere_is_taken():
    door = MemoryDoor()
    stored = Action("oi.code", dict(BLOCK.args))
    door.approved_elsewhere[BLOCK.content_hash] = (stored, "q1")
    settled = asker(door, there=False).settle(BLOCK, reader())
    assert (settled.action, settled.approval_id, settled.answer) == (stored, "q1", "approved")


def test_what_became_allowed_between_two_looks_runs_once():
    verdicts = iter(["ask", "allow"])
    door = MemoryDoor(lambda action: next(verdicts))
    asking = asker(door)
    asking.consider(BLOCK)
    assert not asking.waiting
    settled = asking.settle(BLOCK, reader())
    assert settled.outcome is not None and settled.outcome.ok
    assert len(door.outcomes) == 1


def test_asking_without_a_question_is_a_fault():
    with pytest.raises(RuntimeError):
        asker(MemoryDoor()).ask(reader("y"))


def test_a_server_and_a_pipe_are_no_terminal(monkeypatch):
    assert not terminal_is_there(type("Server", (), {"server": 1})())()
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert not terminal_is_there(object())()


def test_a_question_answered_elsewhere_meanwhile_is_no_crash(capsys):
    door = MemoryDoor()
    asking = asker(door)
    asking.consider(BLOCK)
    door.waiting.clear()
    assert asking.ask(reader("n")) == "n"
    assert "no approval" in capsys.readouterr().out

from __future__ import annotations

import pytest
from journeyman_profile import words
from journeyman_profile.asking import Asker
from journeyman_profile.memory_door import MemoryDoor
from journeyman_profile.session import guard, without_farewell, wrap_completions, wrap_respond

from journeyman.errors import StoreError
from journeyman.values import Action


class Stock:
    """The attributes of Open Interpreter that are overruled."""

    def __init__(self):
        self.auto_run = False
        self.custom_instructions = "Speak French."
        self.trace = []
        self.messages = []


class Gatekeeper:
    def action(self, language, code):
        return Action("oi.code", {"language": language, "code": code})


BLOCK = {"type": "confirmation", "content": {"type": "code", "format": "python", "content": "1"}}
OUTPUT = {"type": "console", "content": "1"}


def guarded(policy="ask", there=True):
    interpreter, door = Stock(), MemoryDoor(lambda action: policy)
    asker = Asker(door, lambda: there)
    guard(interpreter, asker)
    return interpreter, asker


def test_auto_run_cannot_be_switched_on_for_what_must_be_asked():
    interpreter, asker = guarded()
    interpreter.auto_run = True
    asker.consider(Action("oi.code", {"language": "python", "code": "1"}))
    assert interpreter.auto_run is False
    asker.close()
    assert interpreter.auto_run is True


def test_it_stays_an_instance_of_its_own_class():
    interpreter, _ = guarded()
    assert isinstance(interpreter, Stock)


def test_our_instructions_follow_the_user_s_and_survive_a_change_of_them():
    interpreter, _ = guarded()
    assert interpreter.custom_instructions == f"Speak French.\n\n{words.INSTRUCTIONS}"
    interpreter.custom_instructions = None
    assert interpreter.custom_instructions == words.INSTRUCTIONS


def test_the_question_is_open_exactly_while_open_interpreter_may_put_it():
    interpreter, asker = guarded()

    def respond(interpreter):
        yield BLOCK
        interpreter.trace.append(asker.waiting)
        yield OUTPUT

    seen = []
    for chunk in wrap_respond(respond, interpreter, Gatekeeper(), asker)(interpreter):
        seen.append((chunk["type"], interpreter.auto_run))
    assert seen == [("confirmation", False), ("console", True)]
    assert interpreter.trace == [False]


@pytest.mark.parametrize(("policy", "there"), [("allow", True), ("deny", True), ("ask", False)])
def test_no_question_for_what_the_door_settles_alone(policy, there):
    interpreter, asker = guarded(policy, there)
    responding = wrap_respond(lambda interpreter: iter_block(), interpreter, Gatekeeper(), asker)
    assert [interpreter.auto_run for _ in responding(interpreter)] == [True]


def iter_block():
    yield BLOCK


def test_a_reader_that_leaves_at_the_question_reaches_open_interpreter_and_drops_the_answer():
    interpreter, asker = guarded()

    def respond(interpreter):
        try:
            yield BLOCK
        except GeneratorExit:
            interpreter.trace.append("left")

    chunks = wrap_respond(respond, interpreter, Gatekeeper(), asker)(interpreter)
    next(chunks)
    asker.ask(lambda prompt: "y")
    chunks.close()
    assert interpreter.trace == ["left"]
    assert not asker.waiting
    again = asker.settle(Gatekeeper().action("python", "1"), lambda prompt: "n")
    assert again.answer == "rejected"


def test_another_interpreter_s_answers_pass_untouched():
    interpreter, asker = guarded()
    responding = wrap_respond(lambda interpreter: iter_block(), interpreter, Gatekeeper(), asker)
    assert list(responding(Stock())) == [BLOCK]
    assert not asker.waiting


def test_ctrl_c_during_an_answer_ends_the_answer_and_not_the_program():
    def completions(**params):
        yield params["model"]
        raise SystemExit(0)

    chunks = wrap_completions(completions)(model="m")
    assert next(chunks) == "m"
    with pytest.raises(KeyboardInterrupt):
        next(chunks)


def test_an_interrupted_answer_is_noted_in_the_conversation():
    interpreter, asker = guarded()

    def respond(interpreter):
        yield OUTPUT
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(wrap_respond(respond, interpreter, Gatekeeper(), asker)(interpreter))
    assert [message["content"] for message in interpreter.messages] == [words.INTERRUPTED]


def test_the_farewell_of_a_program_that_goes_on_is_not_printed(capsys):
    without_farewell("Exiting...")
    without_farewell("Model", "loaded.", end="")
    assert capsys.readouterr().out == "\nModel loaded."


def test_a_door_that_fails_does_not_end_the_answer():
    interpreter, asker = guarded()

    class Broken(Gatekeeper):
        def action(self, language, code):
            raise StoreError("the disk is full")

    responding = wrap_respond(lambda interpreter: iter_block(), interpreter, Broken(), asker)
    assert list(responding(interpreter)) == [BLOCK]
    assert interpreter.auto_run is True

"""What every door promises: the in-memory twin, and the one over the services of a workspace."""

from __future__ import annotations

import pytest
from journeyman_profile.memory_door import MemoryDoor
from journeyman_profile.service_door import open_service_door

from journeyman.errors import JourneymanError, NotFound
from journeyman.kinds.kind import Result
from journeyman.values import Action, Origin

TOKEN = "ghp_" + "aB3" * 12
SESSION = "s1"


class Runtime:
    """An executor that remembers what it ran."""

    def __init__(self):
        self.ran = []

    def __call__(self, action, context):
        self.ran.append(action.args["code"])
        context.emit("said\n")
        return Result("done", "ran", 0, "said\n")


@pytest.fixture
def runtime():
    return Runtime()


@pytest.fixture(params=["memory", "services"])
def door(request, runtime, workspace):
    if request.param == "memory":
        yield MemoryDoor(executors={"oi.code": runtime}, secret=TOKEN)
        return
    door = open_service_door(workspace, {"oi.code": runtime}, SESSION)
    yield door
    door.close()


def block(code="1", session=SESSION):
    # No gate can read this language, so each asks.
    return Action("oi.code", {"language": "ruby", "code": code}, origin=Origin("model:m", "interpreter", session))


def test_looking_changes_nothing(door, runtime):
    assert door.decide(block()).verdict == "ask"
    assert runtime.ran == []


def test_an_approved_question_runs_exactly_its_block_with_output_as_it_comes(door, runtime):
    heard = []
    asked = door.do(block("puts 1"))
    assert (asked.status, runtime.ran) == ("pending", [])
    done = door.answer(asked.approval_id, "approved", heard.append)
    assert (done.status, done.action_id, runtime.ran) == ("done", asked.action_id, ["puts 1"])
    assert "".join(heard) == "said\n"


def test_a_rejected_one_never_runs(door, runtime):
    asked = door.do(block())
    assert door.answer(asked.approval_id, "rejected").status == "rejected"
    with pytest.raises(JourneymanError):
        door.answer(asked.approval_id, "approved")
    assert runtime.ran == []


def test_an_approval_holds_for_one_run(door, runtime):
    asked = door.do(block())
    door.answer(asked.approval_id, "approved")
    with pytest.raises(JourneymanError):
        door.answer(asked.approval_id, "approved")
    assert runtime.ran == ["1"]


def test_a_withdrawn_question_cannot_be_answered(door, runtime):
    asked = door.do(block())
    door.withdraw(asked.approval_id)
    door.withdraw(asked.approval_id)
    with pytest.raises(JourneymanError):
        door.answer(asked.approval_id, "approved")
    assert runtime.ran == []


def test_an_unknown_approval_is_not_found(door):
    with pytest.raises(NotFound):
        door.answer("q0000000", "approved")


def test_nothing_is_granted_that_nobody_approved(door):
    action = block()
    door.do(action)
    assert door.granted(action) is None


def test_interrupting_what_does_not_run_is_harmless(door):
    door.interrupt("a0000000")


def test_verbs_answer_in_text(door):
    assert door.verb("help")


def test_secrets_are_hidden(door):
    assert TOKEN not in door.redact(f"token: {TOKEN}")


@pytest.fixture
def services_door(runtime, workspace):
    door = open_service_door(workspace, {"oi.code": runtime}, SESSION)
    yield door
    door.close()


def test_an_approval_taken_elsewhere_is_found_by_its_own_session_only(services_door, runtime):
    asked = services_door.do(block("puts 1"))
    services_door.verb(f"approve {asked.approval_id} --no-run")
    assert services_door.granted(block("puts 1", session="s2")) is None
    assert services_door.granted(block("puts 2")) is None
    action, approval_id = services_door.granted(block("puts 1"))
    assert (action.id, approval_id) == (asked.action_id, asked.approval_id)
    assert services_door.answer(approval_id, "approved").ok
    assert services_door.granted(block("puts 1")) is None
    assert runtime.ran == ["puts 1"]


def test_mistakes_at_the_prompt_are_one_line(services_door):
    assert "\n" not in services_door.verb("aprove")


def test_set_up_is_remembered_in_the_state_file(services_door, workspace):
    assert not services_door.initialized()
    workspace.state_file.write_text("{broken")
    assert not services_door.initialized()
    workspace.state_file.unlink()
    services_door.verb("init")
    assert services_door.initialized()

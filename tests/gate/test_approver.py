from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyman.gate import Approver, NoApprover, PromptApprover, ScriptedApprover
from journeyman.gate.approver import Answer
from journeyman.values import Action, Approval, Decision

ACTION = Action("shell.run", {"command": "x"})
APPROVAL = Approval("q1", ACTION.id, "h", "pending", 0.0, 1.0)
DECISION = Decision(ACTION.id, "ask", "contained", "v1|shell.run|x|w|z", ("because of this",))


def prompt(*answers: str) -> PromptApprover:
    waiting = iter(answers)

    def read(question: str) -> str:
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    return PromptApprover(read, lambda text: None)


MAKERS: dict[str, Callable[[Answer | None], Approver]] = {
    "scripted": lambda answer: ScriptedApprover([answer]),
    "prompt": lambda answer: prompt({"approved": "y", "rejected": "n", None: ""}[answer]),
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("answer", ["approved", "rejected", None])
def test_every_approver_passes_the_answer_on(make: Callable[[Answer | None], Approver], answer: Answer | None) -> None:
    assert make(answer).ask(APPROVAL, ACTION, DECISION) == answer


@pytest.mark.parametrize("approver", [NoApprover(), ScriptedApprover([]), prompt()], ids=["none", "scripted", "prompt"])
def test_nobody_there_leaves_the_question_pending(approver: Approver) -> None:
    assert approver.ask(APPROVAL, ACTION, DECISION) is None


def test_the_script_remembers_what_it_was_asked() -> None:
    approver = ScriptedApprover(["approved"])
    approver.ask(APPROVAL, ACTION, DECISION)
    assert approver.asked == [(APPROVAL, ACTION, DECISION)]


def test_the_prompt_says_why_and_insists_on_an_answer() -> None:
    said: list[str] = []
    waiting = iter(["what?", "YES"])
    approver = PromptApprover(lambda question: next(waiting), said.append)
    assert approver.ask(APPROVAL, ACTION, DECISION) == "approved"
    assert any("because of this" in line for line in said)
    assert any("answer y or n" in line for line in said)

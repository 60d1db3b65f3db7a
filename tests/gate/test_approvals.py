from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from journeyman.config import Policy
from journeyman.errors import NotFound, UsageError
from journeyman.gate import Approvals
from journeyman.gate.approvals import user_name
from journeyman.journal import Journal
from journeyman.store import Store
from journeyman.values import Action, Approval, Decision, Event, Origin

if TYPE_CHECKING:
    from collections.abc import Callable

ACTION = Action("shell.run", {"command": "x"}, origin=Origin("model:a", "shell"), id="a1")
DECISION = Decision("a1", "ask", "contained", "v1|shell.run|x|w|z", ("because",), bound_hash="hash", basis="basis")


@pytest.fixture
def approvals(store: Store, journal: Journal, clock: Callable[[], float]) -> Approvals:
    store.note_action(ACTION, DECISION, "pending", Event("action.pending", clock(), action_id="a1"))
    return Approvals(store, Policy(), journal, clock)


def evidence(store: Store) -> tuple[int, int, float, float]:
    found = store.evidence(DECISION.signature, "model:a")
    return (found.confirmed, found.rejected, found.successes, found.failures) if found else (0, 0, 0.0, 0.0)


def names(store: Store) -> list[str]:
    return [event.name for event in store.events()]


def test_a_question_is_durable_and_says_why(approvals: Approvals, store: Store, clock: Any) -> None:
    asked = approvals.request(ACTION, DECISION)
    assert store.approval(asked.id) == asked
    assert (asked.status, asked.reasons, asked.bound_hash) == ("pending", ("because",), "hash")
    assert asked.expires == clock.now + 24 * 3600


def test_the_same_question_is_not_asked_twice(approvals: Approvals, store: Store) -> None:
    assert approvals.request(ACTION, DECISION).id == approvals.request(ACTION, DECISION).id
    assert len(store.approvals()) == 1


def test_yes_is_recorded_with_who_and_where(approvals: Approvals, store: Store) -> None:
    asked = approvals.request(ACTION, DECISION)
    answered = approvals.answer(asked.id, "approved", "notebook")
    assert (answered.status, answered.answered_by, answered.front_end) == ("approved", user_name(), "notebook")
    assert evidence(store) == (1, 0, 0.0, 0.0)
    assert "approval.approved" in names(store)


def test_no_weighs_like_a_failure(approvals: Approvals, store: Store) -> None:
    approvals.answer(approvals.request(ACTION, DECISION).id, "rejected", "shell")
    assert evidence(store) == (0, 1, 0.0, 3.0)


def test_a_question_is_answered_once(approvals: Approvals, store: Store) -> None:
    asked = approvals.request(ACTION, DECISION)
    approvals.answer(asked.id, "rejected", "shell")
    with pytest.raises(UsageError, match="was rejected already"):
        approvals.answer(asked.id, "approved", "shell")
    assert evidence(store) == (0, 1, 0.0, 3.0)


def test_an_unknown_question(approvals: Approvals) -> None:
    with pytest.raises(NotFound, match="no approval 'q-none'"):
        approvals.answer("q-none", "approved", "shell")


def test_an_answer_is_yes_or_no(approvals: Approvals) -> None:
    asked = approvals.request(ACTION, DECISION)
    with pytest.raises(UsageError, match="approved and rejected"):
        approvals.answer(asked.id, "maybe", "shell")  # type: ignore[arg-type] # what a careless caller could pass


def test_questions_expire(approvals: Approvals, store: Store, clock: Any) -> None:
    asked = approvals.request(ACTION, DECISION)
    assert approvals.expire() == ()
    clock.now += 24 * 3600
    with pytest.raises(UsageError, match="has expired"):
        approvals.answer(asked.id, "approved", "shell")
    found = store.approval(asked.id)
    assert found is not None
    assert found.status == "expired"
    assert evidence(store) == (0, 0, 0.0, 0.0)


def test_expiring_is_told_once(approvals: Approvals, store: Store, clock: Any) -> None:
    approvals.request(ACTION, DECISION)
    clock.now += 25 * 3600
    assert [approval.status for approval in approvals.expire()] == ["expired"]
    assert approvals.expire() == ()
    assert names(store).count("approval.expired") == 1


def test_somebody_else_was_faster(approvals: Approvals, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = approvals.request(ACTION, DECISION)
    real = store.answer_approval

    def late(*args: Any, **kwargs: Any) -> Approval | None:
        monkeypatch.setattr(store, "answer_approval", real)
        approvals.answer(asked.id, "rejected", "notebook")
        return real(*args, **kwargs)

    monkeypatch.setattr(store, "answer_approval", late)
    with pytest.raises(UsageError, match="was rejected already"):
        approvals.answer(asked.id, "approved", "shell")
    assert evidence(store) == (0, 1, 0.0, 3.0)


def test_a_cancelled_plan_withdraws_its_questions(store: Store, journal: Journal, clock: Any) -> None:
    approvals = Approvals(store, Policy(), journal, clock)
    step = Action("shell.run", plan_id="p1", id="a2")
    asked = approvals.request(step, Decision("a2", "ask", "contained", "s"))
    assert approvals.withdraw("p1") == 1
    with pytest.raises(UsageError, match="was withdrawn"):
        approvals.answer(asked.id, "approved", "shell")


def test_an_answer_for_an_action_without_a_decision_leaves_no_evidence(
    store: Store, journal: Journal, clock: Any
) -> None:
    approvals = Approvals(store, Policy(), journal, clock)
    asked = approvals.request(Action("shell.run", id="a3"), Decision("a3", "ask", "contained", "s"))
    assert approvals.answer(asked.id, "approved", "shell").status == "approved"
    assert list(store.evidences()) == []


def test_who_answers_without_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert user_name().startswith("uid ")

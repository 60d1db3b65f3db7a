"""Lessons follow from what happened, and from nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journeyman.plan import TrustChange, lessons
from journeyman.store.protocol import PlanRecord
from journeyman.values import Diagnosis, Outcome
from journeyman.values.fault import command


def _all_done(record: PlanRecord) -> PlanRecord:
    return replace(record, steps=tuple(replace(step, status="done") for step in record.steps))


def _outcomes(record: PlanRecord, *outcomes: Outcome) -> dict[str, Outcome]:
    return {
        step.action.id: replace(o, action_id=step.action.id) for step, o in zip(record.steps, outcomes, strict=False)
    }


DONE = Outcome("", "done", "fine", duration=0.1)


def test_when_all_is_well_there_is_nothing_to_learn(record: PlanRecord) -> None:
    done = _all_done(record)
    assert lessons(done, _outcomes(done, DONE, DONE, DONE)) == ()


@pytest.mark.parametrize(
    ("outcome", "lesson"),
    [
        (
            Outcome(
                "",
                "failed",
                "no",
                diagnosis=Diagnosis("python.module_not_found", "no flask", fixes=(command("pip install flask"),)),
            ),
            "The cause python.module_not_found stopped this plan; what would help: pip install flask.",
        ),
        (
            Outcome("", "failed", "no", diagnosis=Diagnosis("tool.odd", "?")),
            "The cause tool.odd stopped this plan; no fix is known.",
        ),
        (Outcome("", "failed", "exit code 3\nmore"), "'Write app.py' failed without a known cause: exit code 3."),
        (
            Outcome("", "timeout", "late", duration=61.0),
            "'Write app.py' was ended after 61 s: give it a longer time-out, or make it smaller.",
        ),
        (
            Outcome("", "rejected", "no"),
            "You rejected 'Write app.py': a plan for such a goal should do without file.create there.",
        ),
        (Outcome("", "denied", "no"), "The gate denies 'Write app.py': the plan needs another way."),
        (
            Outcome("", "interrupted", "no"),
            "'Write app.py' was interrupted: what it did half is offered to be restored before it runs again.",
        ),
    ],
)
def test_each_ending_teaches_something(outcome: Outcome, lesson: str, record: PlanRecord) -> None:
    done = _all_done(record)
    assert lessons(done, _outcomes(done, outcome)) == (lesson,)


def test_a_cause_that_came_twice_is_told_once(record: PlanRecord) -> None:
    failed = Outcome("", "failed", "no", diagnosis=Diagnosis("tool.odd", "?"))
    done = _all_done(record)
    assert lessons(done, _outcomes(done, failed, failed)) == (
        "The cause tool.odd stopped this plan (2 times); no fix is known.",
    )


def test_what_did_not_run_is_told(record: PlanRecord) -> None:
    assert lessons(record, {})[-1] == "1 of 3 steps did not run; 'Commit' is next."


def test_what_took_most_of_the_time_is_told(record: PlanRecord) -> None:
    done = _all_done(record)
    slow = replace(DONE, duration=9.9)
    assert lessons(done, _outcomes(done, DONE, slow)) == ("'Run the *tests*' took 10 s, 99% of the plan's 10 s.",)


def test_trust_that_was_earned_or_lost_is_told(record: PlanRecord) -> None:
    done = _all_done(record)
    changes = [
        TrustChange("a", 0.7, 0.8, 0.75),
        TrustChange("b", 0.8, 0.7, 0.75),
        TrustChange("c", 0.1, 0.99, None),
        TrustChange("d", 0.1, 0.2, 0.75),
    ]
    assert lessons(done, {}, changes) == (
        "a has earned its autonomy: it will run unasked.",
        "b has lost its autonomy: it will ask again.",
    )

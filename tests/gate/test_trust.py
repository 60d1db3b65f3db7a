from __future__ import annotations

from functools import reduce

import pytest

from journeyman.config import TrustNumbers
from journeyman.gate import trust
from journeyman.values import Evidence

NUMBERS = TrustNumbers()
DAY = 86400.0
NOTHING = Evidence("v1|shell.run|git commit|write:contained|workspace", "model:a", "shell.run")


def after(*updates: trust.Update, start: Evidence = NOTHING) -> Evidence:
    return reduce(lambda evidence, update: update(evidence), updates, start)


@pytest.mark.parametrize(("clean", "threshold"), [(5, 0.75), (7, 0.80), (15, 0.90)])
def test_the_number_of_clean_runs_that_earn_each_class(clean: int, threshold: float) -> None:
    assert trust.lower_bound(clean, 0) >= threshold > trust.lower_bound(clean - 1, 0)
    assert trust.needed_clean_runs(None, threshold, 0.0, NUMBERS) == clean


def test_a_success_counts_at_once_and_unasked_runs_are_kept_apart() -> None:
    evidence = after(
        trust.credit_confirm(0.0, NUMBERS, "b"),
        trust.credit_success(0.0, NUMBERS, "b", asked=True),
        trust.credit_success(0.0, NUMBERS, "b", asked=False),
    )
    assert (evidence.successes, evidence.failures) == (2.0, 0.0)
    assert (evidence.confirmed, evidence.unasked, evidence.failed) == (1, 1, 0)


def test_failure_and_rejection_weigh_three() -> None:
    failed = after(trust.credit_failure(5.0, NUMBERS, "b", asked=False))
    assert (failed.failures, failed.failed, failed.unasked, failed.last_failure) == (3.0, 1, 1, 5.0)
    rejected = after(trust.credit_rejection(5.0, NUMBERS, "b"))
    assert (rejected.failures, rejected.rejected, rejected.failed, rejected.last_failure) == (3.0, 1, 0, None)


def test_an_undo_within_a_day_takes_the_success_back_and_weighs_five() -> None:
    run = trust.credit_success(0.0, NUMBERS, "b")
    evidence = after(run, run, trust.credit_undo(0.0, NUMBERS, 0.0))
    assert (evidence.successes, evidence.failures, evidence.undone) == (1.0, 5.0, 1)
    decayed = after(run, trust.credit_undo(0.9 * DAY, NUMBERS, 0.0))
    assert decayed.successes == pytest.approx(0.0, abs=1e-12)
    assert decayed.basis == "b"


def test_a_later_undo_is_only_counted() -> None:
    evidence = after(trust.credit_success(0.0, NUMBERS, "b"), trust.credit_undo(30 * DAY, NUMBERS, 0.0))
    assert evidence.successes == pytest.approx(0.5)
    assert (evidence.failures, evidence.undone) == (0.0, 1)


def test_evidence_loses_half_its_weight_in_thirty_days() -> None:
    evidence = after(*[trust.credit_success(0.0, NUMBERS, "b")] * 8)
    assert trust.decayed(evidence, 30 * DAY, NUMBERS) == pytest.approx((4.0, 0.0))
    assert (
        trust.bound(evidence, 0.0, NUMBERS) > trust.bound(evidence, 60 * DAY, NUMBERS) > trust.bound(None, 0.0, NUMBERS)
    )


def test_a_clock_that_goes_backwards_changes_nothing() -> None:
    evidence = after(trust.credit_success(100.0, NUMBERS, "b"), trust.credit_success(50.0, NUMBERS, "b"))
    assert (evidence.successes, evidence.updated) == (2.0, 100.0)


def test_another_basis_starts_from_nothing_but_keeps_the_counters() -> None:
    evidence = after(
        trust.credit_success(0.0, NUMBERS, "old", asked=False), trust.credit_failure(0.0, NUMBERS, "old", asked=True)
    )
    assert trust.decayed(evidence, 0.0, NUMBERS, "new") == (0.0, 0.0)
    assert trust.bound(evidence, 0.0, NUMBERS, "new") == trust.bound(None, 0.0, NUMBERS)
    anew = after(trust.credit_success(0.0, NUMBERS, "new"), start=evidence)
    assert (anew.successes, anew.failures, anew.basis) == (1.0, 0.0, "new")
    assert (anew.unasked, anew.failed) == (1, 1)


def test_missing_runs_after_a_failure() -> None:
    evidence = after(trust.credit_failure(0.0, NUMBERS, "b"))
    missing = trust.needed_clean_runs(evidence, 0.75, 0.0, NUMBERS, "b")
    assert missing is not None
    assert trust.lower_bound(missing, 3) >= 0.75 > trust.lower_bound(missing - 1, 3)
    assert trust.needed_clean_runs(after(*[trust.credit_success(0.0, NUMBERS, "b")] * 5), 0.75, 0.0, NUMBERS) == 0


def test_what_can_never_be_earned() -> None:
    assert trust.needed_clean_runs(None, None, 0.0, NUMBERS) is None
    assert trust.needed_clean_runs(None, 0.9, 0.0, TrustNumbers(success=0)) is None
    assert trust.needed_clean_runs(None, 1.0, 0.0, NUMBERS) is None


def test_names_for_people() -> None:
    assert trust.level_name("contained", False) == "apprentice"
    assert trust.level_name("contained", True) == "journeyman"
    assert trust.level_name("external", True) == "master"

"""How trust is built up again from what was recorded."""

from __future__ import annotations

from journeyman.config import TrustNumbers
from journeyman.gate import trust
from journeyman.gate.history import UNDONE, curve, evidence_before, histories
from journeyman.store.protocol import Trial
from journeyman.values import Event

NUMBERS = TrustNumbers()
DAY = 86400.0


def trial(number: int, status: str = "done", basis: str = "b", signature: str = "s", **fields: bool) -> Trial:
    return Trial(f"a{number}", signature, "user", number * DAY, status, basis, **fields)


def marks(*trials: Trial, events: tuple[Event, ...] = ()) -> list[str]:
    return [point.mark for point in histories(trials, events, NUMBERS).get(("s", "user"), ())]


def test_each_outcome_has_its_mark_and_its_weight() -> None:
    trials = (trial(1), trial(2, "failed"), trial(3, "rejected"), trial(4, mismatch=True), trial(5, "timeout"))
    assert marks(*trials) == ["success", "failure", "rejection", "failure", "failure"]
    points = histories(trials, (), NUMBERS)[("s", "user")]
    assert points[0].bound == trust.lower_bound(1, 0)
    assert points[1].bound < points[0].bound
    assert [point.time for point in points] == [number * DAY for number in range(1, 6)]


def test_nothing_is_learnt_from_what_did_not_run() -> None:
    assert marks(trial(1, "pending"), trial(2, "denied"), trial(3, "interrupted"), trial(4, "running")) == []


def test_an_undo_takes_its_success_back() -> None:
    undone = Event(UNDONE, 1.5 * DAY, action_id="a1")
    assert marks(trial(1), events=(undone,)) == ["success", "undo"]
    points = histories([trial(1)], [undone], NUMBERS)[("s", "user")]
    assert points[1].bound < trust.lower_bound(0, 4)
    assert marks(trial(1), events=(Event(UNDONE, DAY * 2, action_id="a9"),)) == ["success"], "not one of these"


def test_what_was_revoked_starts_from_nothing() -> None:
    revoked = Event("trust.revoke", 2.5 * DAY, data={"signatures": ["s"]})
    points = histories([trial(1), trial(2), trial(3, signature="t")], [revoked], NUMBERS)
    assert [point.mark for point in points[("s", "user")]] == ["success", "success", "reset"]
    assert points[("s", "user")][-1].bound == trust.lower_bound(0, 0)
    assert [point.mark for point in points[("t", "user")]] == ["success"]


def test_another_basis_starts_from_nothing() -> None:
    points = histories([trial(1), trial(2), trial(3, basis="c")], (), NUMBERS)[("s", "user")]
    assert [point.mark for point in points] == ["success", "success", "changed", "success"]
    assert points[2].bound == trust.lower_bound(0, 0)
    assert points[3].bound == trust.lower_bound(1, 0)


def test_the_evidence_before_a_moment() -> None:
    trials = [trial(1), trial(2, "failed"), trial(3)]
    found = evidence_before(2 * DAY, trials, (), NUMBERS, "s", "user")
    assert found is not None
    assert (found.successes, found.failures, found.failed) == (1.0, 0.0, 0)
    assert evidence_before(DAY, trials, (), NUMBERS, "s", "user") is None
    later = evidence_before(9 * DAY, trials, (), NUMBERS, "s", "user")
    assert later is not None
    assert later.failed == 1


def test_the_same_as_the_live_evidence() -> None:
    trials = [trial(1), trial(2, "failed"), trial(3, "rejected"), trial(5)]
    live = trust.credit_success(DAY, NUMBERS, "b")(evidence_of_nothing())
    live = trust.credit_failure(2 * DAY, NUMBERS, "b")(live)
    live = trust.credit_rejection(3 * DAY, NUMBERS, "b")(live)
    live = trust.credit_success(5 * DAY, NUMBERS, "b")(live)
    again = evidence_before(6 * DAY, trials, (), NUMBERS, "s", "user")
    assert again is not None
    assert (again.successes, again.failures) == (live.successes, live.failures)


def evidence_of_nothing():
    from journeyman.values import Evidence

    return Evidence("s", "user", "k")


def test_a_curve_has_at_most_so_many_values_and_ends_where_it_is_now() -> None:
    points = histories([trial(number) for number in range(1, 101)], (), NUMBERS)[("s", "user")]
    assert curve(points[:3], 100 * DAY, 12) == tuple(point.bound for point in points[:3])
    values = curve(points, 100 * DAY, 12)
    assert len(values) == 12
    assert values[0] == points[0].bound
    assert values[-1] == points[-1].bound
    assert list(values) == sorted(values)
    assert curve((), 0.0, 12) == ()
    together = [points[0]] * 20
    assert len(curve(together, points[0].time, 12)) == 12

"""What every store must do for failures."""

from __future__ import annotations

import pytest

from journeyman.store import FaultFilter, SqliteStore
from journeyman.values import Diagnosis, Event, Fault, FixTrial
from journeyman.values.fault import command

FIX = command("npm install", "ask")


def fault(number: int, mark: str = "1-aa", code: str = "npm.no_package", **more: object) -> Fault:
    severity = more.pop("severity", "moderate")
    summary = more.pop("summary", f"it is missing ({number})")
    found = Diagnosis(code, summary, severity, 3, (FIX,), fingerprint=mark)
    return Fault(f"f{number:04}", float(number), found, **{"subject": "npm test", "command": "npm test", **more})


def add(store: SqliteStore, *faults: Fault):
    return [store.add_fault(each, Event("fault.seen", each.time))[0] for each in faults]


def test_the_same_failure_is_one_group(store):
    first, second, other = add(store, fault(1), fault(2), fault(3, "1-bb"))
    assert (first.count, second.count, other.count) == (1, 2, 1)
    assert (second.first_seen, second.last_seen, second.last_id) == (1.0, 2.0, "f0002")
    assert [group.fingerprint for group in store.fault_groups()] == ["1-bb", "1-aa"]
    assert [each.id for each in store.faults()] == ["f0003", "f0002", "f0001"]


def test_an_occurrence_comes_back_whole(store):
    kept = fault(1, source="cell", action_id="a1", changed=("x.py",))
    add(store, kept)
    assert store.fault("f0001") == kept
    assert store.fault("f") == kept
    assert store.fault("g") is None
    add(store, fault(2))
    assert store.fault("f0") is None
    assert store.fault("*") is None


def test_each_is_an_event_of_the_chain(store):
    add(store, fault(1))
    assert [event.name for event in store.events()] == ["fault.seen"]
    assert store.verify_chain() == 0


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (FaultFilter(severity="critical"), ["1-bb"]),
        (FaultFilter(tool="git"), ["1-bb"]),
        (FaultFilter(tool="g*"), []),
        (FaultFilter(text="MISSING"), ["1-aa"]),
        (FaultFilter(since=2.0), ["1-bb"]),
        (FaultFilter(fingerprint="1-aa"), ["1-aa"]),
        (FaultFilter(subject="git push"), ["1-bb"]),
        (FaultFilter(limit=1), ["1-bb"]),
        (FaultFilter(status="resolved"), []),
    ],
)
def test_filters(store, where, expected):
    add(store, fault(1), fault(2, "1-bb", "git.rejected", severity="critical", summary="refused", subject="git push"))
    assert [group.fingerprint for group in store.fault_groups(where)] == expected
    assert [each.fingerprint for each in store.faults(where)] == expected


def test_what_was_resolved_opens_again(store):
    add(store, fault(1))
    assert store.set_fault_status(["1-aa", "1-unknown"], "resolved") == 1
    assert store.fault_groups(FaultFilter(status="resolved"))
    (again,) = add(store, fault(2))
    assert (again.status, again.reopened) == ("open", 1)


def test_what_is_ignored_stays_so(store):
    add(store, fault(1))
    store.set_fault_status(["1-aa"], "ignored")
    (again,) = add(store, fault(2))
    assert (again.status, again.count, again.reopened) == ("ignored", 2, 0)


def test_a_verified_fix_resolves(store):
    add(store, fault(1))
    store.add_fix_trial(FixTrial("1-aa", FIX, 2.0, False, "a1"))
    assert store.fault_groups()[0].status == "open"
    store.add_fix_trial(FixTrial("1-aa", FIX, 3.0, True, "a2"))
    group = store.fault_groups()[0]
    assert (group.status, group.fixed_by) == ("resolved", "npm install")
    assert [(trial.time, trial.verified, trial.fix) for trial in store.fix_trials("1-aa")] == [
        (3.0, True, FIX),
        (2.0, False, FIX),
    ]
    assert store.fix_trials("1-bb") == []
    assert len(store.fix_trials()) == 2


def test_old_occurrences_can_be_forgotten(store):
    add(store, fault(1), fault(5))
    assert store.delete_faults(3.0) == 1
    assert [each.id for each in store.faults()] == ["f0005"]
    assert store.fault_groups()[0].count == 2

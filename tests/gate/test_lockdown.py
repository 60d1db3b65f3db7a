"""Lockdown: who sets it, what trips it, and that only the user lifts it."""

from __future__ import annotations

import pytest

from journeyman.gate.lockdown import check_journal, check_sandbox, lift, lock, state, trip
from journeyman.journal import Journal
from journeyman.sandbox.spec import Capability
from journeyman.store import SqliteStore

HOLDS = Capability("bubblewrap", fs=True, tcp=True, udp=True)
LOST = Capability("none", detail="bubblewrap does not work here")


def names(store: SqliteStore) -> list[str]:
    return [event.name for event in store.events()]


def test_the_user_sets_and_lifts_it(store: SqliteStore, journal: Journal) -> None:
    assert state(store) == ""
    lock(store, journal)
    assert state(store) == "set by the user"
    assert lift(store, journal) == "set by the user"
    assert state(store) == ""
    assert names(store) == ["lockdown.on", "lockdown.off"]


def test_it_keeps_its_first_reason(store: SqliteStore, journal: Journal) -> None:
    lock(store, journal)
    assert trip(store, journal, "something else")
    assert state(store) == "set by the user"


def test_a_broken_chain_trips_it_once(store: SqliteStore, journal: Journal) -> None:
    for number in range(3):
        journal.record("noted", f"event {number}")
    assert check_journal(store, journal) == 0
    assert state(store) == ""
    with store.connection.write() as raw:
        raw.execute("UPDATE events SET message='something else' WHERE seq=2")
    assert check_journal(store, journal) == 2
    assert state(store) == "the journal's chain is broken at event 2"
    lift(store, journal)
    assert check_journal(store, journal) == 2
    assert state(store) == "", "the user has seen it, and goes on"
    with store.connection.write() as raw:
        raw.execute("UPDATE events SET message='more of it' WHERE seq=1")
    check_journal(store, journal)
    assert state(store) == "the journal's chain is broken at event 1"


def test_a_sandbox_that_holds_no_longer_trips_it(store: SqliteStore, journal: Journal) -> None:
    check_sandbox(store, journal, HOLDS)
    assert state(store) == ""
    check_sandbox(store, journal, LOST)
    assert "bubblewrap held before" in state(store)
    assert "does not work here" in state(store)
    lift(store, journal)
    check_sandbox(store, journal, LOST)
    assert state(store) == ""


def test_where_no_sandbox_ever_held_nothing_is_lost(store: SqliteStore, journal: Journal) -> None:
    check_sandbox(store, journal, LOST)
    assert state(store) == ""


@pytest.mark.parametrize("held", [Capability("landlock", fs=True, tcp=True, udp=True), HOLDS])
def test_another_sandbox_that_holds_is_fine(store: SqliteStore, journal: Journal, held: Capability) -> None:
    check_sandbox(store, journal, HOLDS)
    check_sandbox(store, journal, held)
    assert state(store) == ""

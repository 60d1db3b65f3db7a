from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from journeyman.faults.memory import FaultLog
from journeyman.journal import Journal
from journeyman.redact import Redactor
from journeyman.store import SqliteStore, open_store
from journeyman.values import Action, Decision, Diagnosis, Event, Outcome


@dataclass
class Memory:
    """A store, its log of failures, and a clock that the test moves."""

    store: SqliteStore
    now: float = 1_800_000_000.0
    log: FaultLog = field(init=False)

    def __post_init__(self) -> None:
        journal = Journal(self.store, Redactor(), lambda: self.now)
        self.log = FaultLog(self.store, journal, lambda: self.now)
        journal.subscribe(self.log.on_event)

    def ran(self, action: Action, status: str = "done", diagnosis: Diagnosis | None = None, changed=()) -> None:
        """Record that ``action`` was run, as the runner does."""
        self.store.begin_action(action, Decision(action.id, "allow", "contained", "v1|x"), self.now, "me")
        outcome = Outcome(action.id, status, "it went so", changed=tuple(changed), diagnosis=diagnosis)
        event = Event(f"action.{status}", self.now, action_id=action.id, kind=action.kind)
        self.log.on_event(self.store.finish_action(outcome, event))
        self.now += 1


@pytest.fixture
def memory() -> Iterator[Memory]:
    store = open_store(":memory:")
    yield Memory(store)
    store.close()

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from journeyman.journal import Journal
from journeyman.redact import Redactor
from journeyman.sandbox.spec import Capability
from journeyman.store import Store, open_store

HOLDS = Capability("test", fs=True, tcp=True, udp=True, signals=True, pids=True)
NOTHING = Capability("none", detail="no sandbox here")


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store() -> Iterator[Store]:
    opened = open_store(":memory:")
    yield opened
    opened.close()


@pytest.fixture
def journal(store: Store, clock: Clock, tmp_path: Path) -> Journal:
    return Journal(store, Redactor(), clock)

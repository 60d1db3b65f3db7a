"""A workspace with its checkpoints, and nothing else of the product."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from journeyman.store import SqliteStore, open_store
from journeyman.undo import Checkpoints
from journeyman.values import Checkpoint, Json
from journeyman.workspace import Workspace

SETTINGS: dict[str, dict[str, Json]] = {
    "undo": {
        "exclude": [".venv", "node_modules", "__pycache__", ".pytest_cache"],
        "max_file_bytes": 1_000_000,
        "max_store_bytes": 100_000_000,
        "retention_days": 30,
    }
}


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.moved = 0.0

    def __call__(self) -> float:
        return time.time() + self.moved


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings() -> dict[str, dict[str, Json]]:
    """The settings that the checkpoints are made with; change them before asking for ``checkpoints``."""
    return {"undo": dict(SETTINGS["undo"])}


@pytest.fixture
def root(workspace: Workspace) -> Path:
    return workspace.root


@pytest.fixture
def store(workspace: Workspace) -> Iterator[SqliteStore]:
    opened = open_store(workspace.store_path)
    yield opened
    opened.close()


@pytest.fixture
def checkpoints(workspace: Workspace, store: SqliteStore, settings: dict[str, Json], clock: Clock) -> Checkpoints:
    return Checkpoints(workspace, store, settings, clock)


@pytest.fixture
def record(checkpoints: Checkpoints) -> Callable[..., Checkpoint | None]:
    """Carry out an edit between before and after, as an action does; return its checkpoint."""
    numbers = iter(range(1000))

    def carry_out(edit: Callable[[], object], *paths: Path) -> Checkpoint | None:
        action_id = f"a{next(numbers):04}"
        before = checkpoints.before(tuple(map(str, paths)) or None, action_id)
        edit()
        return checkpoints.after(before, action_id)

    return carry_out

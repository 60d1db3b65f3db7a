"""What is remembered about a workspace."""

from __future__ import annotations

from pathlib import Path

from journeyman.store.protocol import (
    ActionRecord,
    EventFilter,
    EvidenceUpdate,
    FaultFilter,
    PlanRecord,
    StepRecord,
    Store,
)
from journeyman.store.sqlite import SqliteStore

__all__ = [
    "ActionRecord",
    "EventFilter",
    "EvidenceUpdate",
    "FaultFilter",
    "PlanRecord",
    "SqliteStore",
    "StepRecord",
    "Store",
    "open_store",
]


def open_store(path: Path | str) -> SqliteStore:
    """Open the store at ``path``, making it when it is missing; ``:memory:`` gives one that is never on disk."""
    return SqliteStore(str(path))

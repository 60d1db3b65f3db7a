"""The embedded store: the standard library's SQLite in write-ahead mode."""

from __future__ import annotations

from journeyman.store.sqlite.action_rows import ActionRows
from journeyman.store.sqlite.approval_rows import ApprovalRows
from journeyman.store.sqlite.connection import Connection
from journeyman.store.sqlite.evidence_rows import EvidenceRows
from journeyman.store.sqlite.fault_rows import FaultRows
from journeyman.store.sqlite.journal_rows import JournalRows
from journeyman.store.sqlite.other_rows import CheckpointRows, ProcessRows, SingleValues
from journeyman.store.sqlite.plan_rows import PlanRows


class SqliteStore(
    JournalRows,
    ActionRows,
    ApprovalRows,
    EvidenceRows,
    PlanRows,
    CheckpointRows,
    FaultRows,
    ProcessRows,
    SingleValues,
):
    """All rows of one workspace in one SQLite file; ``:memory:`` gives the in-memory twin.

    Raises StoreError when the file can be neither opened nor replaced.
    """

    def __init__(self, path: str) -> None:
        self.connection = Connection(path)

    @property
    def notice(self) -> str:
        """What a person should know about how the store was opened ("" when nothing)."""
        return self.connection.notice

    def change_counter(self) -> int:
        """See :class:`journeyman.store.protocol.Store`."""
        row = self.connection.row("PRAGMA data_version")
        return int(row[0]) if row else 0

    def close(self) -> None:
        """See :class:`journeyman.store.protocol.Store`."""
        self.connection.close()

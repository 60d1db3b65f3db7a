"""One SQLite connection per process, safe for its threads; every write is one immediate transaction."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from types import TracebackType
from typing import Any

from journeyman.errors import StoreError
from journeyman.store.sqlite.schema import MIGRATIONS

_BUSY_SECONDS = 30.0
_DAMAGED = ("malformed", "not a database", "file is encrypted")


class Connection:
    """Opens the file, brings its schema up to date, and hands out transactions.

    A damaged file is moved aside, never deleted; ``notice`` then tells its new name.
    """

    def __init__(self, path: str, migrations: tuple[str, ...] = MIGRATIONS) -> None:
        self.path = path
        self.notice = ""
        self._migrations = migrations
        self._lock = threading.RLock()
        self._pid = os.getpid()
        self._closed = False
        try:
            self._raw = self._open()
        except sqlite3.DatabaseError as error:
            if not _damaged(error):
                raise StoreError(f"cannot open the store {path}: {error}") from error
            self._move_aside()
            self._raw = self._open()

    def write(self) -> _Transaction:
        """Return a context manager: BEGIN IMMEDIATE, commit on success, roll back on any exception."""
        return _Transaction(self)

    def rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Run one SELECT and return all its rows."""
        with self._lock:
            try:
                return self.raw.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise self.explain(error) from error

    def row(self, sql: str, values: tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
        """Run one SELECT and return its first row, or None."""
        with self._lock:
            try:
                found: tuple[Any, ...] | None = self.raw.execute(sql, values).fetchone()
                return found
            except sqlite3.Error as error:
                raise self.explain(error) from error

    @property
    def raw(self) -> sqlite3.Connection:
        """The SQLite connection of this process; a forked child gets one of its own."""
        if self._pid != os.getpid():
            # SQLite forbids using, or even closing, a connection that was opened before fork.
            self._inherited = self._raw
            self._lock = threading.RLock()
            self._pid = os.getpid()
            self._raw = self._open()
        if self._closed:
            raise StoreError("the store is closed; open the workspace again")
        return self._raw

    def explain(self, error: sqlite3.Error) -> StoreError:
        """Return the error that people see for one of SQLite's."""
        if _damaged(error):
            return StoreError(
                f"the store {self.path} is damaged ({error}); "
                "start the front end again: it is moved aside and a new one begun"
            )
        return StoreError(f"the store {self.path} cannot be used: {error}")

    def close(self) -> None:
        """Close the connection; safe to call twice."""
        with self._lock:
            if not self._closed and self._pid == os.getpid():
                self._raw.close()
            self._closed = True

    def _open(self) -> sqlite3.Connection:
        raw = sqlite3.connect(
            self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        try:
            _retry_busy(raw, "PRAGMA journal_mode=WAL")
            raw.execute("PRAGMA synchronous=NORMAL")
            # Scrubbed secrets must not survive in free pages.
            raw.execute("PRAGMA secure_delete=ON")
            self._migrate(raw)
            raw.execute("SELECT hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
        except BaseException:
            raw.close()
            raise
        if self.path != ":memory:":
            os.chmod(self.path, 0o600)
        return raw

    def _migrate(self, raw: sqlite3.Connection) -> None:
        target = len(self._migrations)
        if raw.execute("PRAGMA user_version").fetchone()[0] == target:
            return
        raw.execute("BEGIN IMMEDIATE")
        try:
            version = raw.execute("PRAGMA user_version").fetchone()[0]
            if version > target:
                raise StoreError(
                    f"the store {self.path} has schema {version}, newer than this version knows ({target}); "
                    "upgrade journeyman"
                )
            for script in self._migrations[version:]:
                for statement in script.split(";\n"):
                    if statement.strip():
                        raw.execute(statement)
            raw.execute(f"PRAGMA user_version={target}")
            raw.execute("COMMIT")
        except BaseException:
            raw.execute("ROLLBACK")
            raise

    def _move_aside(self) -> None:
        aside = f"{self.path}.corrupt-{time.strftime('%Y%m%dT%H%M%S')}-{os.getpid()}"
        for suffix in ("", "-wal", "-shm"):
            if os.path.exists(self.path + suffix):
                os.rename(self.path + suffix, aside + suffix)
        self.notice = f"the store was damaged and has been moved to {aside}; a new one was begun"


class _Transaction:
    """Holds the process's lock and an immediate transaction while the block runs."""

    __slots__ = ("_connection", "_raw")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> sqlite3.Connection:
        connection = self._connection
        raw = connection.raw
        connection._lock.acquire()
        try:
            raw.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            connection._lock.release()
            raise connection.explain(error) from error
        self._raw = raw
        return raw

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        connection = self._connection
        try:
            if kind is None:
                self._raw.execute("COMMIT")
                return
            if self._raw.in_transaction:
                self._raw.execute("ROLLBACK")
        except sqlite3.Error as failure:
            if self._raw.in_transaction:
                self._raw.execute("ROLLBACK")
            raise connection.explain(failure) from failure
        finally:
            connection._lock.release()
        if isinstance(error, sqlite3.Error):
            raise connection.explain(error) from error


def _damaged(error: sqlite3.Error) -> bool:
    return any(sign in str(error) for sign in _DAMAGED)


def _retry_busy(raw: sqlite3.Connection, sql: str) -> None:
    # Switching to WAL needs an exclusive lock, and SQLite's busy time-out does not cover that moment.
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            raw.execute(sql)
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)

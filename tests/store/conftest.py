from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from journeyman.store import SqliteStore, open_store


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqliteStore]:
    """Every implementation of the store seam; another one joins by adding a name here."""
    opened = open_store(tmp_path / "store.sqlite3" if request.param == "file" else ":memory:")
    yield opened
    opened.close()

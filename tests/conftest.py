"""Fixtures for every room: a temporary workspace with a private folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeyman.workspace import Workspace, find_workspace


@pytest.fixture(autouse=True)
def isolated_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point every personal folder to a temporary one, so that no test reads or writes the user's."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("IPYTHONDIR", str(home / "ipython"))
    monkeypatch.delenv("JOURNEYMAN_WORKSPACE", raising=False)
    return home


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A prepared, empty workspace."""
    root = tmp_path / "work"
    root.mkdir()
    return find_workspace(root).prepare()

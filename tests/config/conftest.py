from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from journeyman.workspace import Workspace


@pytest.fixture
def own(isolated_home: Path) -> Callable[[str, str], Path]:
    """Write a file of the user's own configuration."""

    def write(name: str, text: str) -> Path:
        folder = isolated_home / "config" / "journeyman"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.yaml").write_text(text)
        return folder / f"{name}.yaml"

    return write


@pytest.fixture
def local(workspace: Workspace) -> Callable[[str, str], Path]:
    """Write a file of the workspace's configuration."""

    def write(name: str, text: str) -> Path:
        workspace.configs.mkdir(exist_ok=True)
        (workspace.configs / f"{name}.yaml").write_text(text)
        return workspace.configs / f"{name}.yaml"

    return write

"""A copy of the workspace to try things on: what undo would keep, and links to what is rebuilt."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from journeyman.errors import KindError
from journeyman.undo.settings import DEPENDENCIES, UndoSettings
from journeyman.values import Json
from journeyman.workspace import Workspace

_LARGEST = 500_000_000
"""Bytes."""


def copy_workspace(workspace: Workspace, copy: Path, settings: Mapping[str, Json]) -> None:
    """Copy what undo would keep. Raises KindError when that is too much."""
    keeps = UndoSettings.of(settings, workspace) if "undo" in settings else UndoSettings()
    excluded = keeps.dependencies | keeps.caches | {".git"}
    size = 0

    def left_out(folder: str, names: list[str]) -> set[str]:
        nonlocal size
        found = {name for name in names if name in excluded}
        for name in set(names) - found:
            path = os.path.join(folder, name)
            if os.path.islink(path) or os.path.isdir(path):
                continue
            length = os.path.getsize(path) if os.path.isfile(path) else -1
            if not 0 <= length <= keeps.file_cap:
                found.add(name)
            else:
                size += length
        if size > _LARGEST:
            limit = _LARGEST // 1_000_000
            raise KindError(f"the workspace holds more than {limit} MB: too much to try a patch on a copy")
        return found

    shutil.copytree(workspace.root, copy, symlinks=True, ignore=left_out)
    for name in DEPENDENCIES:
        if (workspace.root / name).is_dir():
            (copy / name).symlink_to(workspace.root / name)

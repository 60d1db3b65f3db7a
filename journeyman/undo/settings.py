"""What undo keeps, what it leaves out, and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from journeyman.values import Json
from journeyman.workspace import Workspace

DEPENDENCIES = (
    ".venv",
    "venv",
    "node_modules",
    "bower_components",
    ".tox",
    ".nox",
    ".eggs",
    ".gradle",
    "__pypackages__",
)
CACHES = (
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    ".ipynb_checkpoints",
    ".parcel-cache",
    ".cache",
)
JOURNALS = ("notebooks/plans", "notebooks/reflections")
"""Records of what was done: they stay true when it is taken back."""

TEMPORARY = ".session_state.json."
"""How the names of half-written state files begin; they lie beside the state file for a moment."""

DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class UndoSettings:
    """The section ``undo`` of the settings, with the workspace's own paths.

    ``dependencies`` and ``caches`` are folder names left out at any depth (they are rebuilt, not restored);
    ``own`` are workspace-relative paths never recorded. ``file_cap`` and ``size_cap`` are in bytes. Nothing
    younger than ``window`` (the time in which an undo counts as evidence) is ever forgotten, nothing older than
    ``keep`` is remembered (seconds).
    """

    dependencies: frozenset[str] = frozenset(DEPENDENCIES)
    caches: frozenset[str] = frozenset(CACHES)
    own: frozenset[str] = frozenset(JOURNALS)
    file_cap: int = 50 * 2**20
    size_cap: int = 2 * 2**30
    window: float = DAY
    keep: float = 30 * DAY

    @classmethod
    def of(cls, settings: Mapping[str, Json], workspace: Workspace) -> UndoSettings:
        """Read ``exclude``, ``max_file_bytes``, ``max_store_bytes`` and ``retention_days`` of ``settings["undo"]``."""
        section = settings["undo"]
        excluded = frozenset(section["exclude"])
        caches = excluded & frozenset(CACHES)
        return cls(
            dependencies=excluded - caches,
            caches=caches,
            own=frozenset((*workspace.own_paths, *JOURNALS)),
            file_cap=section["max_file_bytes"],
            size_cap=section["max_store_bytes"],
            keep=section["retention_days"] * DAY,
        )

    def never(self, path: str) -> bool:
        """Tell whether undo must not write ``path`` (workspace-relative): git's own files, ours, our records."""
        if ".git" in path.split("/"):
            return True
        return any(path == own or path.startswith(own + "/") for own in self.own)

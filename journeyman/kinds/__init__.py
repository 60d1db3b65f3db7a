"""The kinds of actions, one file each; all of them are gathered here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable

from journeyman.kinds.app_create import AppCreate, Render
from journeyman.kinds.cell_run import CellRun
from journeyman.kinds.dir_create import DirCreate
from journeyman.kinds.env_create import EnvCreate
from journeyman.kinds.env_install import EnvInstall
from journeyman.kinds.env_setup import EnvSetup
from journeyman.kinds.file_append import FileAppend
from journeyman.kinds.file_create import FileCreate
from journeyman.kinds.file_delete import FileDelete
from journeyman.kinds.file_modify import FileModify
from journeyman.kinds.git_commit import GitCommit
from journeyman.kinds.git_tag import GitTag
from journeyman.kinds.http_check import HttpCheck
from journeyman.kinds.kind import Composite, Kind
from journeyman.kinds.noop import Noop
from journeyman.kinds.oi_code import OiCode
from journeyman.kinds.patch_try import PatchTry
from journeyman.kinds.process_start import ProcessStart
from journeyman.kinds.process_stop import ProcessStop
from journeyman.kinds.python_run import PythonRun
from journeyman.kinds.shell_run import ShellRun
from journeyman.kinds.test_run import TestRun

KINDS: tuple[type[Kind], ...] = (
    FileCreate,
    FileModify,
    FileAppend,
    FileDelete,
    DirCreate,
    ShellRun,
    ProcessStart,
    ProcessStop,
    HttpCheck,
    PythonRun,
    TestRun,
    PatchTry,
    CellRun,
    OiCode,
    GitCommit,
    GitTag,
    EnvCreate,
    EnvInstall,
    Noop,
)
COMPOSITES: tuple[str, ...] = (AppCreate.name, EnvSetup.name)
"""Names of the kinds that execute nothing themselves and stand for other actions."""


def all_kinds(more: Iterable[Kind] = ()) -> dict[str, Kind]:
    """Return every kind by its name; ``more`` are those that need the store (restoring, reverting)."""
    return {kind.name: kind for kind in (*(kind() for kind in KINDS), *more)}


def all_composites(render: Render) -> dict[str, Composite]:
    """Return every composite by its name; ``render`` gives the files of a recipe."""
    composites: tuple[Composite, ...] = (AppCreate(render), EnvSetup())
    return {composite.name: composite for composite in composites}

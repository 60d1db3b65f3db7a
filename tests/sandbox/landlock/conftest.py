"""Workspaces under Landlock, with a repository in them that must stay as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from journeyman.sandbox import LandlockSandbox, Processes
from tests.sandbox.conftest import Runner


@pytest.fixture
def locked(landlock: LandlockSandbox, folder: Path, tmp_path: Path) -> Runner:
    """Nothing in the folder is protected: Landlock alone decides."""
    return Runner(Processes(landlock, grace=0.3), folder, tmp_path / "output.txt")


class Guarded(Runner):
    """``.git`` in the folder is protected: the broker serves."""

    def spec(self, script: str, **options: object):
        options.setdefault("read_only", (self.folder / ".git",))
        return super().spec(script, **options)

    def python(self, code: str, **options: object):
        return replace(super().python(code, **options), read_only=(self.folder / ".git",))


@pytest.fixture
def guarded(locked: Runner) -> Guarded:
    (locked.folder / ".git").mkdir()
    (locked.folder / ".git" / "config").write_text("old")
    return Guarded(locked.processes, locked.folder, locked.output)


@pytest.fixture(params=["locked", "guarded"])
def either(request: pytest.FixtureRequest) -> Runner:
    """What works must work in both ways."""
    chosen: Runner = request.getfixturevalue(request.param)
    return chosen

"""A workspace-like folder, specifications for it, and both sandboxes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from journeyman.sandbox import (
    BubblewrapSandbox,
    Completed,
    LandlockSandbox,
    Limits,
    NoSandbox,
    Processes,
    ProcessSpec,
    Sandbox,
    filter_env,
)

BUBBLEWRAP = BubblewrapSandbox()


def needs_bubblewrap() -> None:
    if not BUBBLEWRAP.capability.confines:
        pytest.skip(f"no bubblewrap here: {BUBBLEWRAP.capability.detail}")


@pytest.fixture
def bubblewrap() -> BubblewrapSandbox:
    needs_bubblewrap()
    return BUBBLEWRAP


COVERED = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
"""What a process needs whose coverage counts; the launcher's own options would keep it from being measured."""
LANDLOCK = LandlockSandbox(options=()) if COVERED else LandlockSandbox()


@pytest.fixture
def landlock() -> LandlockSandbox:
    if not LANDLOCK.capability.confines:
        pytest.skip(f"no Landlock here: {LANDLOCK.capability.detail}")
    return LANDLOCK


@pytest.fixture(params=["bubblewrap", "landlock", "none"])
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Each sandbox in turn: the contract holds for all."""
    if request.param == "none":
        return NoSandbox("for a test")
    chosen: Sandbox = request.getfixturevalue(request.param)
    return chosen


@dataclass
class Runner:
    """Runs bash scripts in one folder and remembers where the output went."""

    processes: Processes
    folder: Path
    output: Path

    def spec(self, script: str, **options: object) -> ProcessSpec:
        options["env"] = {**options.get("env", filter_env(os.environ)), **COVERED}
        options.setdefault("writable", (self.folder,))
        wall = options.pop("wall", 60)
        options.setdefault("limits", Limits(wall=wall))
        return ProcessSpec(("bash", "-c", script), self.folder, **options)

    def python(self, code: str, **options: object) -> ProcessSpec:
        spec = self.spec("", **options)
        return ProcessSpec(
            (sys.executable, "-I", "-S", "-c", code), spec.cwd, spec.env, spec.writable, limits=spec.limits
        )

    def run(self, script: str, **options: object) -> Completed:
        return self.start(self.spec(script, **options))

    def start(
        self, spec: ProcessSpec, key: str = "a1", on_output: Callable[[str], None] | None = None, limit: int = 20_000
    ) -> Completed:
        return self.processes.run(
            spec, confined=True, key=key, output_path=self.output, on_output=on_output, limit=limit
        )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "work"
    path.mkdir()
    return path


@pytest.fixture
def runner(sandbox: Sandbox, folder: Path, tmp_path: Path) -> Runner:
    return Runner(Processes(sandbox, grace=0.3), folder, tmp_path / "output.txt")


@pytest.fixture
def confined(bubblewrap: BubblewrapSandbox, folder: Path, tmp_path: Path) -> Runner:
    return Runner(Processes(bubblewrap, grace=0.3), folder, tmp_path / "output.txt")

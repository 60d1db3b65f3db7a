"""The wheel, installed into a clean environment, plans without the checkout beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

import journeyman

ROOT = Path(__file__).parents[1]
GOAL = "Create a hello world Flask API with a test"
UNREACHABLE = ("NewConnectionError", "Temporary failure in name resolution", "Network is unreachable", "Read timed out")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout as it is."""
    folder = tmp_path_factory.mktemp("dist")
    _run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)])
    (found,) = folder.glob("*.whl")
    return found


@dataclass(frozen=True)
class Installed:
    """A clean environment with the wheel in it, and a way to call its command in a workspace."""

    folder: Path

    def call(self, workspace: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run ``journeyman ARGUMENTS`` in ``workspace``, which the checkout is no part of."""
        workspace.mkdir(exist_ok=True)
        return subprocess.run(
            [str(self.folder / "bin" / "journeyman"), *arguments],
            cwd=workspace,
            env=_environment() | {"XDG_STATE_HOME": str(workspace.parent / "state")},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel with its base dependencies alone, from the index, at the pinned versions."""
    folder = tmp_path_factory.mktemp("clean") / "venv"
    _run([sys.executable, "-m", "venv", str(folder)])
    install = ["-m", "pip", "install", "--quiet", "--retries", "1", "-c", str(ROOT / "constraints.txt"), str(wheel)]
    done = subprocess.run(
        [str(folder / "bin" / "python"), *install], capture_output=True, text=True, env=_environment(), check=False
    )
    if any(sign in done.stderr for sign in UNREACHABLE):
        pytest.skip(f"the package index cannot be reached: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    return Installed(folder)


def _environment() -> dict[str, str]:
    hidden = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "JOURNEYMAN_", "COVERAGE_", "OPENAI_")
    return {name: value for name, value in os.environ.items() if not name.startswith(hidden)}


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, env=_environment(), check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def _moved_away(folder: Path) -> Iterator[None]:
    aside = folder.rename(folder.with_name("aside"))
    try:
        yield
    finally:
        aside.rename(folder)


def _is_shipped(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


@pytest.mark.parametrize("folder", ["configs", "profile"])
def test_the_wheel_carries_every_shipped_file(wheel: Path, folder: str) -> None:
    expected = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if _is_shipped(path)}
    prefix = "journeyman/shipped/"
    with zipfile.ZipFile(wheel) as archive:
        inside = {name.removeprefix(prefix) for name in archive.namelist() if name.startswith(f"{prefix}{folder}/")}
    assert expected
    assert expected <= inside


def test_the_wheel_carries_the_packages_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/", maxsplit=1)[0] for name in archive.namelist()}
        entry_points = archive.read(f"journeyman-{journeyman.__version__}.dist-info/entry_points.txt").decode()
    assert tops == {"journeyman", "ipy_ext", f"journeyman-{journeyman.__version__}.dist-info"}
    assert "journeyman = journeyman.cli:main" in entry_points


def test_the_installed_command_tells_its_version(installed: Installed, tmp_path: Path) -> None:
    done = installed.call(tmp_path / "work", "--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert journeyman.__version__ in done.stdout


def test_the_installed_command_plans_and_keeps_the_plan(installed: Installed, tmp_path: Path) -> None:
    planned = installed.call(tmp_path / "work", "plan", GOAL)
    assert planned.returncode == 0, planned.stdout + planned.stderr
    assert "flask" in planned.stdout.lower()
    queue = installed.call(tmp_path / "work", "queue")
    assert queue.returncode == 0, queue.stderr
    assert GOAL in queue.stdout


def test_a_damaged_installation_says_so(installed: Installed, tmp_path: Path) -> None:
    (configs,) = installed.folder.glob("lib/python3*/site-packages/journeyman/shipped/configs")
    with _moved_away(configs):
        done = installed.call(tmp_path / "work", "plan", GOAL)
    assert done.returncode == 2
    assert "'configs' is missing" in done.stdout + done.stderr

"""The demo does what it says, or fails loudly."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def demo(folder, *more: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "journeyman", "demo", "--folder", str(folder), *more]
    return subprocess.run(
        command, env={**os.environ, **env}, capture_output=True, text=True, check=False, timeout=300, cwd=folder.parent
    )


@pytest.mark.slow
def test_the_main_job(tmp_path):
    folder = tmp_path / "demo"
    found = demo(folder)
    assert found.returncode == 0, found.stdout + found.stderr
    for proof in ("3 passed", "answered HTTP 200", "HEAD is the commit", "its port is free", "byte for byte"):
        assert proof in found.stdout
    assert (folder / "app.py").exists()
    assert list((folder / "notebooks" / "plans").glob("*.ipynb"))
    assert list((folder / "notebooks" / "reflections").glob("*.ipynb"))
    assert (folder / "logs" / "activity.log").exists()


def test_a_goal_without_a_recipe_is_a_failure(tmp_path):
    found = demo(tmp_path / "demo", "--goal", "Compose a symphony", JOURNEYMAN_BASE_URL="")
    assert found.returncode == 1
    assert "no plan was made" in found.stdout
    assert "really happened" not in found.stdout


def test_a_failing_step_ends_it(tmp_path):
    # Without an index nothing can be installed: the step fails, and so does the demo.
    found = demo(
        tmp_path / "demo",
        PIP_INDEX_URL="http://127.0.0.1:9/",
        PIP_EXTRA_INDEX_URL="",
        PIP_NO_INDEX="1",
        PIP_RETRIES="0",
    )
    assert found.returncode == 1
    assert "exit code 1" in found.stdout
    assert "really happened" not in found.stdout


def test_a_folder_in_use_is_refused(tmp_path):
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "mine.txt").write_text("x")
    found = demo(tmp_path / "demo")
    assert found.returncode == 1
    assert "not empty" in found.stdout
    assert [path.name for path in (tmp_path / "demo").iterdir()] == ["mine.txt"]

"""A patch is tried on a copy; the workspace stays as it is."""

from __future__ import annotations

import pytest

from journeyman.errors import KindError

DIFF = "@@ -1 +1 @@\n-one = 1\n+one = 2\n"


@pytest.fixture
def project(bench):
    (bench.root / "src").mkdir()
    (bench.root / "src/one.py").write_text("one = 1\n")
    (bench.root / ".venv").mkdir()
    (bench.root / ".venv/kept").write_text("x")
    return bench


def tried(bench, command: str, diff: str = DIFF, **more: object):
    return bench.run("patch.try", {"path": "src/one.py", "diff": diff, "command": command, **more})


def test_the_command_sees_the_change_and_the_workspace_does_not(project):
    result = tried(project, "cat src/one.py; echo x >made; cat .venv/kept; pwd")
    assert result.status == "done", result
    assert "one = 2" in result.output
    assert (project.root / "src/one.py").read_text() == "one = 1\n"
    assert not (project.root / "made").exists()
    assert str(project.root) not in result.output


def test_a_command_that_fails_there(project):
    result = tried(project, "grep 'one = 1' src/one.py || exit 3")
    assert (result.status, result.exit_code) == ("failed", 3)
    assert result.message.startswith("on a copy: ")


def test_the_workspace_cannot_be_written_from_there(sandboxed, project):
    result = tried(project, f"echo x >{project.root}/made")
    assert result.status == "failed"
    assert not (project.root / "made").exists()


def test_a_patch_that_cannot_be_read_is_not_run(project):
    with pytest.raises(KindError, match=r"src/one.py cannot be read any more"):
        tried(project, "touch made", diff="@@ -1 +1 @@\n-one = 1\n+one = (\n")
    with pytest.raises(KindError, match="does not fit"):
        tried(project, "true", diff="@@ -1 +1 @@\n-two\n+three\n")


def test_it_is_judged_by_its_command(project):
    args = {"path": "src/one.py", "diff": DIFF}
    assert project.predict("patch.try", {**args, "command": "pytest"}).effects[0].level == "contained"
    levels = {effect.level for effect in project.predict("patch.try", {**args, "command": "sudo ls"}).effects}
    assert "floor" in levels

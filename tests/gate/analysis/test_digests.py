from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from journeyman.gate.analysis import digest_file, digest_text, digest_tree, digests, program_identity
from journeyman.workspace import Workspace


def test_a_files_digest_follows_its_content(workspace: Workspace) -> None:
    path = workspace.root / "x.sh"
    path.write_text("one")
    assert digest_file(path) == hashlib.sha256(b"one").hexdigest() == digest_file(str(path))
    path.write_text("two")
    assert digest_file(path) == digest_text("two")


def test_what_an_earlier_step_writes_counts_before_it_exists(workspace: Workspace) -> None:
    path = str(workspace.root / "x.sh")
    assert digest_file(path) == "missing"
    assert digest_file(path, {path: "text"}) == digest_text("text")


def test_a_folder_has_no_digest(workspace: Workspace) -> None:
    assert digest_file(workspace.root) == "missing"


def test_a_trees_digest_follows_matching_files_only(workspace: Workspace) -> None:
    before = digest_tree(workspace, ("*.py", "setup.cfg"))
    (workspace.root / "notes.txt").write_text("x")
    (workspace.root / ".venv").mkdir()
    (workspace.root / ".venv" / "a.py").write_text("x")
    assert digest_tree(workspace, ("*.py", "setup.cfg")) == before
    (workspace.root / "sub").mkdir()
    (workspace.root / "sub" / "a.py").write_text("x")
    after = digest_tree(workspace, ("*.py", "setup.cfg"))
    assert after != before
    planned = {str(workspace.root / "sub/a.py"): "x", str(workspace.root / "b.txt"): "y", "/elsewhere/c.py": "z"}
    assert digest_tree(workspace, ("*.py", "setup.cfg"), planned) == after
    planned[str(workspace.root / "c.py")] = ""
    assert digest_tree(workspace, ("*.py", "setup.cfg"), planned) != after


def test_a_large_tree_is_cut_and_says_so(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        (workspace.root / f"{number}.py").write_text("x")
    whole = digest_tree(workspace, ("*.py",))
    monkeypatch.setattr(digests, "_LIMIT", 1)
    assert digest_tree(workspace, ("*.py",)) != whole
    assert digest_file(workspace.root / "0.py") == digest_text("x")


def test_a_programs_identity_changes_with_its_file(workspace: Workspace) -> None:
    path = workspace.root / "tool"
    path.write_text("1")
    first = program_identity("./tool", str(workspace.root))
    os.utime(path, ns=(1, 1))
    second = program_identity("./tool", str(workspace.root))
    assert first[0] == second[0] == str(path)
    assert first[1] != second[1]
    assert program_identity("no-such-program-here", "/") == ("", "")
    assert program_identity("./gone", str(workspace.root)) == ("", "")


def test_a_device_and_a_pipe_are_never_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert digest_file("/dev/zero") == "missing"
    assert digest_file(tmp_path / "pipe") == "missing"


def test_a_very_large_file_is_known_by_its_metadata(tmp_path: Path) -> None:
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(200_000_000)
    before = digest_file(large)
    with large.open("r+b") as file:
        file.truncate(200_000_001)
    assert digest_file(large) != before

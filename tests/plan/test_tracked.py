"""What a commit of everything covers, compared with git itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from journeyman.plan.tracked import commit_paths, read_index


def _git(root: Path, *words: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    return subprocess.run(["git", *identity, *words], cwd=root, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    _git(tmp_path, "init", "-q")
    for name in ("a.txt", "src/deep/b.py", "ü.txt", "n" * 200, ".env.example"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    _git(tmp_path, "add", "-A")
    _git(tmp_path, "commit", "-qm", "one")
    return tmp_path


def test_the_index_reads_as_git_lists_it(repository: Path) -> None:
    assert read_index(repository / ".git" / "index") == _git(repository, "ls-files", "-z").split("\0")[:-1]


def test_flags_of_version_three_are_read(repository: Path) -> None:
    (repository / "later.txt").write_text("x")
    _git(repository, "add", "-N", "later.txt")
    assert "later.txt" in read_index(repository / ".git" / "index")


def test_deleted_and_new_entries_count_and_private_ones_do_not(repository: Path) -> None:
    (repository / "a.txt").unlink()
    for name in ("new.py", ".env", "x.log", "session_state.json", "logs/activity.log", "node_modules/x.js"):
        (repository / name).parent.mkdir(exist_ok=True)
        (repository / name).write_text(name)
    (repository / "empty").mkdir()
    (repository / ".gitignore").write_text("# logs\n*.log\n!keep.log\n/src/deep\n")
    assert commit_paths(repository) == sorted(
        [".env.example", ".gitignore", "a.txt", "n" * 200, "new.py", "src", "ü.txt"]
    )


def test_without_a_repository_what_is_there_counts(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    assert commit_paths(tmp_path) == ["a.txt"]
    assert read_index(tmp_path / "nothing") == []


def test_an_index_of_another_form_means_the_whole_folder(repository: Path) -> None:
    _git(repository, "update-index", "--index-version", "4")
    assert commit_paths(repository) == ["."]


@pytest.mark.parametrize(
    "damage", [b"", b"DIRC", b"DIRC\0\0\0\2\0\0\0\5", b"DIRC\0\0\0\2\0\0\0\1" + b"\0" * 60 + b"\0\5a\0"]
)
def test_a_damaged_index_is_noticed(damage: bytes, tmp_path: Path) -> None:
    (tmp_path / "index").write_bytes(damage)
    with pytest.raises(ValueError, match="index"):
        read_index(tmp_path / "index")

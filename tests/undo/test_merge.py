"""One change is taken out of a text that was edited since, or not at all."""

from __future__ import annotations

import subprocess

import pytest

from journeyman.undo import merge as module
from journeyman.undo.merge import merge

BASE = b"".join(b"line %d\n" % number for number in range(12))


def test_changes_far_apart_merge(tmp_path):
    wanted = BASE.replace(b"line 2\n", b"")
    current = BASE.replace(b"line 9", b"line nine")
    assert merge(current, BASE, wanted, tmp_path) == current.replace(b"line 2\n", b"")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("current", "base", "wanted"),
    [
        (BASE.replace(b"line 2", b"two"), BASE, BASE.replace(b"line 2", b"deux")),
        (b"\0" + BASE, BASE, BASE + b"x"),
        (BASE, BASE, b"\0"),
    ],
    ids=["overlap", "binary now", "binary then"],
)
def test_what_does_not_merge(tmp_path, current, base, wanted):
    assert merge(current, base, wanted, tmp_path) is None


def test_a_huge_text_is_not_tried(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_LIMIT", 10)
    assert merge(BASE, BASE, b"", tmp_path) is None


def test_line_endings_are_kept(tmp_path):
    dos = BASE.replace(b"\n", b"\r\n")
    current = dos.replace(b"line 9", b"nine")
    assert merge(current, dos, dos.replace(b"line 2", b"two"), tmp_path) == current.replace(b"line 2", b"two")


def test_the_users_git_configuration_plays_no_part(tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text("[merge]\nconflictStyle = zdiff3\n[broken")
    monkeypatch.setenv("HOME", str(home))
    assert merge(BASE + b"x\n", BASE, BASE.replace(b"line 2", b"two"), tmp_path)


def test_a_git_that_hangs_is_given_up(tmp_path, monkeypatch):
    def hang(*args, timeout, **more):
        raise subprocess.TimeoutExpired(args, timeout)

    monkeypatch.setattr(subprocess, "run", hang)
    assert merge(BASE, BASE, b"x", tmp_path) is None

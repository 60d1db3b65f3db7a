"""Paths stay inside the workspace, and private data stays outside of it."""

from __future__ import annotations

import os

import pytest

from journeyman.errors import PathError, UsageError
from journeyman.workspace import confine, find_workspace, relative


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "work"
    (folder / "sub").mkdir(parents=True)
    (folder / "file").write_text("x")
    (tmp_path / "outside").mkdir()
    (tmp_path / "work-twin").mkdir()
    (folder / "link-out").symlink_to(tmp_path / "outside")
    (folder / "link-in").symlink_to(folder / "sub")
    (folder / "link-file-out").symlink_to(tmp_path / "outside" / "new")
    (folder / "dangling").symlink_to("nowhere")
    return folder


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.txt", "a.txt"),
        ("sub/../a.txt", "a.txt"),
        ("./sub//b", "sub/b"),
        ("link-in/c", "sub/c"),
        ("new/deep/file", "new/deep/file"),
        ("dangling", "dangling"),
        ("..a", "..a"),
    ],
)
def test_paths_inside_are_resolved(root, path, expected):
    assert relative(root, confine(root, path)) == expected


@pytest.mark.parametrize(
    "path",
    [
        "../outside/x",
        "/etc/passwd",
        "link-out/x",
        "link-file-out",
        "sub/../../work-twin/x",
        "link-in/../../outside/x",
        "link-out/../work/../outside/x",
        "~/x/../../../..",
    ],
)
def test_paths_outside_are_refused_with_the_place_they_lead_to(root, path):
    with pytest.raises(PathError) as caught:
        confine(root, path)
    assert "outside the workspace" in str(caught.value)
    assert str(root) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_resolved_place_is_named(root):
    with pytest.raises(PathError, match=str(root.parent / "outside" / "x")):
        confine(root, "link-out/x")


@pytest.mark.parametrize("path", ["", "a\0b"])
def test_what_is_no_path_is_refused(root, path):
    with pytest.raises(PathError, match="not a path"):
        confine(root, path)


def test_a_relative_path_starts_at_the_working_folder(root):
    assert confine(root, "x", "sub") == root / "sub" / "x"
    with pytest.raises(PathError):
        confine(root, "../x", ".")


def test_the_private_folder_is_outside_and_closed(workspace):
    assert not workspace.private.is_relative_to(workspace.root)
    assert workspace.private.stat().st_mode & 0o777 == 0o700
    assert list(workspace.root.iterdir()) == []


def test_the_same_folder_gives_the_same_workspace_through_a_link(root, tmp_path):
    (tmp_path / "alias").symlink_to(root)
    assert find_workspace(tmp_path / "alias") == find_workspace(root)


def test_a_subfolder_belongs_to_the_workspace_above_it(root):
    (root / "session_state.json").write_text("{}")
    assert find_workspace(root / "sub").root == root


def test_the_variable_names_the_workspace(root, monkeypatch):
    monkeypatch.setenv("JOURNEYMAN_WORKSPACE", str(root))
    assert find_workspace().root == root


def test_a_folder_that_does_not_exist_is_one_clear_line(tmp_path):
    with pytest.raises(UsageError, match="not a folder"):
        find_workspace(tmp_path / "missing")


def test_a_workspace_cannot_contain_its_own_private_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with pytest.raises(UsageError, match="XDG_STATE_HOME"):
        find_workspace(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_unwritable_state_home_is_one_clear_line(root, tmp_path, monkeypatch):
    (tmp_path / "closed").mkdir(mode=0o500)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "closed"))
    with pytest.raises(UsageError, match="XDG_STATE_HOME"):
        find_workspace(root).prepare()

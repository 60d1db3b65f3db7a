"""Files are reached through opened folders; links in parents are never followed. Also without such system calls."""

from __future__ import annotations

import os

import pytest

from journeyman.undo import tree as module
from journeyman.undo.tree import Blocked, Tree
from journeyman.values import Entry


@pytest.fixture(params=[True, False], ids=["by descriptors", "by paths"])
def tree(request, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_SAFE", request.param)
    (tmp_path / "root").mkdir()
    return Tree(tmp_path / "root")


@pytest.fixture
def root(tree, tmp_path):
    return tmp_path / "root"


def test_every_operation(tree, root):
    tree.mkdir("d")
    assert (root / "d").stat().st_mode & 0o777 == 0o700
    os.close(tree.create("d/f"))
    (root / "d" / "f").write_text("text")
    tree.symlink("f", "d/l")
    tree.link("d/f", "d/second")
    with pytest.raises(FileExistsError):
        tree.move("d/second", "d/f")
    tree.move("d/second", "d/third")
    tree.mkdir("e")
    tree.move("e", "d/e")
    with pytest.raises(FileExistsError):
        tree.mkdir("x") or tree.move("x", "d/e")
    tree.chmod("d/f", 0o640)
    tree.chmod("d", 0o755)
    tree.utime("d/f", 5_000_000_007)
    tree.utime("d/l", 9_000_000_000)
    assert sorted(tree.names("d")) == ["e", "f", "l", "third"]
    tree.rename("d/third", "d/f2")
    tree.unlink("d/f2")
    tree.rmdir("d/e")
    with tree.open("d/f") as file:
        assert file.readall() == b"text"
    assert tree.status("d/f").st_mtime_ns == 5_000_000_007
    assert (root / "d" / "f").stat().st_mode & 0o777 == 0o640
    assert tree.status("gone") is tree.status("gone/below") is None


def test_entries(tree, root):
    (root / "f").write_text("text")
    (root / "l").symlink_to("f")
    (root / "d").mkdir(mode=0o750)
    os.mkfifo(root / "p")
    digest = "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1"
    assert tree.entry("f", 100) == Entry("file", 0o644, os.stat(root / "f").st_mtime_ns, digest, 4)
    assert tree.entry("f", 3).digest == ""
    assert (tree.entry("l", 0).type, tree.entry("l", 0).target) == ("link", "f")
    assert (tree.entry("d", 0).type, tree.entry("d", 0).mode) == ("dir", 0o750)
    assert tree.entry("p", 0).size == -1
    assert tree.entry("nothing", 0) is None


def test_a_link_in_a_parent_blocks_everything(tree, root, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "f").write_text("theirs")
    (root / "d").symlink_to(outside)
    (root / "file").write_text("x")
    attempts = (
        lambda: tree.unlink("d/f"),
        lambda: tree.create("d/new"),
        lambda: tree.mkdir("d/new"),
        lambda: tree.status("d/f"),
        lambda: tree.entry("d/f", 9),
        lambda: tree.rename("file", "d/f"),
        lambda: tree.status("file/below"),
    )
    for attempt in attempts:
        with pytest.raises(Blocked):
            attempt()
    assert (outside / "f").read_text() == "theirs"
    assert os.listdir(outside) == ["f"]


@pytest.mark.parametrize("path", ["", "..", "a/../b", "../x", "a/..", "."])
def test_paths_are_plain(tree, path):
    with pytest.raises(Blocked):
        tree.status(path)


def test_a_link_itself_is_never_followed(tree, root, tmp_path):
    target = tmp_path / "target"
    target.write_text("theirs")
    target.chmod(0o600)
    (root / "l").symlink_to(target)
    if module._SAFE:
        with pytest.raises(OSError), tree.open("l"):
            pass
        with pytest.raises(OSError):
            tree.chmod("l", 0o777)
        assert target.stat().st_mode & 0o777 == 0o600
    tree.utime("l", 7)
    assert target.stat().st_mtime_ns != 7


def test_without_hard_links_moving_still_never_replaces(tree, root, monkeypatch):
    def refuse(self, source, target):
        raise OSError(95, "no hard links here")

    monkeypatch.setattr(Tree, "link", refuse)
    (root / "a").write_text("a")
    (root / "b").write_text("b")
    with pytest.raises(FileExistsError):
        tree.move("a", "b")
    tree.move("a", "c")
    assert ((root / "c").read_text(), (root / "b").read_text()) == ("a", "b")


def test_the_mode_of_what_may_not_be_opened(tmp_path):
    (tmp_path / "f").write_text("x")
    (tmp_path / "l").symlink_to("f")
    folder = os.open(tmp_path, os.O_RDONLY)
    module._chmod_unreadable(folder, "f", 0o604)
    assert (tmp_path / "f").stat().st_mode & 0o777 == 0o604
    with pytest.raises(Blocked):
        module._chmod_unreadable(folder, "l", 0o777)
    os.close(folder)

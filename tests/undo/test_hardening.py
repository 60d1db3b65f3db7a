"""Rare moments in which undo could lose something, leave half of it, or stop working."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from journeyman.errors import UndoError
from journeyman.undo import Checkpoints
from journeyman.undo.transaction import Transaction
from journeyman.undo.tree import Tree
from journeyman.values import Checkpoint
from tests.undo.trees import picture

CACHE_TAG = b"Signature: 8a477f597d28d172789f06886806bc55"


def test_a_file_from_the_beginning_of_time_gets_its_time_back(root, checkpoints, record):
    for name in ("removed", "touched"):
        (root / name).write_text("x")
        os.utime(root / name, ns=(0, 0))
    removed = record((root / "removed").unlink)
    touched = record(lambda: os.utime(root / "touched", ns=(5, 5)))
    checkpoints.restore([touched.id, removed.id], "undo")
    assert [(root / name).stat().st_mtime_ns for name in ("removed", "touched")] == [0, 0]


def test_a_file_put_into_an_empty_folder_at_the_last_moment_is_kept(root, checkpoints, record, monkeypatch):
    made = record((root / "folder").mkdir)
    stage = Transaction.stage

    def late(self, blobs):
        (root / "folder" / "mine.txt").write_text("precious")
        stage(self, blobs)

    monkeypatch.setattr(Transaction, "stage", late)
    with pytest.raises(UndoError, match="nothing was changed"):
        checkpoints.restore([made.id], "undo")
    assert (root / "folder" / "mine.txt").read_text() == "precious"


@pytest.mark.parametrize(("operation", "number"), [("rename", 3), ("create", 2), ("link", 1)])
def test_an_interrupt_by_the_user_leaves_nothing_half_done(
    root, store, checkpoints, record, monkeypatch, operation, number
):
    names = [f"f{n}" for n in range(4)]
    for name in names:
        (root / name).write_text("before")
    made = record(lambda: [(root / name).write_text("and after") for name in names])
    after = picture(root)
    calls = iter(range(1, 1000))
    real = getattr(Tree, operation)

    def stopped(self, *arguments):
        if next(calls) == number:
            raise KeyboardInterrupt
        return real(self, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(Tree, operation, stopped)
        with pytest.raises(KeyboardInterrupt):
            checkpoints.restore([made.id], "undo")
    assert picture(root) == after
    assert store.checkpoints()[0].status == "applied"
    assert checkpoints.restore([made.id], "undo").conflicts == ()


def test_the_time_of_a_link_is_rolled_back_as_well(root, checkpoints, record, monkeypatch):
    (root / "link").symlink_to("nowhere")
    (root / "file").write_text("x")
    os.utime(root / "link", ns=(5, 5), follow_symlinks=False)
    made = record(lambda: (os.utime(root / "link", ns=(9, 9), follow_symlinks=False), (root / "file").chmod(0o600)))
    after = picture(root)

    def refuse(self):
        raise OSError("no")

    monkeypatch.setattr(Transaction, "_verify", refuse)
    with pytest.raises(UndoError, match="nothing was changed"):
        checkpoints.restore([made.id], "undo")
    assert picture(root) == after


@pytest.mark.parametrize("text", ['{"paths": nul', "[]"])
def test_a_damaged_record_of_a_killed_action_does_not_stop_the_clean_up(workspace, checkpoints, text):
    checkpoints.before(None, "a1")
    (workspace.private / "undo" / "before-a1.json").write_text(text)
    assert checkpoints.prune() == 0


def test_a_disk_that_fills_up_leaves_no_half_record(workspace, checkpoints, monkeypatch):
    def full(source, target):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("journeyman.undo.checkpoints.os.replace", full)
        with pytest.raises(UndoError, match="No space left"):
            checkpoints.before((str(workspace.root / "a"),), "a1")
    assert [name for name in os.listdir(workspace.private / "undo") if name.startswith("before-")] == []


def test_the_root_as_a_known_path_means_the_whole_tree(root, checkpoints):
    before = checkpoints.before((str(root),), "a1")
    (root / "new").write_text("x")
    made = checkpoints.after(before, "a1")
    assert made is not None
    assert [change.path for change in made.changes] == ["new"]


@pytest.mark.parametrize("marker", ["CACHEDIR.TAG", "pyvenv.cfg"])
def test_a_marker_does_not_hide_what_later_actions_change(root, record, marker):
    (root / "src" / "bin").mkdir(parents=True)
    (root / "src" / "a").write_text("1")
    record(lambda: (root / "src" / marker).write_bytes(CACHE_TAG))
    made = record((root / "src" / "a").unlink)
    assert isinstance(made, Checkpoint)
    assert [change.path for change in made.changes] == ["src/a"]


def test_an_error_after_some_were_undone_says_which(root, workspace, checkpoints, record):
    (root / "a").write_text("1")
    (root / "b").write_text("one" * 200)
    first = record(lambda: (root / "b").write_text("two"))
    second = record(lambda: (root / "a").write_text("22"))
    digest = first.changes[0].before.digest
    (workspace.blobs / digest[:2] / digest[2:]).write_bytes(b"rgarbage")
    with pytest.raises(UndoError, match=f"damaged.*undo of {second.id} was done"):
        checkpoints.restore([second.id, first.id], "undo")
    assert (root / "a").read_text() == "1"


def test_what_an_interrupted_restore_could_not_put_back_is_told(root, workspace, store, settings, clock, record):
    (root / "a").write_text("old")
    made = record(lambda: (root / "a").write_text("new!"))
    checkpoints = Checkpoints(workspace, store, settings, clock)
    child = os.fork()
    if child == 0:
        Transaction._dress = lambda self: os._exit(9)  # type: ignore[method-assign] # this child ends here
        checkpoints.restore([made.id], "undo")
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    (root / "a").write_text("the user's own words")
    fresh = Checkpoints(workspace, store, settings, clock)
    fresh.before((), "a9")
    assert (root / "a").read_text() == "the user's own words"
    kept = next(Path(root).glob(".journeyman-undo-*/old-*"))
    assert kept.read_text() == "new!"
    assert kept.parent.name in fresh.problem


def test_a_folder_that_could_not_be_read_afterwards_is_a_change(root, checkpoints, monkeypatch):
    (root / "closed").mkdir()
    (root / "closed" / "x").write_text("1")
    before = checkpoints.before(None, "a1")
    scandir = os.scandir

    def refuse(path):
        if os.fspath(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refuse)
        made = checkpoints.after(before, "a1")
    assert [change.path for change in made.changes] == ["closed"]
    assert made.unrestorable == ("closed",)


@pytest.fixture
def ordinary_user(root, workspace):
    """Run as an ordinary user who owns the workspace, where the test runs as root."""
    if os.geteuid() != 0:
        yield
        return
    import encodings.ascii  # noqa: F401 - the other user may not be able to read the standard library

    places = [workspace.root, workspace.private]
    for place in places:
        os.chown(place, 65534, 65534)
        for folder, folders, files in os.walk(place):
            for name in (*folders, *files):
                os.chown(os.path.join(folder, name), 65534, 65534, follow_symlinks=False)
    modes = {above: above.stat().st_mode & 0o7777 for place in places for above in place.parents}
    for above, mode in modes.items():
        above.chmod(mode | 0o001)
    os.setegid(65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        for above, mode in modes.items():
            above.chmod(mode)


def test_closed_folders_that_become_something_else(root, checkpoints, record, ordinary_user):
    """Folders closed against writing by their owner, replaced by a file and by a link."""
    for name in ("file", "link"):
        (root / name / "deep").mkdir(parents=True)
        (root / name / "deep" / "a").write_text("1")
        (root / name / "deep").chmod(0o555)
        (root / name).chmod(0o555)
    before = picture(root)

    def edit():
        for name in ("file", "link"):
            (root / name).chmod(0o755)
            (root / name / "deep").chmod(0o755)
            (root / name / "deep" / "a").unlink()
            (root / name / "deep").rmdir()
            (root / name).rmdir()
        (root / "file").write_text("x")
        (root / "link").symlink_to("nowhere")

    made = record(edit)
    after = picture(root)
    for _ in range(2):
        assert checkpoints.restore([made.id], "undo").conflicts == ()
        assert picture(root) == before
        assert checkpoints.restore([made.id], "redo").conflicts == ()
        assert picture(root) == after

"""A restore happens as a whole or not at all: killed at any point, disturbed by others, or refused by the system."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time

import pytest

from journeyman.errors import UndoError
from journeyman.undo import Checkpoints
from journeyman.undo.transaction import PREFIX
from journeyman.undo.tree import Tree
from tests.undo.trees import picture

STEPS = ("create", "symlink", "mkdir", "rmdir", "unlink", "link", "rename", "move", "chmod", "utime")


class Killed(BaseException):
    """As abrupt as SIGKILL for the code under test: no ``except`` of its own catches it."""


@pytest.fixture
def changed(root, record):
    """A change of every sort; returns the checkpoint, and the tree before and after it."""
    for name in ("d", "d/e", "emptied", "becomes_file"):
        (root / name).mkdir()
    (root / "a").write_text("old")
    (root / "d" / "e" / "f").write_text("f")
    (root / "becomes_file" / "in").write_text("i")
    (root / "link").symlink_to("a")
    (root / "becomes_folder").write_text("b")
    (root / "mode").write_text("m")
    before = picture(root)

    def edit():
        (root / "a").write_text("new")
        (root / "d" / "e" / "f").unlink()
        (root / "d" / "e").rmdir()
        (root / "becomes_file" / "in").unlink()
        (root / "becomes_file").rmdir()
        (root / "becomes_file").write_text("now a file")
        (root / "link").unlink()
        (root / "link").symlink_to("elsewhere")
        (root / "becomes_folder").unlink()
        (root / "becomes_folder").mkdir()
        (root / "becomes_folder" / "x").write_text("x")
        (root / "mode").chmod(0o600)
        (root / "emptied").chmod(0o700)
        (root / "new").mkdir()
        (root / "new" / "n").write_text("n")

    return record(edit), before, picture(root)


@pytest.fixture
def fault(monkeypatch):
    """Let the n-th step that changes the tree fail, before or after it is done; count the steps."""

    class Fault:
        count, at, error, afterwards = 0, -1, None, False

    fault = Fault()

    def wrap(name):
        original = getattr(Tree, name)

        def step(self, *args):
            fault.count += 1
            hit = fault.count == fault.at
            if hit and not fault.afterwards:
                raise fault.error
            result = original(self, *args)
            if hit:
                raise fault.error
            return result

        monkeypatch.setattr(Tree, name, step)

    for name in STEPS:
        wrap(name)
    return fault


@pytest.mark.parametrize("direction", ["undo", "redo"])
def test_killed_at_every_point(root, workspace, store, settings, clock, checkpoints, changed, fault, direction):
    """After a kill at any step the next start finishes or takes back, and the history agrees with the tree."""
    made, before, after = changed
    if direction == "redo":
        checkpoints.restore([made.id], "undo")
    start, end = (after, before) if direction == "undo" else (before, after)
    other = "redo" if direction == "undo" else "undo"
    seen = set()
    for at in range(1, 400):
        fault.count, fault.at, fault.error, fault.afterwards = 0, at // 2 + 1, Killed(), bool(at % 2)
        try:
            Checkpoints(workspace, store, settings, clock).restore([made.id], direction)
        except Killed:
            pass
        else:
            break
        fault.at = -1
        later = Checkpoints(workspace, store, settings, clock)
        later.after(later.before((), "next"), "next")  # any look at the tree puts it in order first
        now = picture(root)
        status = store.checkpoints()[0].status
        assert now in (start, end), f"neither here nor there after a kill at step {at}"
        moved = status == ("undone" if direction == "undo" else "applied")
        assert moved == (now == end)
        assert not [name for name in os.listdir(root) if name.startswith(PREFIX)]
        seen.add(moved)
        if moved:
            later.restore([made.id], other)
    else:
        pytest.fail("the restore never came to its end")
    assert at > 20
    assert False in seen


@pytest.mark.parametrize("direction", ["undo", "redo"])
def test_refused_at_every_point(root, workspace, store, settings, clock, checkpoints, changed, fault, direction):
    """Whatever the system refuses, nothing has changed afterwards, and it works once the reason is gone."""
    made, before, after = changed
    if direction == "redo":
        checkpoints.restore([made.id], "undo")
    start, end = (after, before) if direction == "undo" else (before, after)
    fault.error = OSError(errno.EIO, "injected")
    refused = 0
    for at in range(1, 400):
        fault.count, fault.at, fault.afterwards = 0, at, False
        try:
            checkpoints.restore([made.id], direction)
        except UndoError as error:
            refused += 1
            assert "nothing was changed: injected" in str(error)
            assert picture(root) == start
            assert not [name for name in os.listdir(root) if name.startswith(PREFIX)]
        else:
            break
    assert refused > 15
    fault.at = -1
    if picture(root) != end:  # a refusal that had a second way round it
        checkpoints.restore([made.id], direction)
    assert picture(root) == end


def test_killed_once_all_is_in_place_but_not_yet_recorded(
    root, workspace, store, settings, clock, changed, monkeypatch
):
    made, before, _ = changed
    checkpoints = Checkpoints(workspace, store, settings, clock)
    with monkeypatch.context() as patch:
        patch.setattr(Checkpoints, "_moved", lambda *args: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            checkpoints.restore([made.id], "undo")
    assert picture(root).items() >= before.items()
    later = Checkpoints(workspace, store, settings, clock)
    later.after(later.before((), "next"), "next")
    assert picture(root) == before
    assert store.checkpoints()[0].status == "undone"
    assert [found.id for found in later.redoable(store.checkpoints())] == [made.id]


def test_a_journal_that_cannot_be_read_is_moved_aside(root, workspace, checkpoints):
    checkpoints.before((), "a1")
    folder = workspace.private / "undo"
    (folder / "restore-x.json").write_text("{not json")
    checkpoints.before((), "a2")
    assert (folder / "damaged-restore-x.json").read_text() == "{not json"


def test_a_file_written_to_in_the_very_moment_is_not_overwritten(root, checkpoints, changed, monkeypatch):
    made, _, after = changed
    stage = Tree.link
    edited = []

    def link(self, source, target):
        if source == "a" and not edited:
            edited.append((root / "a").write_text("typed at this moment"))
        return stage(self, source, target)

    monkeypatch.setattr(Tree, "link", link)
    with pytest.raises(UndoError, match="written to at this moment"):
        checkpoints.restore([made.id], "undo")
    assert (root / "a").read_text() == "typed at this moment"
    rest = picture(root)
    assert {name: rest[name] for name in rest if name != b"a"} == {n: after[n] for n in after if n != b"a"}


def test_what_cannot_be_put_back_is_kept_and_named(root, checkpoints, record, monkeypatch):
    """Somebody else puts something into the place while we are at it, and then we fail."""
    (root / "gone").write_text("precious")
    made = record((root / "gone").unlink)
    checkpoints.restore([made.id], "undo")

    def disturb(self):
        (root / "gone").write_text("somebody else's")
        raise OSError(errno.EBUSY, "busy")

    from journeyman.undo.transaction import Transaction

    monkeypatch.setattr(Transaction, "_verify", disturb)
    with pytest.raises(UndoError, match=r"busy; what was at gone could not be put back: \.journeyman-undo-"):
        checkpoints.restore([made.id], "redo")
    assert (root / "gone").read_text() == "somebody else's"
    (kept,) = [name for name in os.listdir(root) if name.startswith(PREFIX)]
    assert [file.read_text() for file in (root / kept).iterdir()] == ["precious"]


RESTORER = """
import sys, time
from pathlib import Path
from journeyman.store import open_store
from journeyman.undo import Checkpoints
from journeyman.undo.transaction import Transaction
from journeyman.workspace import Workspace
from tests.undo.conftest import SETTINGS, Clock

workspace = Workspace(Path(sys.argv[1]), Path(sys.argv[2]))
checkpoints = Checkpoints(workspace, open_store(workspace.store_path), SETTINGS, Clock())
verify = Transaction._verify

def slow(self):
    print("in the middle", flush=True)
    sys.stdin.readline()
    verify(self)

Transaction._verify = slow
checkpoints.restore([sys.argv[3]], "undo")
"""


def restorer(workspace, made):
    project = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))
    process = subprocess.Popen(
        [sys.executable, "-c", RESTORER, str(workspace.root), str(workspace.private), made.id],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": project},
    )
    assert process.stdout.readline() == "in the middle\n"
    return process


def test_another_process_waits_for_a_restore_under_way(root, workspace, checkpoints, changed):
    """It neither rolls the live restore back nor looks at the half-restored tree."""
    import threading

    made, before, _ = changed
    with restorer(workspace, made) as process:
        looked = []
        thread = threading.Thread(target=lambda: looked.append(checkpoints.before(None, "a9")))
        thread.start()
        thread.join(0.2)
        assert not looked
        process.stdin.write("\n")
        process.stdin.flush()
        thread.join(30)
        assert process.wait(30) == 0
    assert picture(root) == before
    assert set(looked[0].manifest.entries) == {os.fsdecode(path) for path in before}


def test_another_process_clears_up_after_a_real_kill(root, workspace, checkpoints, changed, store):
    made, _, after = changed
    with restorer(workspace, made) as process:
        process.kill()
        process.wait(30)
    assert picture(root) != after
    checkpoints.before((), "a9")
    assert picture(root) == after
    assert store.checkpoints()[0].status == "applied"


def test_a_forked_child_has_a_lock_of_its_own(checkpoints):
    with checkpoints._lock.held(alone=True), checkpoints._lock.held(alone=True):
        pass
    child = os.fork()
    if child == 0:
        with checkpoints._lock.held(alone=True):
            time.sleep(0)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_the_journal_of_a_restore_names_what_it_is_about(root, workspace, checkpoints, changed, fault):
    made = changed[0]
    fault.count, fault.at, fault.error = 0, 6, Killed()
    with pytest.raises(Killed):
        checkpoints.restore([made.id], "undo")
    (journal,) = (workspace.private / "undo").glob("restore-*.json")
    assert json.loads(journal.read_text())["note"] == {"checkpoint": made.id, "direction": "undo"}
    assert journal.stat().st_mode & 0o777 == 0o600

"""What a checkpoint holds and leaves out, what stands against a restore, and what is forgotten when."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from journeyman.errors import NotFound, UndoError
from journeyman.undo import Checkpoints, blobs
from journeyman.undo.scan import scan
from tests.undo.trees import picture


def reasons(done):
    return {problem.path: problem.reason for problem in (*done.conflicts, *done.skipped)}


@pytest.fixture
def undo(checkpoints):
    return lambda *made: checkpoints.restore([found.id for found in made], "undo")


@pytest.fixture
def redo(checkpoints):
    return lambda *made: checkpoints.restore([found.id for found in made], "redo")


# conflicts


def lines(*changed):
    text = [f"line {number}" for number in range(20)]
    for number in changed:
        text[number] += " changed"
    return "\n".join(text) + "\n"


def test_an_edit_elsewhere_in_the_file_is_kept(root, record, undo, redo):
    file = root / "a.txt"
    file.write_text(lines())
    made = record(lambda: file.write_text(lines(2)), file)
    file.write_text(lines(2, 15))
    assert undo(made).paths == ("a.txt",)
    assert file.read_text() == lines(15)
    assert redo(made).paths == ("a.txt",)
    assert file.read_text() == lines(2, 15)


def test_an_edit_of_the_same_lines_is_a_conflict_and_nothing_changes(root, record, undo):
    file, other = root / "a.txt", root / "b.txt"
    file.write_text(lines())
    made = record(lambda: (file.write_text(lines(2)), other.write_text("new")))
    file.write_text(lines(2).replace("line 2 changed", "line 2 mine"))
    before = picture(root)
    done = undo(made)
    assert reasons(done) == {"a.txt": "it was changed since"}
    assert done.paths == done.checkpoints == ()
    assert picture(root) == before


@pytest.mark.parametrize(
    ("then", "says"),
    [
        (lambda file: file.unlink(), "it was deleted since"),
        (lambda file: (file.unlink(), file.mkdir()), "it is a dir now"),
        (lambda file: (file.unlink(), file.symlink_to("x")), "it is a link now"),
        (lambda file: file.write_bytes(b"\0binary"), "it was changed since"),
        (lambda file: (file.unlink(), os.mkfifo(file)), "it was changed since"),
    ],
    ids=["deleted", "folder", "link", "binary", "fifo"],
)
def test_what_became_something_else_is_a_conflict(root, record, undo, then, says):
    file = root / "a.txt"
    file.write_text("old\n")
    made = record(lambda: file.write_text("new\n"))
    then(file)
    before = picture(root) if not file.is_fifo() else None
    assert reasons(undo(made)) == {"a.txt": says}
    assert before is None or picture(root) == before


def test_what_was_put_in_the_place_of_a_deleted_file_is_kept(root, record, undo):
    file = root / "a.txt"
    file.write_text("old\n")
    made = record(file.unlink)
    file.write_text("mine\n")
    assert reasons(undo(made)) == {"a.txt": "something was put there since"}
    assert file.read_text() == "mine\n"


def test_permissions_are_merged_as_well(root, record, undo):
    file = root / "a.txt"
    file.write_text("x")
    file.chmod(0o644)
    made = record(lambda: file.chmod(0o600))
    file.write_text("edited since")
    assert undo(made).paths == ("a.txt",)
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("edited since", 0o644)
    made = record(lambda: file.write_text("again"))
    file.chmod(0o640)
    assert undo(made).paths == ("a.txt",)
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("edited since", 0o640)


def test_permissions_that_both_changed_are_a_conflict(root, record, undo):
    file = root / "a.txt"
    file.write_text("x")
    made = record(lambda: file.chmod(0o600))
    file.chmod(0o640)
    assert reasons(undo(made)) == {"a.txt": "its permissions were changed since (now 640)"}


def test_without_git_an_edited_file_is_a_conflict(root, record, undo, monkeypatch):
    file = root / "a.txt"
    file.write_text(lines())
    made = record(lambda: file.write_text(lines(2)))
    file.write_text(lines(2, 15))
    monkeypatch.setenv("PATH", str(root))
    assert "a.txt" in reasons(undo(made))


def test_a_folder_that_holds_more_by_now_stays(root, record, undo):
    made = record(lambda: ((root / "new").mkdir(), (root / "new" / "a").write_text("x")))
    (root / "new" / "mine").write_text("mine")
    done = undo(made)
    assert done.paths == ("new/a",)
    assert reasons(done) == {"new": "the folder holds other files, so it stays"}
    assert os.listdir(root / "new") == ["mine"]


def test_a_file_that_became_a_folder_with_more_in_it_is_a_conflict(root, record, undo):
    (root / "a").write_text("x")
    made = record(lambda: ((root / "a").unlink(), (root / "a").mkdir()))
    (root / "a" / "mine").write_text("mine")
    assert reasons(undo(made)) == {"a": "the folder holds files that are not part of this change"}


def test_caches_go_with_the_folder_they_lie_in(root, record, undo, redo):
    made = record(lambda: ((root / "pkg").mkdir(), (root / "pkg" / "m.py").write_text("x")))
    cache = root / "pkg" / "__pycache__"
    cache.mkdir()
    (cache / "m.pyc").write_bytes(b"c")
    undo(made)
    assert not (root / "pkg").exists()
    redo(made)
    assert os.listdir(root / "pkg") == ["m.py"]


def test_a_folder_removed_since_is_made_again_around_a_file(root, record, undo):
    (root / "d").mkdir(mode=0o750)
    (root / "d" / "a").write_text("x")
    made = record((root / "d" / "a").unlink, root / "d" / "a")
    (root / "d").rmdir()
    undo(made)
    assert (root / "d" / "a").read_text() == "x"


def test_a_restore_that_is_done_already_says_so(root, record, undo, redo):
    made = record(lambda: (root / "a").write_text("x"))
    undo(made)
    with pytest.raises(UndoError, match="taken back already"):
        undo(made)
    redo(made)
    with pytest.raises(UndoError, match="in place already"):
        redo(made)
    with pytest.raises(NotFound, match="c00000000"):
        undo(replace(made, id="c00000000"))


def test_several_stop_at_the_first_conflict_with_the_earlier_ones_done(root, record, checkpoints):
    first = record(lambda: (root / "a").write_text("1"))
    second = record(lambda: (root / "b").write_text("2"))
    (root / "a").write_text("mine")
    done = checkpoints.restore([second.id, first.id], "undo")
    assert (done.checkpoints, done.paths) == ((second.id,), ("b",))
    assert set(reasons(done)) == {"a"}
    assert not (root / "b").exists()


# what may not be reached


def test_a_parent_that_became_a_link_is_refused_and_nothing_outside_is_touched(root, record, undo, tmp_path):
    (root / "d").mkdir()
    (root / "d" / "a").write_text("old")
    made = record(lambda: (root / "d" / "a").write_text("new"))
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a").write_text("new")
    (root / "d" / "a").unlink()
    (root / "d").rmdir()
    (root / "d").symlink_to(outside)
    assert reasons(undo(made)) == {"d/a": "a parent folder was replaced by a link or a file"}
    assert (outside / "a").read_text() == "new"
    assert os.listdir(outside) == ["a"]


def test_our_own_records_and_git_are_never_restored(root, record, undo):
    for name in ("logs", "notebooks/plans", ".git", "configs"):
        (root / name).mkdir(parents=True)

    def edit():
        for name in ("session_state.json", "logs/activity.log", "notebooks/plans/p.ipynb", ".git/HEAD"):
            (root / name).write_text("x")
        (root / "configs" / "policy.yaml").write_text("x")
        (root / "a").write_text("x")

    made = record(edit)
    assert [change.path for change in made.changes] == ["a"]
    undo(made)
    assert (root / ".git" / "HEAD").read_text() == (root / "logs" / "activity.log").read_text() == "x"


def test_excluded_folders_are_left_alone(root, record):
    for name in (".venv", "node_modules", "__pycache__", "sub/node_modules", "env/bin"):
        (root / name).mkdir(parents=True)
    (root / "env" / "pyvenv.cfg").write_text("home = x")
    (root / "tagged").mkdir()
    (root / "tagged" / "CACHEDIR.TAG").write_text("Signature: 8a477f597d28d172789f06886806bc55\n")
    (root / "not").mkdir()
    (root / "not" / "CACHEDIR.TAG").write_text("no signature")

    def edit():
        for name in (".venv", "node_modules", "__pycache__", "sub/node_modules", "env", "tagged", "not"):
            (root / name / "f").write_text("x")

    assert [change.path for change in record(edit).changes] == ["not/f"]


def test_a_marker_put_into_a_folder_does_not_make_its_files_vanish(root, record, undo):
    (root / "data").mkdir()
    (root / "data" / "a").write_text("x")
    before = picture(root)
    tag = root / "data" / "CACHEDIR.TAG"
    made = record(lambda: tag.write_text("Signature: 8a477f597d28d172789f06886806bc55\n"))
    assert [change.path for change in made.changes] == ["data/CACHEDIR.TAG"]
    undo(made)
    assert picture(root) == before


def test_a_huge_file_is_reported_and_not_lost(root, settings, workspace, store, clock):
    settings["undo"]["max_file_bytes"] = 100
    checkpoints = Checkpoints(workspace, store, settings, clock)
    big, new = root / "big", root / "new"
    big.write_bytes(b"x" * 200)
    (root / "small").write_text("s")
    before = checkpoints.before(None, "a1")
    big.write_bytes(b"y" * 300)
    new.write_bytes(b"z" * 300)
    (root / "small").unlink()
    made = checkpoints.after(before, "a1")
    assert made.unrestorable == ("big", "new")
    done = checkpoints.restore([made.id], "undo")
    assert done.paths == ("small",)
    assert set(reasons(done)) == {"big", "new"}
    assert (big.read_bytes(), new.read_bytes()) == (b"y" * 300, b"z" * 300)
    assert (root / "small").read_text() == "s"


def test_the_permissions_of_a_huge_file_come_back(root, settings, workspace, store, clock):
    settings["undo"]["max_file_bytes"] = 100
    checkpoints = Checkpoints(workspace, store, settings, clock)
    (root / "big").write_bytes(b"x" * 200)
    (root / "big").chmod(0o644)
    before = checkpoints.before(None, "a1")
    (root / "big").chmod(0o755)
    made = checkpoints.after(before, "a1")
    assert made.unrestorable == ()
    checkpoints.restore([made.id], "undo")
    assert (root / "big").stat().st_mode & 0o777 == 0o644


def test_sockets_and_fifos_are_passed_over(root, record, undo):
    os.mkfifo(root / "pipe")
    listening = socket.socket(socket.AF_UNIX)
    folder = os.getcwd()
    os.chdir(root)  # the path of a socket is short
    listening.bind("s")
    os.chdir(folder)
    (root / "a").write_text("x")
    made = record(lambda: ((root / "a").write_text("y"), os.mkfifo(root / "more")))
    assert [change.path for change in made.changes] == ["a"]
    undo(made)
    assert (root / "a").read_text() == "x"
    assert sorted(os.listdir(root)) == ["a", "more", "pipe", "s"]
    listening.close()


def test_files_that_vanish_while_they_are_looked_at(root, checkpoints, settings):
    """A thread makes and deletes files and folders all the time; scans see what is there and never fail."""
    (root / "stays").write_text("x")
    stop = threading.Event()

    def churn():
        number = 0
        while not stop.is_set():
            number += 1
            folder = root / f"d{number % 7}"
            folder.mkdir(exist_ok=True)
            (folder / "f").write_text(str(number))
            (folder / "f").unlink()
            folder.rmdir()

    thread = threading.Thread(target=churn)
    thread.start()
    try:
        for number in range(60):
            before = checkpoints.before(None, f"a{number}")
            checkpoints.after(before, f"a{number}")
            assert "stays" in before.manifest.entries
    finally:
        stop.set()
        thread.join()


AS_USER = """
import encodings.ascii, fcntl, os, sys
from pathlib import Path
from journeyman.store import open_store
from journeyman.undo import Checkpoints
from journeyman.workspace import Workspace
from tests.undo.conftest import SETTINGS, Clock
from tests.undo.trees import picture

os.setgid(65534)  # only now: the interpreter's own folders may be closed to that user
os.setuid(65534)
top = Path(sys.argv[1])
workspace = Workspace(top / "work", top / "private").prepare()
root = workspace.root
store = open_store(workspace.store_path)
checkpoints = Checkpoints(workspace, store, SETTINGS, Clock())

(root / "closed").mkdir()
(root / "closed" / "in").write_text("x")
(root / "secret").write_text("s")
(root / "open").write_text("o")
(root / "tight").mkdir()
(root / "tight" / "f").write_text("1")
(root / "secret").chmod(0)
(root / "closed").chmod(0)
(root / "tight").chmod(0o555)

before = checkpoints.before(None, "a1")
(root / "open").write_text("changed")
(root / "tight").chmod(0o755)
(root / "tight" / "f").unlink()
(root / "tight").chmod(0o555)
made = checkpoints.after(before, "a1")
assert [change.path for change in made.changes] == ["open", "tight/f"], made
done = checkpoints.restore([made.id], "undo")
assert not done.conflicts and not done.skipped, done
assert (root / "open").read_text() == "o"
assert (root / "tight" / "f").read_text() == "1"
assert (root / "tight").stat().st_mode & 0o777 == 0o555
assert (root / "secret").stat().st_mode & 0o777 == 0

before = checkpoints.before(None, "a2")
(root / "closed").chmod(0o755)
(root / "secret").unlink()
made = checkpoints.after(before, "a2")
assert "secret" in made.unrestorable, made
assert "closed" in made.unrestorable, made
done = checkpoints.restore([made.id], "undo")
assert {problem.path for problem in done.skipped} == {"closed", "secret"}, done
assert (root / "closed").stat().st_mode & 0o777 == 0
(root / "closed").chmod(0o755)
assert (root / "closed" / "in").read_text() == "x"

before = checkpoints.before(None, "a3")
(root / "open").write_text("closed since")
(root / "open").chmod(0)
made = checkpoints.after(before, "a3")
assert made.unrestorable == ("open",), made

(root / "open").chmod(0o644)
before = checkpoints.before(None, "a4")
(root / "tight").chmod(0o755)
(root / "tight" / "f").write_text("2")
made = checkpoints.after(before, "a4")
root.chmod(0o555)
try:
    checkpoints.restore([made.id], "undo")
except Exception as error:
    assert "nothing was changed" in str(error), error
else:
    raise SystemExit("a closed workspace was written to")
root.chmod(0o755)
assert (root / "tight" / "f").read_text() == "2"
print("all good")
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root, to become another user")
def test_unreadable_files_and_folders_of_an_ordinary_user(tmp_path):
    import shutil
    import tempfile
    from pathlib import Path

    top = Path(tempfile.mkdtemp(prefix="jm-user-"))  # an ordinary user cannot get to tmp_path
    try:
        (top / "work").mkdir()
        for folder in (top, top / "work"):
            os.chown(folder, 65534, 65534)
        project = Path(__file__).parents[2]
        done = subprocess.run(
            [sys.executable, "-c", AS_USER, str(top)],
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            env={**os.environ, "PYTHONPATH": str(project), "COVERAGE_PROCESS_START": ""},
        )
        assert done.stdout == "all good\n", done.stderr
    finally:
        shutil.rmtree(top)


# git


def git(folder, *words):
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    identity = ["-c", "user.name=A", "-c", "user.email=a@localhost"]
    return subprocess.run(
        ["git", *identity, *words], cwd=folder, env=env, check=True, capture_output=True, text=True
    ).stdout


def test_a_git_repository_with_staged_changes_hooks_and_a_nested_one(root, record, undo, redo):
    git(root, "init", "-q")
    (root / "a").write_text("1\n")
    (root / ".gitignore").write_text(".env\n")
    (root / ".env").write_text("IGNORED=1\n")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first")
    (root / "staged").write_text("s\n")
    git(root, "add", "staged")
    inner = root / "vendor" / "inner"
    inner.mkdir(parents=True)
    git(inner, "init", "-q")
    (inner / "b").write_text("2\n")
    git(inner, "add", "-A")
    git(inner, "commit", "-qm", "inner")
    for hooks in (root / ".git" / "hooks", inner / ".git" / "hooks"):
        for name in ("post-checkout", "pre-commit", "post-index-change", "reference-transaction"):
            (hooks / name).write_text(f"#!/bin/sh\ntouch {root}/HOOK-RAN\n")
            (hooks / name).chmod(0o755)
    before = picture(root)

    def edit():
        (root / "a").write_text("changed\n")
        (root / ".env").unlink()
        (root / "staged").unlink()
        (inner / "b").write_text("changed\n")
        (inner / "new").write_text("n\n")

    made = record(edit)
    after = picture(root)
    undo(made)
    assert picture(root) == before
    assert git(root, "diff", "--cached", "--name-only") == "staged\n"
    redo(made)
    assert picture(root) == after


# a full disk


@pytest.fixture
def full_disk(monkeypatch):
    """From now on nothing can be written into the folder of contents."""
    write = os.write

    def refuse(descriptor, data):
        if "/blobs/" in os.readlink(f"/proc/self/fd/{descriptor}"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(descriptor, data)

    return lambda: monkeypatch.setattr(blobs.os, "write", refuse)


def test_a_full_disk_before_the_action_is_an_error(root, checkpoints, full_disk):
    (root / "a").write_text("x")
    full_disk()
    with pytest.raises(UndoError, match="No space left"):
        checkpoints.before(None, "a1")
    assert os.listdir(root) == ["a"]


def test_a_full_disk_means_that_the_action_does_not_run(services, autonomous, full_disk):
    from journeyman.values import Action

    file = services.workspace.root / "a.txt"
    file.write_text("old\n")
    full_disk()
    for action in (
        Action("file.modify", {"path": "a.txt", "old": "old", "new": "new"}),
        Action("shell.run", {"command": "echo new > a.txt"}),
    ):
        outcome = services.runner.do(action)
        assert outcome.status == "failed"
        assert "No space left" in outcome.message
        assert file.read_text() == "old\n"
        assert services.store.checkpoints() == []


def test_a_full_disk_after_the_action_leaves_undo_without_redo(root, checkpoints, full_disk):
    (root / "a").write_text("old")
    before = checkpoints.before(None, "a1")
    (root / "a").write_text("new content")
    full_disk()
    made = checkpoints.after(before, "a1")
    checkpoints.restore([made.id], "undo")
    assert (root / "a").read_text() == "old"
    done = checkpoints.restore([made.id], "redo")
    assert reasons(done) == {"a": "its content is not kept any more"}
    assert (root / "a").read_text() == "old"


def test_a_full_disk_while_restoring_changes_nothing(root, record, checkpoints, monkeypatch):
    (root / "a").write_text("old")
    made = record(lambda: ((root / "a").write_text("new"), (root / "b").write_text("more")))
    before = picture(root)

    def refuse(descriptor, data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", refuse)
        with pytest.raises(UndoError, match="nothing was changed: No space left"):
            checkpoints.restore([made.id], "undo")
    assert picture(root) == before
    checkpoints.restore([made.id], "undo")
    assert (root / "a").read_text() == "old"


def test_a_missing_or_damaged_content_is_told_and_not_used(root, workspace, record, undo):
    (root / "a").write_text("old")
    made = record(lambda: (root / "a").write_text("new"))
    digest = made.changes[0].before.digest
    kept = workspace.blobs / digest[:2] / digest[2:]
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-1] + b"!")
    with pytest.raises(UndoError, match="damaged"):
        undo(made)
    kept.unlink()
    assert reasons(undo(made)) == {"a": "its content is not kept any more"}
    assert (root / "a").read_text() == "new"


# killed actions, and forgetting


def test_what_a_killed_action_changed_can_be_taken_back(root, workspace, store, settings, clock):
    (root / "a").write_text("old")
    (root / "gone").write_text("g")
    before = picture(root)
    Checkpoints(workspace, store, settings, clock).before(None, "a1")
    (root / "a").write_text("half do")
    (root / "gone").unlink()
    later = Checkpoints(workspace, store, settings, clock)  # another process
    made = later.recover("a1")
    assert [change.path for change in made.changes] == ["a", "gone"]
    later.restore([made.id], "undo")
    assert picture(root) == before
    assert later.recover("a1") is None
    assert later.recover("a2") is None


def test_a_damaged_record_of_a_killed_action_is_told(root, workspace, checkpoints):
    checkpoints.before(None, "a1")
    (workspace.private / "undo" / "before-a1.json").write_text("{")
    with pytest.raises(UndoError, match=r"before-a1\.json"):
        checkpoints.recover("a1")


def test_a_new_change_ends_what_could_be_redone(root, record, checkpoints, undo):
    one, two = (record(lambda n=n: (root / n).write_text(n)) for n in "ab")
    undo(two)
    undo(one)
    undone = [replace(found, status="undone") for found in (two, one)]
    assert [found.id for found in checkpoints.redoable(undone)] == [one.id, two.id]
    record(lambda: (root / "c").write_text("c"))
    assert checkpoints.redoable(undone) == []


def test_prune_forgets_by_age(root, workspace, record, checkpoints, store, clock):
    old = record(lambda: (root / "a").write_text("1"))
    clock.moved = 29 * 86400
    young = record(lambda: (root / "a").write_text("2"))
    assert checkpoints.prune() == 0
    clock.moved = 31 * 86400
    assert checkpoints.prune() == 1
    assert [found.id for found in store.checkpoints()] == [young.id]
    checkpoints.restore([young.id], "undo")
    assert (root / "a").read_text() == "1"
    with pytest.raises(NotFound):
        checkpoints.restore([old.id], "undo")


def test_prune_forgets_by_size_but_never_within_the_window(root, settings, workspace, store, clock):
    settings["undo"]["max_store_bytes"] = 3000
    checkpoints = Checkpoints(workspace, store, settings, clock)
    made = []
    for number in range(5):
        before = checkpoints.before(None, f"a{number}")
        (root / f"f{number}").write_bytes(os.urandom(1000))
        made.append(checkpoints.after(before, f"a{number}"))
    assert checkpoints.prune() == 0
    clock.moved = 2 * 86400
    for found in root.iterdir():
        found.unlink()
    assert checkpoints.prune() == 3
    assert [found.id for found in store.checkpoints()] == [made[4].id, made[3].id]
    sizes = checkpoints.blobs.sizes()
    assert {made[4].changes[0].after.digest, made[3].changes[0].after.digest} <= set(sizes)


def test_the_clean_up_happens_once_a_day_when_a_front_end_closes(workspace, isolated_home):
    from journeyman.services import open_services
    from journeyman.values import Action

    folder = isolated_home / "config" / "journeyman"
    folder.mkdir(parents=True)
    (folder / "policy.yaml").write_text("autonomy: all\n")
    left = []
    for day in (0, 0.5, 20, 31):
        opened = open_services(workspace.root, clock=lambda day=day: 1_800_000_000.0 + day * 86400)
        assert opened.runner.do(Action("file.create", {"path": f"f{day}", "content": "x"})).ok
        opened.close()
        again = open_services(workspace.root)
        left.append(len(again.store.checkpoints()))
        again.close()
    assert left == [1, 2, 3, 2]


def test_a_clean_up_by_another_process_costs_no_content(root, workspace, store, settings, clock):
    """What one process believes to be kept may be deleted by another's clean-up: it is then kept anew."""
    ours, theirs = (Checkpoints(workspace, store, settings, clock) for _ in range(2))
    file = root / "a"
    file.write_text("precious")
    os.utime(file, (1, 1))
    ours.after(ours.before(None, "a1"), "a1")
    for _, _, names in os.walk(workspace.blobs):
        assert names is not None
    clock.moved = 2 * 3600
    theirs.prune()
    before = ours.before(None, "a2")
    file.write_text("changed")
    made = ours.after(before, "a2")
    ours.restore([made.id], "undo")
    assert file.read_text() == "precious"


def test_a_clean_up_keeps_what_an_action_under_way_needs(root, workspace, store, settings, clock):
    ours, theirs = (Checkpoints(workspace, store, settings, clock) for _ in range(2))
    file = root / "a"
    file.write_text("precious")
    before = ours.before((str(file),), "a1")
    file.write_text("changed")
    clock.moved = 2 * 3600
    theirs.prune()
    made = ours.after(before, "a1")
    ours.restore([made.id], "undo")
    assert file.read_text() == "precious"
    ours.before((str(file),), "a2")
    clock.moved = 40 * 86400
    theirs.prune()
    assert ours.recover("a2") is None


def test_contents_known_from_before_are_not_read_again(root, workspace, settings, checkpoints, monkeypatch):
    for number in range(20):
        (root / f"f{number}").write_text(str(number))
        os.utime(root / f"f{number}", (1, 1))
    import time

    time.sleep(0.03)  # a file is believed once its change time is older than the clock that stamps files
    checkpoints.before(None, "a1")
    read = []
    put = blobs.Blobs.put_with_stat
    monkeypatch.setattr(blobs.Blobs, "put_with_stat", lambda self, path: read.append(path) or put(self, path))
    checkpoints.before(None, "a2")
    assert read == []
    (root / "f3").write_text("new")
    checkpoints.before(None, "a3")
    assert [os.path.basename(path) for path in read] == ["f3"]


def test_a_scan_without_contents_stores_nothing(root, workspace, settings):
    from journeyman.undo.cache import ScanCache
    from journeyman.undo.settings import UndoSettings

    (root / "a").write_text("x")
    manifest = scan(root, UndoSettings.of(settings, workspace), ScanCache())
    assert manifest.entries["a"].digest
    assert os.listdir(workspace.blobs) == []

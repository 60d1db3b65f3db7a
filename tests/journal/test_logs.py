"""The log files: whole JSON lines whatever happens, and never in the way of an action."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from datetime import datetime

import pytest

from journeyman.journal.logs import LogFiles
from journeyman.values import Action, Event

TIME = 1_700_000_000.123456


def event(message="text", level="info", **fields) -> Event:
    return Event("action.done", TIME, message, level, "a1", "p1", "file.create", {"seconds": 0.5}, **fields)


@pytest.fixture
def root(workspace):
    return workspace.root


@pytest.fixture
def logs(root):
    files = LogFiles(root / "logs", root, 100_000, 3)
    yield files
    files.close()


def lines(path):
    text = path.read_bytes()
    assert text.endswith(b"\n")
    return [json.loads(line) for line in text.splitlines()]


def test_one_json_line_for_each_event(root, logs):
    logs.write(event("one", seq=7))
    logs.write(event("two", "warning"))
    logs.write(event("three", "error"))
    activity = lines(root / "logs" / "activity.log")
    assert [line["message"] for line in activity] == ["one", "two", "three"]
    assert [line["message"] for line in lines(root / "logs" / "error.log")] == ["two", "three"]
    assert activity[0] == {
        "time": "2023-11-14T22:13:20.123456Z",
        "level": "info",
        "event": "action.done",
        "message": "one",
        "action_id": "a1",
        "plan_id": "p1",
        "kind": "file.create",
        "data": {"seconds": 0.5},
        "seq": 7,
        "workspace": str(root),
    }


@pytest.mark.parametrize("moment", [0.0, 1_700_000_000.0, 1_699_999_999.9999998, 1_234_567_890.000001, 4_000_000_000.5])
def test_times_are_iso_8601_in_utc(root, logs, moment):
    logs.write(Event("x", moment))
    written = lines(root / "logs" / "activity.log")[0]["time"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", written)
    assert datetime.fromisoformat(written).timestamp() == pytest.approx(moment, abs=2e-6)


@pytest.mark.parametrize(
    "message", ['"quotes" \\ and \n newline', "ü 中 🎉", "\x00\x1b[31m\x7f", "\udcff broken", "\u2028"]
)
def test_any_text_is_one_line(root, logs, message):
    logs.write(event(message))
    assert [line["message"] for line in lines(root / "logs" / "activity.log")] == [message]


WRITER = """
import sys
import threading
from pathlib import Path
from journeyman.journal.logs import LogFiles
from journeyman.values import Event

root = Path(sys.argv[1])
logs = LogFiles(root / "logs", root, int(sys.argv[3]), 100)
for number in range(5000):
    logs.write(Event("action.done", float(number), f"{sys.argv[2]} {number} " + "x" * (number % 200), "error"))
assert not logs.problem, logs.problem
"""


@pytest.mark.parametrize("size", [10**9, 100_000], ids=["one file", "rotated all the time"])
def test_two_processes_leave_whole_lines(root, size):
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(root), name, str(size)]) for name in "ab"]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    for name in ("activity.log", "error.log"):
        found = [line for path in (root / "logs").glob(f"{name}*") for line in lines(path)]
        assert len(found) == 10_000
        for writer in "ab":
            numbers = [int(line["message"].split()[1]) for line in found if line["message"].startswith(writer)]
            assert sorted(numbers) == list(range(5000))
    if size == 100_000:
        assert len(list((root / "logs").glob("activity.log.*"))) > 3


def test_old_files_are_kept_up_to_a_number(root):
    logs = LogFiles(root / "logs", root, 1000, 2)
    for number in range(1000):
        logs.write(event(str(number)))
    logs.close()
    names = {path.name for path in (root / "logs").iterdir()}
    assert names == {"activity.log", "activity.log.1", "activity.log.2", ".rotation.lock"}
    newest = lines(root / "logs" / "activity.log") or lines(root / "logs" / "activity.log.1")
    assert newest[-1]["message"] == "999"


def test_a_file_removed_or_moved_by_somebody_is_begun_anew(root, logs):
    path = root / "logs" / "activity.log"
    logs.write(event("first"))
    path.unlink()
    for number in range(70):
        logs.write(event(str(number)))
    assert lines(path)[-1]["message"] == "69"
    path.rename(root / "logs" / "old")
    path.write_text("")
    for number in range(70):
        logs.write(event(str(number)))
    assert lines(path)[-1]["message"] == "69"


def test_a_closed_log_is_opened_again(root, logs):
    logs.write(event("one"))
    logs.close()
    logs.close()
    logs.write(event("two"))
    assert len(lines(root / "logs" / "activity.log")) == 2


def test_a_forked_child_writes_too(root, logs):
    logs.write(event("parent"))
    child = os.fork()
    if child == 0:
        logs.write(event("child"))
        os._exit(0)
    os.waitpid(child, 0)
    logs.write(event("parent again"))
    assert [line["message"] for line in lines(root / "logs" / "activity.log")] == ["parent", "child", "parent again"]


# trouble


def test_a_full_disk_tears_no_later_line(root, logs, monkeypatch):
    logs.write(event("before"))
    write = os.write
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:20]))
        logs.write(event("cut"))
    assert "No space left" in logs.problem
    logs.write(event("after"))
    assert logs.problem == ""
    first, torn, last = (root / "logs" / "activity.log").read_bytes().splitlines()
    assert json.loads(first)["message"] == "before"
    assert len(torn) == 20
    assert json.loads(last)["message"] == "after"


@pytest.fixture
def outside(tmp_path):
    folder = tmp_path / "outside"
    folder.mkdir()
    return folder


def make_a_file(root, outside):
    (root / "logs").write_text("in the way")


def make_a_link(root, outside):
    (root / "logs").symlink_to(outside)


def make_a_link_inside(root, outside):
    (root / "src").mkdir()
    (root / "logs").symlink_to("src")


def make_the_file_a_link(root, outside):
    (root / "logs").mkdir()
    (root / "logs" / "activity.log").symlink_to(outside / "activity.log")


def make_the_file_a_folder(root, outside):
    (root / "logs" / "activity.log").mkdir(parents=True)


TROUBLE = [make_a_file, make_a_link, make_a_link_inside, make_the_file_a_link, make_the_file_a_folder]


@pytest.mark.parametrize("trouble", TROUBLE)
def test_trouble_breaks_no_action_and_is_told(services, autonomous, run, outside, trouble):
    root = services.workspace.root
    trouble(root, outside)
    outcome = services.runner.do(Action("file.create", {"path": "a", "content": "x"}))
    assert outcome.ok
    assert list(outside.iterdir()) == []
    services.state.flush()
    state = json.loads(services.workspace.state_file.read_text())
    assert any("the log cannot be written" in line for line in state["needs_attention"])
    assert "the log cannot be written" in run("status").text
    assert services.store.events()[-1].name == "action.done"


def test_the_lock_of_the_rotation_is_no_way_out(root, outside):
    (root / "logs").mkdir()
    victim = outside / "victim"
    victim.write_text("theirs")
    (root / "logs" / ".rotation.lock").symlink_to(victim)
    logs = LogFiles(root / "logs", root, 100, 2)
    for number in range(200):
        logs.write(event(str(number)))
    assert "activity.log cannot be rotated" in logs.problem
    assert victim.read_text() == "theirs"
    assert len(lines(root / "logs" / "activity.log")) == 200


def test_threads_leave_whole_lines_across_rotation(root):
    logs = LogFiles(root / "logs", root, 20_000, 50)

    def write() -> None:
        for number in range(500):
            logs.write(Event("x.y", float(number), "a line of a thread"))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = [line for path in (root / "logs").glob("activity.log*") for line in path.read_text().splitlines()]
    assert len([json.loads(line) for line in lines]) == 2000
    assert logs.problem == ""


def test_a_pipe_in_the_place_of_a_log_holds_nobody_up(root):
    (root / "logs").mkdir()
    os.mkfifo(root / "logs" / "activity.log")
    logs = LogFiles(root / "logs", root, 20_000, 5)
    logs.write(Event("x.y", 1.0, "hello"))
    assert "cannot be written" in logs.problem

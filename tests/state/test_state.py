"""``session_state.json``: true to the store, whole at every moment, written seldom, and never in the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from journeyman.errors import StoreError
from journeyman.state import StateFile, empty, load_state
from journeyman.values import Action, Plan, Step
from tests.redact.samples import PASSWORD, SAMPLES

PROJECT = Path(__file__).parents[2]
SCHEMA = json.loads((PROJECT / "configs" / "schema" / "session_state.schema.json").read_text())
TOKEN = SAMPLES[23][1]


def check(state) -> None:
    import fastjsonschema

    fastjsonschema.validate(SCHEMA, state)


def wait_for(condition) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.005)


# the file


@pytest.fixture
def counted(monkeypatch):
    """Count the calls of os.replace that put the state file in its place."""
    calls = []
    replace = os.replace

    def count(source, target):
        if str(target).endswith("session_state.json"):
            calls.append(target)
        replace(source, target)

    monkeypatch.setattr(os, "replace", count)
    return calls


@pytest.fixture
def path(tmp_path):
    return tmp_path / "session_state.json"


@pytest.fixture
def content():
    return empty()


@pytest.fixture
def state(path, content):
    file = StateFile(path, lambda: content, delay=0.05)
    yield file
    file.close()


def test_many_changes_are_few_writings(state, counted, content, path):
    for number in range(2000):
        content["workspace"] = str(number)
        state.mark_dirty()
    wait_for(lambda: path.exists() and json.loads(path.read_text())["workspace"] == "1999")
    assert len(counted) <= 3


def test_a_change_while_it_is_written_is_not_lost(path, counted):
    numbers = iter(range(100))
    state = StateFile(path, lambda: {"schema_version": 1, "number": read()}, delay=0.01)

    def read():
        number = next(numbers)
        if number < 3:
            state.mark_dirty()
        return number

    state.mark_dirty()
    wait_for(lambda: len(counted) == 4)
    assert json.loads(path.read_text())["number"] == 3
    state.close()


def test_nothing_changed_writes_nothing(state, counted, path):
    state.flush()
    state.close()
    assert counted == []
    assert not path.exists()


def test_a_reader_never_sees_half_of_it(state, content, path):
    content["needs_attention"] = ["x" * 200_000]
    state.mark_dirty()
    state.flush()
    stop = threading.Event()
    broken = []

    def read():
        while not stop.is_set():
            try:
                json.loads(path.read_text())
            except ValueError as error:
                broken.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(200):
        content["needs_attention"] = ["x" * (200_000 - number)]
        state.mark_dirty()
        state.flush()
    stop.set()
    reader.join()
    assert broken == []
    assert os.listdir(path.parent) == [path.name]


def test_closing_writes_what_is_left_and_ends_the_thread(path, content):
    state = StateFile(path, lambda: content, delay=60)
    state.mark_dirty()
    thread = state._thread
    state._delay = 0
    state.close()
    assert path.exists()
    path.unlink()
    state.mark_dirty()
    state.flush()
    assert not path.exists()
    assert thread is not None


def test_it_is_written_at_the_end_of_the_process(path):
    code = (
        "import sys; from pathlib import Path; from journeyman.state import StateFile, empty\n"
        "state = StateFile(Path(sys.argv[1]), empty, delay=60); state.mark_dirty()"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, timeout=30)
    assert json.loads(path.read_text()) == empty()


def test_a_forked_child_writes_too(path, content):
    state = StateFile(path, lambda: {**content, "workspace": str(os.getpid())}, delay=0.01)
    state.mark_dirty()
    wait_for(path.exists)
    with state._lock:  # held by another thread at the moment of the fork
        child = os.fork()
        if child == 0:
            state.mark_dirty()
            state.flush()
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert json.loads(path.read_text())["workspace"] == str(child)
    state.close()


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), StoreError("the store is closed")])
def test_trouble_is_kept_and_the_next_change_tries_again(path, content, error):
    trouble = [error]

    def read():
        if trouble:
            raise trouble.pop()
        return content

    state = StateFile(path, read, delay=0.01)
    state.mark_dirty()
    wait_for(lambda: state.problem)
    assert "session_state.json cannot be written" in state.problem
    state.mark_dirty()
    wait_for(path.exists)
    wait_for(lambda: not state.problem)
    state.close()


def test_a_folder_in_its_place_is_trouble_too(path, state):
    path.mkdir()
    state.mark_dirty()
    state.flush()
    assert "cannot be written" in state.problem
    assert os.listdir(path.parent) == [path.name]


# a file that is there already


@pytest.mark.parametrize(
    "text", ["{ no json", "[]", "null", '{"other": 1}', '{"schema_version": "x"}', "\udcff", "\x00"]
)
def test_a_damaged_file_is_moved_aside_and_told(path, text):
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    loaded, notice = load_state(path)
    assert loaded == empty()
    (aside,) = [name for name in os.listdir(path.parent) if name.startswith("session_state.json.corrupt-")]
    assert aside in notice
    assert (path.parent / aside).read_bytes() == text.encode("utf-8", "surrogateescape")
    assert not path.exists()
    path.write_text("again")
    assert load_state(path)[1] != notice
    assert len(os.listdir(path.parent)) == 2, "the first one is kept"


def test_a_good_or_missing_or_empty_file_is_no_news(path):
    assert load_state(path) == (empty(), "")
    path.write_text('{"schema_version": 1, "lockdown": "x"}')
    assert load_state(path) == ({**empty(), "lockdown": "x"}, "")
    path.write_text("{}")
    assert load_state(path) == (empty(), "")
    path.unlink()
    path.mkdir()
    assert "cannot be read" in load_state(path)[1]


def test_a_damaged_file_is_told_by_status_and_in_the_log_and_written_anew(services, run):
    services.workspace.state_file.write_text("{ damaged")
    result = run("status")
    assert "session_state.json was damaged and has been moved to" in result.text
    services.journal.record("something.else")
    messages = [event.message for event in services.store.events()]
    assert any("was damaged" in message for message in messages)
    services.state.flush()
    check(json.loads(services.workspace.state_file.read_text()))
    (aside,) = services.workspace.root.glob("session_state.json.corrupt-*")
    assert aside.read_text() == "{ damaged"


# its content


@pytest.fixture
def now(services):
    """Return the state as it is written."""

    def read():
        services.state.mark_dirty()
        services.state.flush()
        found = json.loads(services.workspace.state_file.read_text())
        check(found)
        return found

    return read


def test_the_repositorys_own_is_the_empty_one():
    assert (PROJECT / "session_state.json").read_text() == json.dumps(empty(), indent=2) + "\n"
    check(empty())


def test_the_reference_names_every_key():
    page = (PROJECT / "docs" / "reference" / "session_state.md").read_text("utf-8")
    assert [key for key in empty() if f"| `{key}` |" not in page] == []
    assert set(SCHEMA["properties"]) == set(SCHEMA["required"]) == set(empty())


def test_a_fresh_workspace(services, now):
    state = now()
    assert {**state, "updated": None, "workspace": ""} == empty()
    assert state["workspace"] == str(services.workspace.root)


def test_the_queue_what_waits_and_what_needs_attention(services, run, now):
    run('queue add --shell "echo 1 > a"')
    run('queue add --shell "echo 2 > b"')
    run("run")
    state = now()
    assert [plan["goal"] for plan in state["queue"]] == ["shell.run: echo 1 > a", "shell.run: echo 2 > b"]
    assert [plan["steps"][0]["status"] for plan in state["queue"]] == ["pending", "queued"]
    (waiting,) = state["pending_approvals"]
    assert waiting["approve"] == f"journeyman approve {waiting['id']}"
    assert "shell.run" in waiting["summary"]
    assert "1 approval waits for an answer" in state["needs_attention"]
    assert state["last_action"]["status"] == "pending"
    run("approve")
    state = now()
    assert len(state["queue"]) == 1
    assert state["pending_approvals"] == []
    assert state["counters"]["shell.run"] == {"confirmed": 1, "rejected": 0}
    assert state["trust"]["confirmed"] == 1
    run("run")
    run("reject")
    state = now()
    assert state["counters"]["shell.run"] == {"confirmed": 1, "rejected": 1}


@pytest.mark.parametrize(
    ("status", "hint"),
    [("interrupted", "resume"), ("failed", "cancel"), ("denied", "why"), ("rejected", "--mode skip")],
)
def test_what_stopped_a_plan_is_told_with_what_to_type(services, now, status, hint):
    action = Action("shell.run", {"command": "true"})
    record = services.queue.add(Plan("goal", (Step("the step", action),), "user", time.time()))
    services.store.set_step(record.id, 0, status)
    (line,) = now()["needs_attention"]
    assert "the step" in line
    assert hint in line


def test_an_expired_question_does_not_wait(services, run, now):
    run('queue add --shell "echo 1 > a"')
    run("run")
    services.clock = lambda: time.time() + 25 * 3600
    assert now()["pending_approvals"] == []


def test_lockdown_and_set_up_are_shown(services, run, now):
    run("init")
    run("lockdown on")
    state = now()
    assert state["initialized"] is True
    assert state["lockdown"]
    assert state["needs_attention"][0].startswith("lockdown is on")


def test_everything_in_it_is_redacted(services, autonomous, now):
    command = f"echo {TOKEN}; ls password={PASSWORD}"
    action = Action("shell.run", {"command": command})
    services.queue.add(Plan(f"use {TOKEN}", (Step(f"run {command}", action),), "user", time.time()))
    services.runner.do(action)
    text = json.dumps(now())
    assert TOKEN not in text
    assert PASSWORD not in text
    assert text.count("[redacted:github-token]") >= 2


def test_a_strange_file_name_does_not_break_it(services, autonomous, now):
    services.runner.do(Action("shell.run", {"command": r"cat $'\xff'; false"}))
    assert now()["last_action"]["status"] == "failed"


def test_a_link_planted_where_it_is_written_leads_nowhere(path, content, tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("precious")
    path.with_name(f".{path.name}.{os.getpid()}.tmp").symlink_to(outside)
    state = StateFile(path, lambda: content)
    state.mark_dirty()
    state.close()
    assert outside.read_text() == "precious"
    assert not path.is_symlink()

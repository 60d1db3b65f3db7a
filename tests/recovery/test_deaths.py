"""A background process that dies is noticed, explained, and started again."""

from __future__ import annotations

import os
import signal
import urllib.error
import urllib.request

import pytest

from journeyman.errors import NotFound
from journeyman.sandbox import Processes
from tests.recovery.conftest import Bench

WAITS = "while [ ! -e end ]; do sleep 0.05; done"
SERVER = "python3 -m http.server ${PORT} --bind 127.0.0.1"


def record(bench: Bench):
    return bench.services.store.processes()[0]


def kill(bench: Bench) -> None:
    found = record(bench)
    os.kill(found["pid"], signal.SIGKILL)
    while Processes.alive(found["pid"], found["start_time"]):
        pass


def end(bench: Bench) -> None:
    (bench.root / "end").touch()
    found = record(bench)
    while Processes.alive(found["pid"], found["start_time"]):
        pass


def test_a_server_that_was_killed_is_started_again(bench: Bench):
    started = bench.do("process.start", command=SERVER, name="web", port=0)
    assert started.ok, started
    assert bench.services.note_deaths() == ()
    kill(bench)
    (fault,) = bench.services.note_deaths()
    assert fault.diagnosis.summary == "the background process web ended by itself (it was killed)"
    assert fault.diagnosis.code == "process.died"
    assert bench.services.note_deaths() == ()
    done = bench.repair(fault)
    assert done.status == "done", done
    again = record(bench)
    assert again["status"] == "running"
    with urllib.request.urlopen(f"http://127.0.0.1:{again['port']}/", timeout=5) as answer:
        assert answer.status == 200
    assert bench.do("process.stop", name="web").ok
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{again['port']}/", timeout=5)
    assert bench.services.note_deaths() == ()


def test_its_last_words_say_why(bench: Bench):
    (bench.root / "app.py").write_text("import nothere_at_all\n")
    started = bench.do("process.start", command=f"{WAITS}; python3 app.py", name="app")
    assert started.ok, started
    end(bench)
    (fault,) = bench.services.note_deaths()
    assert "(exit code 1)" in fault.diagnosis.summary
    assert "nothere_at_all" in fault.diagnosis.summary


def test_one_that_ended_well_is_no_failure(bench: Bench):
    assert bench.do("process.start", command=WAITS, name="short").ok
    end(bench)
    assert bench.services.note_deaths() == ()
    assert record(bench)["status"] == "ended"
    with pytest.raises(NotFound):
        bench.services.faults.find()

"""The contract of running a process, with and without confinement."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from journeyman.errors import SandboxError
from journeyman.sandbox import NoSandbox, Processes, ProcessSpec


def alive_with(word: str) -> list[psutil.Process]:
    """Living processes that have ``word`` among their arguments."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        if word in (process.info["cmdline"] or []) and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process)
    return found


@pytest.fixture
def marker(tmp_path: Path) -> str:
    """A number of seconds that no other process sleeps for."""
    return f"{1000 + int.from_bytes(os.urandom(3), 'big') / 1e6:.6f}"


def test_output_and_exit_code_come_back(runner):
    done = runner.run("echo out; echo err >&2; exit 7")
    assert (done.exit_code, done.reason, done.output) == (7, "exit", "out\nerr\n")
    assert runner.output.read_text() == "out\nerr\n"
    assert not done.truncated
    assert done.duration > 0


def test_nothing_is_inherited_but_the_environment_that_was_given(runner):
    read, write = os.pipe()
    os.set_inheritable(write, True)
    try:
        done = runner.run("env | sort; ls /proc/self/fd | wc -w; cat", env={"PATH": os.environ["PATH"], "ONE": "1"})
    finally:
        os.close(read)
        os.close(write)
    names = {line.split("=")[0] for line in done.output.splitlines() if "=" in line}
    assert "ONE" in names
    assert not names & {"HOME", "XDG_STATE_HOME"}
    assert done.output.splitlines()[-1] == "4"


def test_output_is_heard_while_the_process_runs(runner, folder: Path):
    os.mkfifo(folder / "go")
    heard: list[str] = []

    def hear(text: str) -> None:
        if not heard:
            threading.Thread(target=(folder / "go").write_text, args=("now\n",)).start()
        heard.append(text)

    done = runner.start(runner.spec("echo ready; cat go"), on_output=hear)
    assert heard[0] == "ready\n"
    assert done.output == "ready\nnow\n"


def test_long_output_is_bounded_in_memory_and_whole_on_disk(runner):
    done = runner.start(runner.spec("seq 1 100000"), limit=1000)
    assert done.truncated
    assert len(done.output) < 1100
    assert done.output.startswith("1\n2\n")
    assert done.output.endswith("100000\n")
    assert runner.output.read_text().count("\n") == 100_000


def test_broken_text_does_not_stop_the_reading(runner):
    assert runner.run(r"printf 'a\xff\xfe b\n'").output == "a\ufffd\ufffd b\n"


def test_the_wall_limit_ends_a_process_that_ignores_being_asked(runner, marker: str):
    done = runner.run(f"trap '' TERM; echo started; while true; do sleep {marker}; done", wall=0.5)
    assert done.reason == "timeout"
    assert done.exit_code != 0
    assert done.output == "started\n"
    assert alive_with(marker) == []


def test_a_process_that_is_asked_to_end_may_say_goodbye(runner):
    done = runner.run("trap 'echo bye; exit 3' TERM; echo on; sleep 60 & wait", wall=0.5)
    assert (done.reason, done.exit_code, done.output) == ("timeout", 3, "on\nbye\n")


def test_children_that_ran_away_are_ended_too(runner, marker: str):
    script = f"setsid sleep {marker} & (setsid setsid sleep {marker} &) ; sleep 60"
    done = runner.run(script, wall=0.5)
    assert done.reason == "timeout"
    assert alive_with(marker) == []


def test_nothing_is_left_behind_by_a_process_that_ends_by_itself(runner, marker: str):
    done = runner.run(f"setsid sleep {marker} & nohup sleep {marker} & (sleep {marker} &) ; echo done")
    assert (done.reason, done.exit_code) == ("exit", 0)
    assert "done" in done.output
    assert alive_with(marker) == []


def test_stop_ends_it_from_another_thread(runner, marker: str):
    processes = runner.processes
    stopped: list[bool] = []
    done = runner.start(
        runner.spec(f"echo on; sleep {marker}"), key="a7", on_output=lambda text: stopped.append(processes.stop("a7"))
    )
    assert stopped == [True]
    assert done.reason == "stopped"
    assert alive_with(marker) == []
    assert processes.stop("a7") is False


def test_one_key_runs_once_at_a_time(runner):
    errors: list[str] = []

    def again(text: str) -> None:
        with pytest.raises(SandboxError, match="running already") as caught:
            runner.start(runner.spec("true"))
        errors.append(str(caught.value))

    runner.start(runner.spec("echo on"), on_output=again)
    assert len(errors) == 1


def test_a_listener_that_fails_leaves_nothing_running(runner, marker: str):
    def fail(text: str) -> None:
        raise RuntimeError("listener")

    with pytest.raises(RuntimeError, match="listener"):
        runner.start(runner.spec(f"echo on; sleep {marker}"), on_output=fail)
    assert alive_with(marker) == []


def test_a_process_may_outlive_its_output(runner, folder: Path):
    done = runner.run("echo on; exec >&- 2>&-; sleep 0.2; touch end")
    assert done.output == "on\n"
    assert (folder / "end").exists()


def test_no_descriptor_thread_or_zombie_is_left(runner):
    runner.run("true")  # the thread that starts processes, and what is imported on the way
    runner.run("sleep 60", wall=0.1)
    me = psutil.Process()
    before = me.num_fds(), threading.active_count(), len(me.children())
    for _ in range(5):
        runner.run("echo x")
        runner.run("sleep 60 & sleep 60", wall=0.05)
    assert (me.num_fds(), threading.active_count(), len(me.children())) == before


def test_a_thread_that_ends_does_not_take_its_process_with_it(runner):
    started, release = threading.Event(), threading.Event()
    results = []

    def work() -> None:
        thread = threading.Thread(target=lambda: results.append(runner.processes), daemon=True)
        thread.start()
        thread.join()
        results.append(runner.start(runner.spec("echo on; sleep 0.3; echo off"), on_output=lambda text: started.set()))
        release.set()

    threading.Thread(target=work).start()
    assert started.wait(30)
    assert release.wait(30)
    assert results[-1].output == "on\noff\n"


def test_a_missing_folder_is_told(tmp_path: Path):
    spec = ProcessSpec(("true",), tmp_path / "missing", {})
    with pytest.raises(SandboxError, match="missing"):
        Processes(NoSandbox()).run(spec, confined=False, key="a", output_path=tmp_path / "out")


def test_a_missing_program_is_told_without_confinement(tmp_path: Path):
    spec = ProcessSpec(("no-such-program",), tmp_path, {"PATH": "/usr/bin"})
    with pytest.raises(SandboxError, match=r"no-such-program.*No such file"):
        Processes(NoSandbox()).run(spec, confined=False, key="a", output_path=tmp_path / "out")


def test_unconfined_work_is_not_confined(confined, tmp_path: Path):
    spec = confined.spec(f"echo x > {tmp_path}/outside")
    confined.processes.run(spec, confined=False, key="a", output_path=confined.output)
    assert (tmp_path / "outside").exists()


def test_confined_processes_die_with_the_program_that_started_them(confined, folder: Path, marker: str, tmp_path: Path):
    code = f"""
import os, sys
from pathlib import Path
from journeyman.sandbox import Processes, ProcessSpec
spec = ProcessSpec(("bash", "-c", "echo on; sleep {marker}"), Path({str(folder)!r}), dict(os.environ), (Path({str(folder)!r}),))
Processes().run(spec, confined=True, key="a", output_path=Path({str(tmp_path / "o")!r}), on_output=lambda text: os.kill(os.getpid(), 9))
"""
    import subprocess

    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -9
    deadline = time.monotonic() + 20
    while alive_with(marker) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert alive_with(marker) == []

"""After many runs no process, no zombie, no descriptor and no file of theirs is left, however they ended."""

from __future__ import annotations

import glob
import os
import threading
import time
from pathlib import Path

import psutil
import pytest

from journeyman.sandbox import Limits, Processes, ProcessSpec, Sandbox

RUNS = 50


def state() -> tuple[set[tuple[int, float]], int, set[str]]:
    """Return our descendants, zombies among them, how many descriptors we hold, and temporary folders of launchers."""
    children = {(each.pid, each.create_time()) for each in psutil.Process().children(recursive=True)}
    folders = set(glob.glob(f"/tmp/journeyman-{os.geteuid()}/run-*"))
    left = {path for path in folders if not os.path.exists(f"/proc/{path.split('-')[2]}")}
    return children, len(os.listdir("/proc/self/fd")), left


def strangers(token: str) -> list[int]:
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            try:
                words = Path("/proc", name, "cmdline").read_bytes()
            except OSError:
                continue
            if token.encode() in words and b"pytest" not in words:
                found.append(int(name))
    return found


@pytest.mark.parametrize(
    "script", ["true", "exit 3", "kill -9 $$", "(setsid sleep TOKEN &) ; sleep 0.01", "no-such-program"]
)
def test_after_many_runs(sandbox: Sandbox, folder: Path, tmp_path: Path, script: str):
    token = f"{50 + os.getpid() % 7}.{time.monotonic_ns()}"
    processes = Processes(sandbox, grace=0.2)
    spec = ProcessSpec(
        ("bash", "-c", script.replace("TOKEN", token)),
        folder,
        {"PATH": os.environ["PATH"]},
        (folder,),
        limits=Limits(wall=30, memory=10**9, processes=100),
    )
    (folder / ".git").mkdir()

    def run(number: int) -> None:
        processes.run(spec, confined=True, key=f"a{number}", output_path=tmp_path / "output")

    run(0)
    before = state()
    for number in range(RUNS if script == "true" else 10):
        run(number)
    assert strangers(token) == []
    assert state() == before


def test_after_runs_at_the_same_time_that_are_stopped(sandbox: Sandbox, folder: Path, tmp_path: Path):
    token = f"61.{time.monotonic_ns()}"
    processes = Processes(sandbox, grace=0.2)
    script = f"sleep {token} & sleep {token} & sleep {token}; wait"
    spec = ProcessSpec(("bash", "-c", script), folder, {"PATH": os.environ["PATH"]}, (folder,), limits=Limits(wall=0.3))
    processes.run(spec, confined=True, key="first", output_path=tmp_path / "first")
    before = state()
    threads = [
        threading.Thread(
            target=processes.run,
            args=(spec,),
            kwargs={"confined": True, "key": f"a{number}", "output_path": tmp_path / f"o{number}"},
        )
        for number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert strangers(token) == []
    assert state() == before


def test_after_runs_that_do_not_start(sandbox: Sandbox, folder: Path, tmp_path: Path):
    from journeyman.errors import SandboxError

    processes = Processes(sandbox, grace=0.2)
    spec = ProcessSpec(("no-such-program",), folder, {"PATH": "/usr/bin"}, (folder,))
    before = None
    for number in range(11):
        with pytest.raises(SandboxError):
            processes.run(spec, confined=True, key="a", output_path=tmp_path / "output")
        if number == 0:
            before = state()
    assert state() == before

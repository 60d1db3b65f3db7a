"""What a whole tree uses is seen, and too much of it ends the run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from journeyman.sandbox import Limits, usage
from journeyman.sandbox.usage import Watch, held, members, nameless


@pytest.fixture
def tree():
    """A process with two children and three threads, each of which holds memory."""
    code = """
import os, sys, threading, time, mmap
shared = mmap.mmap(-1, 20_000_000)
shared[:] = bytes([1]) * 20_000_000
for _ in range(2):
    if os.fork() == 0:
        own = bytearray(b'x') * 20_000_000
        shared[0]
        print('x', flush=True)
        time.sleep(60)
for _ in range(2):
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
print('x', flush=True)
time.sleep(60)
"""
    process = subprocess.Popen([sys.executable, "-I", "-S", "-c", code], stdout=subprocess.PIPE, start_new_session=True)
    for _ in range(3):
        process.stdout.readline()
    yield process.pid
    os.killpg(process.pid, 9)
    process.wait()
    process.stdout.close()


def test_all_members_are_found(tree: int):
    pids, tasks = members(tree)
    assert tree in pids
    assert len(pids) == 3
    assert tasks == 5


def test_shared_memory_counts_once(tree: int):
    assert 55e6 < held(members(tree)[0]) < 110e6


def test_too_much_is_told(tree: int):
    assert Watch(Limits()).excess(tree) == ""
    assert Watch(Limits(memory=10**9, processes=50)).excess(tree) == ""
    assert Watch(Limits(memory=30_000_000)).excess(tree) == "more than 30 MB of memory in use"
    assert Watch(Limits(processes=0)).excess(tree) == "more than 0 processes and threads"


def test_it_does_not_look_all_the_time(tree: int):
    watch = Watch(Limits(memory=10**9))
    assert watch.excess(tree) == ""
    watch._memory = 1
    assert watch.excess(tree) == ""


def test_a_disk_is_not_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    watch = Watch(Limits(), (tmp_path, tmp_path / "missing"))
    assert watch.excess(os.getpid()) == ""
    monkeypatch.setattr(usage, "FREE", 1 << 62)
    watch._next = 0.0
    assert watch.excess(os.getpid()) == f"the disk of {tmp_path} is nearly full"
    assert Watch(Limits(), (tmp_path,)).excess(os.getpid()) == ""  # it was so before


def test_a_tree_that_has_ended_uses_nothing():
    assert members(999_999_999) == ([], 0)
    assert held([999_999_999]) == 0
    assert Watch(Limits(memory=1, processes=1)).excess(999_999_999) == ""


def test_a_run_that_uses_too_much_is_ended(runner):
    code = "import mmap, time\nm = mmap.mmap(-1, 200_000_000)\nfor n in range(0, 200_000_000, 4096):\n    m[n] = 1\ntime.sleep(20)"
    done = runner.start(runner.python(code, limits=Limits(wall=30, memory=100_000_000)))
    assert done.reason == "limit"
    assert done.duration < 15
    assert "more than 100 MB of memory" in done.output


def test_files_without_names_count_once(tmp_path: Path):
    first = os.memfd_create("held")
    second = os.dup(first)
    try:
        os.write(first, bytes(8_000_000))
        found = nameless([os.getpid()])
        assert found is not None
        assert 8_000_000 <= found < 16_000_000
        assert Watch(Limits(memory=2**60)).excess(os.getpid()) == ""
    finally:
        os.close(first)
        os.close(second)

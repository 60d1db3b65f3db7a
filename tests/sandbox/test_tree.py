"""Finding and ending process trees."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import psutil
import pytest

from journeyman.sandbox import tree


@pytest.fixture
def family_of_two():
    code = "import subprocess; subprocess.run(['sleep', '60'])"
    process = subprocess.Popen([sys.executable, "-I", "-S", "-c", code], start_new_session=True)
    while not tree.family(process.pid):
        assert process.poll() is None
    yield process
    tree.kill(process.pid)
    process.wait()


def test_a_family_is_everybody_below(family_of_two):
    assert [process.name() for process in tree.family(family_of_two.pid)] == ["sleep"]


def test_killing_leaves_nobody(family_of_two):
    others = tree.family(family_of_two.pid)
    tree.kill(family_of_two.pid)
    assert tree.family(family_of_two.pid) == []
    _, alive = psutil.wait_procs(others, timeout=20)
    assert alive == []
    assert family_of_two.wait() == -9


def test_a_marked_process_is_found_after_it_left_its_parent(tmp_path):
    mark = os.urandom(8).hex()
    env = {**os.environ, tree.MARKER: mark}
    script = "setsid sleep 60 > /dev/null 2>&1 < /dev/null &"
    parent = subprocess.Popen(["bash", "-c", script], env=env, start_new_session=True)
    parent.wait()
    while tree.family(parent.pid):
        time.sleep(0.01)  # until it has left the session
    assert len(tree.family(parent.pid, mark)) == 1
    tree.kill(parent.pid, mark, own=False)
    assert tree.family(parent.pid, mark) == []


def test_start_times_tell_processes_apart():
    mine = tree.start_time(os.getpid())
    assert mine == tree.start_time(os.getpid())
    with subprocess.Popen(["sleep", "60"]) as other:
        assert tree.start_time(other.pid) != mine
        other.kill()
        os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)
        assert tree.start_time(other.pid) is None, "a zombie does not run"
    assert tree.start_time(other.pid) is None
    assert tree._portable_start_time(other.pid) is None
    assert tree._portable_start_time(os.getpid()) == psutil.Process().create_time()

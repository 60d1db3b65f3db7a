"""Limits are set by a wrapper, and hold."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from journeyman.sandbox import limits
from journeyman.sandbox.spec import Limits

ALL = Limits(cpu=7, memory=500_000_000, file_size=1_024_000, processes=99)


def test_without_limits_the_command_is_as_it_was():
    assert limits.limited(("echo", "x"), Limits(wall=3)) == ["echo", "x"]


@pytest.fixture(params=["prlimit", "bash"])
def wrapper(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "bash":
        monkeypatch.setattr(limits, "_prlimit", lambda: None)
    elif limits._prlimit() is None:
        pytest.skip("prlimit (util-linux) is not installed")
    return request.param


def test_every_limit_reaches_the_process(wrapper: str):
    script = "ulimit -t; ulimit -d; ulimit -f; ulimit -u; ulimit -c"
    argv = limits.limited(("bash", "-c", script), ALL)
    found = subprocess.run(argv, capture_output=True, text=True, check=True).stdout.split()
    assert found == ["7", str(500_000_000 // 1024), "1000", "99", "0"]


def test_memory_is_refused_beyond_the_limit(wrapper: str):
    argv = limits.limited((sys.executable, "-I", "-S", "-c", "bytearray(2 * 10**9)"), Limits(memory=500_000_000))
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr


def test_arguments_arrive_as_they_are(wrapper: str):
    argv = limits.limited(("printf", "%s|", "a b", "$HOME", "--", "'"), Limits(cpu=5))
    assert subprocess.run(argv, capture_output=True, text=True, check=True).stdout == "a b|$HOME|--|'|"


def test_programs_that_set_much_address_space_aside_start(wrapper: str):
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    code = "console.log(new WebAssembly.Memory({initial: 1}).buffer.byteLength)"
    argv = limits.limited(("node", "-e", code), Limits(memory=1_000_000_000))
    assert subprocess.run(argv, capture_output=True, text=True, check=True, timeout=60).stdout == "65536\n"

"""Limits are set by a wrapper, and hold."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from journeyman.sandbox import Processes, Sandbox, filter_env, limits
from journeyman.sandbox.spec import Limits, ProcessSpec

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


class TestNode:
    """A program that sets gigabytes of addresses aside works under a limit that is smaller, and is held to it."""

    MEMORY = 400_000_000

    @pytest.fixture(params=["bubblewrap", "landlock"])
    def confined(self, request: pytest.FixtureRequest) -> Sandbox:
        found: Sandbox = request.getfixturevalue(request.param)
        return found

    def run(self, sandbox: Sandbox, code: str, folder: Path) -> tuple[int, str]:
        node = shutil.which("node")
        if node is None:
            pytest.skip("node is not installed")
        limit = Limits(wall=60, memory=self.MEMORY)
        work = folder / "work"
        work.mkdir()
        spec = ProcessSpec((node, "-e", code), work, filter_env({"PATH": "/usr/bin:/bin"}), (work,), limits=limit)
        done = Processes(sandbox).run(spec, confined=True, key="node", output_path=folder / "output")
        return done.exit_code, done.output

    def test_it_starts(self, confined: Sandbox, tmp_path: Path):
        assert self.run(confined, "console.log(6 * 7)", tmp_path) == (0, "42\n")

    def test_it_has_what_the_limit_leaves(self, confined: Sandbox, tmp_path: Path):
        code = "const held = Buffer.alloc(60e6, 1); console.log(held.length)"
        assert self.run(confined, code, tmp_path) == (0, "60000000\n")

    def test_it_does_not_get_more(self, confined: Sandbox, tmp_path: Path):
        code = "const held = []; for (let n = 0; n < 20; n++) held.push(Buffer.alloc(60e6, 1)); console.log('all')"
        exit_code, output = self.run(confined, code, tmp_path)
        assert exit_code != 0
        assert "all\n" not in output

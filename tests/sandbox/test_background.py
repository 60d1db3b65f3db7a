"""Background processes: they outlive the front end, serve one port, and end completely."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from journeyman.errors import SandboxError
from journeyman.sandbox import Background, Limits, PortInUse, Processes, ProcessSpec, background, filter_env


def until(check: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait for ``check``, and fail when it does not come true."""
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def fetch(port: int, path: str = "/") -> int | None:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
        return answer.status
    return None


@pytest.fixture
def started(runner) -> Iterator[list[Background]]:
    """Everything in this list is ended after the test."""
    found: list[Background] = []
    yield found
    for process in found:
        background.end(process.pid, process.start_time, 1.0)


@pytest.fixture
def launch(runner, started: list[Background], tmp_path: Path) -> Callable[..., Background]:
    def start(script: str, **options: object) -> Background:
        process = runner.processes.start(runner.spec(script, **options), confined=True, log=tmp_path / "log", name="it")
        started.append(process)
        return process

    return start


def test_a_server_is_reached_through_its_port_and_is_gone_afterwards(launch, runner, folder: Path):
    (folder / "page.html").write_text("hello")
    port = free_port()
    process = launch(f"exec {sys.executable} -m http.server --bind 127.0.0.1 {port}", forward_port=port)
    assert process.port == port
    assert process.forwarded == (runner.processes.capability.name == "bubblewrap")
    until(lambda: fetch(port, "/page.html") == 200)
    assert "page.html" in process.log.read_text()
    assert Processes.end(process.pid, process.start_time) is True
    assert not Processes.alive(process.pid, process.start_time)
    assert Processes.end(process.pid, process.start_time) is False
    assert fetch(port) is None
    assert not [p for p in psutil.process_iter(["cmdline"]) if str(port) in (p.info["cmdline"] or [])]


def test_large_answers_pass_whole_and_many_clients_at_once(launch, folder: Path):
    data = os.urandom(3_000_000)
    (folder / "big").write_bytes(data)
    port = free_port()
    launch(f"exec {sys.executable} -m http.server --bind 127.0.0.1 {port}", forward_port=port)
    until(lambda: fetch(port) == 200)
    answers = [urllib.request.urlopen(f"http://127.0.0.1:{port}/big", timeout=30) for _ in range(4)]
    assert [answer.read() == data for answer in answers] == [True] * 4
    for answer in answers:
        answer.close()


def test_nobody_behind_the_forwarded_port_looks_refused(confined, tmp_path: Path):
    port = free_port()
    process = confined.processes.start(
        confined.spec("sleep 60", forward_port=port), confined=True, log=tmp_path / "l", name="x"
    )
    try:
        with pytest.raises(OSError), socket.create_connection(("127.0.0.1", port), timeout=10) as client:
            client.sendall(b"hello")
            if not client.recv(1):
                raise ConnectionResetError
    finally:
        Processes.end(process.pid, process.start_time)


def test_a_server_with_its_own_network_reaches_nothing_outside(confined, tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as outside:
        port = outside.getsockname()[1]
        log = tmp_path / "log"
        script = f"(exec 3<>/dev/tcp/127.0.0.1/{port}) 2>/dev/null && echo reached || echo refused; sleep 60"
        process = confined.processes.start(
            confined.spec(script, forward_port=free_port()), confined=True, log=log, name="x"
        )
        try:
            until(lambda: log.exists() and "re" in log.read_text())
            assert log.read_text() == "refused\n"
        finally:
            Processes.end(process.pid, process.start_time)


def test_a_taken_port_is_told(confined, tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse, match=f"port {port} is in use"):
            confined.processes.start(
                confined.spec("true", forward_port=port), confined=True, log=tmp_path / "l", name="x"
            )


def test_it_survives_the_program_that_started_it(runner, folder: Path, tmp_path: Path, started: list[Background]):
    name = type(runner.processes.sandbox).__name__
    code = f"""
import os
from pathlib import Path
from journeyman.sandbox import BubblewrapSandbox, LandlockSandbox, NoSandbox, Processes, ProcessSpec
folder = Path({str(folder)!r})
spec = ProcessSpec(("bash", "-c", "while true; do echo x >> beat; sleep 0.1; done"), folder, dict(os.environ), (folder,))
it = Processes({name}()).start(spec, confined=True, log=Path({str(tmp_path / "log")!r}), name="it")
print(it.pid, it.start_time, flush=True)
os.kill(os.getpid(), 9)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    pid, born = done.stdout.split()
    started.append(Background("it", int(pid), float(born), None, tmp_path / "log"))
    assert done.returncode == -9
    beat = folder / "beat"
    until(beat.exists)
    size = beat.stat().st_size
    until(lambda: beat.stat().st_size > size)
    assert Processes.alive(int(pid), float(born))
    assert Processes.end(int(pid), float(born))
    size = beat.stat().st_size
    time.sleep(0.3)
    assert beat.stat().st_size == size


def test_asked_to_end_it_may_clean_up(launch, folder: Path):
    process = launch("trap 'touch goodbye; exit 4' TERM; touch ready; while true; do sleep 0.05; done")
    until((folder / "ready").exists)
    Processes.end(process.pid, process.start_time)
    assert (folder / "goodbye").exists()
    assert background.exit_code(process.log) == 4


def test_one_that_ignores_being_asked_is_killed_with_its_children(launch, folder: Path):
    process = launch("trap '' TERM; setsid sleep 987.654 & touch ready; while true; do sleep 0.05; done")
    until((folder / "ready").exists)
    assert Processes.end(process.pid, process.start_time, grace=10.0)
    assert not [p for p in psutil.process_iter(["cmdline"]) if "987.654" in (p.info["cmdline"] or [])]


def test_one_whose_supervisor_does_not_answer_is_killed(launch, folder: Path):
    process = launch("touch ready; sleep 876.543")
    until((folder / "ready").exists)
    os.kill(process.pid, signal.SIGSTOP)
    assert Processes.end(process.pid, process.start_time, grace=0.2)
    assert not Processes.alive(process.pid, process.start_time)
    until(lambda: not [p for p in psutil.process_iter(["cmdline"]) if "876.543" in (p.info["cmdline"] or [])])


def test_one_that_uses_too_much_is_ended_with_all_it_started(launch, tmp_path: Path):
    code = "import time; held = bytearray(b'x') * 60_000_000; time.sleep(300)"
    script = f'for turn in 1 2 3 4; do {sys.executable} -I -S -c "{code}" & done; wait'
    process = launch(script, limits=Limits(memory=150_000_000))
    until(lambda: not psutil.pid_exists(process.pid))
    assert "[ended: more than 150 MB of memory in use]" in (tmp_path / "log").read_text()


def test_one_that_ends_by_itself_leaves_its_exit_code_and_no_zombie(launch, folder: Path):
    process = launch("echo last words; setsid sleep 765.432 & exit 3")
    until(lambda: not Processes.alive(process.pid, process.start_time))
    assert background.exit_code(process.log) == 3
    assert process.log.read_text() == "last words\n"
    assert not [p for p in psutil.process_iter(["cmdline"]) if "765.432" in (p.info["cmdline"] or [])]
    until(lambda: not psutil.pid_exists(process.pid))


def test_a_recycled_process_id_is_not_taken_for_ours(launch):
    process = launch("sleep 60")
    assert not Processes.alive(process.pid, process.start_time + 1)
    assert Processes.end(process.pid, process.start_time + 1) is False
    assert Processes.alive(process.pid, process.start_time)


def test_a_missing_program_is_told(tmp_path: Path, folder: Path, runner):
    spec = ProcessSpec(("no-such-program",), folder, filter_env(os.environ))
    with pytest.raises(SandboxError, match="did not start: No such file"):
        runner.processes.start(spec, confined=False, log=tmp_path / "log", name="x")


def test_a_supervisor_that_gives_no_answer_is_told(
    runner, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(SandboxError, match="gave no answer"):
        runner.processes.start(runner.spec("true"), confined=False, log=tmp_path / "log", name="x")


def test_no_exit_code_while_it_runs(tmp_path: Path):
    assert background.exit_code(tmp_path / "log") is None

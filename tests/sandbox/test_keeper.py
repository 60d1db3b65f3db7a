"""The pieces of the supervisor that can be tried alone: copying, joining, handing over."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from journeyman.sandbox import keeper

PROGRAM = [sys.executable, "-m", keeper.__name__]
ROOT = Path(keeper.__file__).parents[2]


@pytest.fixture
def echo():
    """A server that answers each connection with what it got, in capitals."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                client, _ = server.accept()
            except OSError:
                return
            with client:
                client.sendall(client.recv(1000).upper())

    threading.Thread(target=serve, daemon=True).start()
    yield server.getsockname()[1]
    server.shutdown(socket.SHUT_RDWR)
    server.close()


@pytest.fixture
def control():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    yield ours, theirs
    ours.close()
    theirs.close()


@pytest.fixture
def front(control):
    """The outside half: a listening port whose connections are handed to ``control``."""
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=keeper.serve, args=(listener, control[0]), daemon=True).start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


def ask(port: int, text: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(text)
        return client.recv(1000)


def test_a_connection_is_handed_over_and_answered(front: int, control, echo: int):
    threading.Thread(target=keeper._receive, args=(control[1], echo), daemon=True).start()
    assert ask(front, b"hello") == b"HELLO"
    assert ask(front, b"again") == b"AGAIN"


def test_without_a_server_the_client_is_reset(front: int, control):
    with socket.create_server(("127.0.0.1", 0)) as unused:
        nobody = unused.getsockname()[1]
    threading.Thread(target=keeper._receive, args=(control[1], nobody), daemon=True).start()
    with pytest.raises(ConnectionError):
        ask(front, b"hello")


def test_without_a_namespace_the_client_is_reset(front: int, control):
    control[1].close()
    with pytest.raises(ConnectionError):
        ask(front, b"hello")


def test_receiving_ends_with_the_other_side(control):
    thread = threading.Thread(target=keeper._receive, args=(control[1], 1), daemon=True)
    thread.start()
    control[0].close()
    thread.join(20)
    assert not thread.is_alive()


def test_descendants_are_found_at_any_depth():
    code = "import subprocess, sys; subprocess.run(['sleep', '60'])"
    with subprocess.Popen([sys.executable, "-I", "-S", "-c", code]) as process:
        try:
            deadline = time.monotonic() + 20
            while not (found := keeper.descendants(process.pid)):
                assert time.monotonic() < deadline
            assert process.pid in keeper.descendants(os.getpid())
            assert set(found) <= set(keeper.descendants(os.getpid()))
        finally:
            for pid in keeper.descendants(process.pid):
                os.kill(pid, 9)
            process.kill()


def test_a_program_that_does_not_start_is_answered(tmp_path):
    order = {
        "argv": ["/no/such"],
        "cwd": "/",
        "env": {},
        "log": str(tmp_path / "log"),
        "port": None,
        "wrapped": False,
        "grace": 1.0,
    }
    done = subprocess.run(
        PROGRAM,
        cwd=ROOT,
        input=json.dumps(order),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"] == "No such file or directory"


@pytest.fixture
def supervise(tmp_path):
    """Start the supervisor with an order and return it with its answer; whatever is left is killed."""
    started = []

    def start(argv, **order):
        order = {
            "argv": argv,
            "cwd": str(tmp_path),
            "env": dict(os.environ),
            "log": str(tmp_path / "log"),
            "port": None,
            "wrapped": False,
            "grace": 5.0,
        } | order
        process = subprocess.Popen(PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        started.append(process)
        process.stdin.write(json.dumps(order))
        process.stdin.close()
        return process, json.loads(process.stdout.readline())

    yield start
    for process in started:
        for pid in keeper.descendants(process.pid):
            os.kill(pid, 9)
        process.kill()
        process.wait()
        process.stdout.close()


def ending(tmp_path):
    return json.loads((tmp_path / "log.exit").read_text())


def wait_for(path):
    deadline = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_it_stays_until_the_process_ends_and_notes_how(supervise, tmp_path):
    process, answer = supervise(["bash", "-c", "echo words; (setsid sleep 654.321 &); exit 6"])
    assert answer["pid"] > 0
    assert process.wait(30) == 0
    assert ending(tmp_path) == {"exit_code": 6, "asked": False}
    assert (tmp_path / "log").read_text() == "words\n"


def test_it_asks_the_process_to_end_when_it_is_asked(supervise, tmp_path):
    process, _ = supervise(["bash", "-c", "trap 'exit 5' TERM; touch ready; while true; do sleep 0.02; done"])
    wait_for(tmp_path / "ready")
    process.terminate()
    process.terminate()
    assert process.wait(30) == 0
    assert ending(tmp_path) == {"exit_code": 5, "asked": True}


def test_it_kills_what_does_not_end(supervise, tmp_path):
    process, _ = supervise(["bash", "-c", "trap '' TERM; touch ready; while true; do sleep 0.02; done"], grace=0.2)
    wait_for(tmp_path / "ready")
    process.terminate()
    assert process.wait(30) == 0
    assert ending(tmp_path) == {"exit_code": -9, "asked": True}


def test_what_wraps_the_process_is_not_asked_but_what_it_wraps_is(supervise, tmp_path):
    inner = "trap 'touch asked; exit 0' TERM; touch ready; while true; do sleep 0.02; done"
    process, _ = supervise(
        [sys.executable, "-c", f"import subprocess; subprocess.run(['bash', '-c', {inner!r}])"], wrapped=True
    )
    wait_for(tmp_path / "ready")
    process.terminate()
    assert process.wait(30) == 0
    assert (tmp_path / "asked").exists()
    assert ending(tmp_path)["exit_code"] == 0


def test_it_forwards_a_port_to_its_second_self(supervise, echo: int):
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    process, _ = supervise([*PROGRAM, "inside", "{control}", str(echo), "--", "sleep", "60"], port=port, cwd=str(ROOT))
    deadline = time.monotonic() + 30
    while True:
        try:
            assert ask(port, b"hello") == b"HELLO"
            break
        except ConnectionError:
            assert time.monotonic() < deadline
    process.terminate()
    assert process.wait(30) == 0


def test_a_taken_port_is_answered(supervise, echo: int):
    process, answer = supervise(["true"], port=echo)
    assert answer["error"] == "Address already in use"
    assert process.wait(30) == 1


def test_inside_passes_the_exit_code_on(control):
    control[1].set_inheritable(True)
    number = control[1].fileno()
    argv = [*PROGRAM, "inside", str(number), "1", "--"]
    assert subprocess.run([*argv, "bash", "-c", "exit 5"], pass_fds=[number], check=False, cwd=ROOT).returncode == 5
    assert (
        subprocess.run([*argv, "bash", "-c", "kill -9 $$"], pass_fds=[number], check=False, cwd=ROOT).returncode == 137
    )

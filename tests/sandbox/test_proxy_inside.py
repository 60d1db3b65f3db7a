"""The first program in a namespace with a proxy; its ordinary work is seen in test_hosts.py."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator

import psutil
import pytest

from journeyman.sandbox import proxy_inside


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGPIPE, signal.SIGXFSZ)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_command_that_does_not_exist_is_told(capsys: pytest.CaptureFixture[str]):
    ours, theirs = socket.socketpair()
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    assert proxy_inside.main(theirs.detach(), port, ["no-such-program"]) == 127
    assert capsys.readouterr().err == "no-such-program: No such file or directory\n"
    with ours:
        _, (descriptor,), _, _ = socket.recv_fds(ours, 1, 1)
    with socket.socket(fileno=descriptor) as listener:
        assert listener.getsockname() == ("127.0.0.1", port)
        assert listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)


def test_the_command_does_not_inherit_what_the_proxy_needs():
    """Both sockets are closed before the command begins."""
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    ours, theirs = socket.socketpair()
    with ours:
        before = psutil.Process().num_fds()
        assert proxy_inside.main(theirs.detach(), port, ["no-such-program"]) == 127
        assert psutil.Process().num_fds() == before - 1  # the end that it was given

"""The filtering proxy itself, on loopback: what passes, what does not, and what is left afterwards."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import psutil
import pytest

from journeyman.sandbox.proxy import CONNECTIONS, FilteringProxy
from journeyman.sandbox.spec import Contact


class Origin:
    """A server that greets, answers in capitals until the client's end, and then says how much it got."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.listener.getsockname()[1]
        self.accepted = 0
        self.broken = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.accepted += 1
            threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        total = 0
        with client:
            try:
                while data := client.recv(65536):
                    total += len(data)
                    if data.startswith(b"flood"):
                        while True:
                            client.sendall(b"x" * 65536)
                    client.sendall(data.upper())
                client.sendall(b"<%d>" % total)
            except OSError:
                self.broken.set()


@pytest.fixture
def origin() -> Iterator[Origin]:
    server = Origin()
    yield server
    server.listener.close()


class Served:
    """A proxy that serves a listening socket of this machine."""

    def __init__(self, proxy: FilteringProxy) -> None:
        self.proxy = proxy
        listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.address = listener.getsockname()
        ours, theirs = socket.socketpair()
        with theirs, listener:
            socket.send_fds(theirs, [b"l"], [listener.fileno()])
        proxy.serve(ours)

    def client(self) -> socket.socket:
        client = socket.create_connection(self.address, timeout=20)
        client.settimeout(20)
        return client

    def tunnel(self, host: str, port: int) -> socket.socket:
        client = self.client()
        client.sendall(f"CONNECT {host}:{port} HTTP/1.1\r\n\r\n".encode())
        assert client.recv(1000).startswith(b"HTTP/1.1 200 ")
        return client

    def ask(self, request: bytes) -> bytes:
        with self.client() as client:
            client.sendall(request)
            return whole(client)


def whole(client: socket.socket) -> bytes:
    parts = []
    while data := client.recv(65536):
        parts.append(data)
    return b"".join(parts)


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    made: list[Served] = []

    def start(*hosts: str, **options: object) -> Served:
        made.append(Served(FilteringProxy(hosts, **options)))
        return made[-1]

    yield start
    for served in made:
        served.proxy.close()


def until(check: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not check():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def test_a_tunnel_passes_bytes_both_ways_and_counts_them(serve, origin: Origin):
    served = serve(f"localhost:{origin.port}")
    with served.tunnel("localhost", origin.port) as client:
        client.sendall(b"hello")
        assert client.recv(100) == b"HELLO"
        contacts = served.proxy.close()  # before the client ends, at which the server says one thing more
    assert contacts == (Contact("localhost", origin.port, True, 5, 5, ""),)


def test_each_side_may_end_before_the_other(serve, origin: Origin):
    with serve("127.0.0.1").tunnel("127.0.0.1", origin.port) as client:
        client.sendall(b"abc")
        client.shutdown(socket.SHUT_WR)
        assert whole(client) == b"ABC<3>"


def test_what_came_with_the_request_is_passed_on(serve, origin: Origin):
    with serve("127.0.0.1").client() as client:
        client.sendall(f"POST http://127.0.0.1:{origin.port}/x HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc".encode())
        client.shutdown(socket.SHUT_WR)
        answer = whole(client)
    expected = f"POST /x HTTP/1.1\r\nHost: 127.0.0.1:{origin.port}\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc"
    assert answer.startswith(expected.upper().encode())


@pytest.mark.parametrize(
    ("request_line", "what"),
    [
        ("CONNECT evil.example:443 HTTP/1.1", "journeyman: host evil.example is not on the list of hosts"),
        ("GET http://evil.example/ HTTP/1.1", "journeyman: host evil.example is not on the list of hosts"),
        ("CONNECT example.com:22 HTTP/1.1", "journeyman: host example.com may not be reached on port 22"),
        ("CONNECT 127.0.0.1:80 HTTP/1.1", "journeyman: host 127.0.0.1 is not on the list"),
        ("CONNECT 2130706433:80 HTTP/1.1", "journeyman: host 2130706433 is not on the list"),
        ("CONNECT a_b%:443 HTTP/1.1", "journeyman: 'a_b%' is not the name of a host"),
    ],
)
def test_what_is_not_listed_is_refused_with_the_reason(serve, request_line: str, what: str):
    answer = serve("example.com").ask(f"{request_line}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 403 Forbidden\r\n")
    assert what in answer.decode()


def test_the_refusal_names_what_is_listed_and_is_recorded(serve):
    served = serve("example.com", "*.example.org")
    assert b"(listed: example.com, *.example.org)" in served.ask(b"CONNECT evil.example:443 HTTP/1.1\r\n\r\n")
    (contact,) = served.proxy.close()
    assert (contact.host, contact.port, contact.allowed, contact.sent) == ("evil.example", 443, False, 0)
    assert "not on the list" in contact.reason


def test_a_refusal_is_heard_in_the_middle_of_a_big_upload(serve):
    with serve().client() as client:
        client.sendall(b"POST http://evil.example/ HTTP/1.1\r\nContent-Length: 500000\r\n\r\n" + b"x" * 500_000)
        assert b"is not on the list" in whole(client)


def test_what_is_no_request_is_told(serve):
    assert serve().ask(b"nonsense\r\n\r\n").startswith(b"HTTP/1.1 400 ")
    assert serve().ask(b"GET ftp://h/ HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 501 ")
    assert serve().ask(b"GET http://h/ HTTP/1.1\r\nA: " + b"x" * 200_000 + b"\r\n\r\n").startswith(b"HTTP/1.1 431 ")


def test_a_server_that_is_not_there_is_told_apart(serve):
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    served = serve("127.0.0.1")
    answer = served.ask(f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 502 ")
    assert b"does not answer" in answer
    (contact,) = served.proxy.close()
    assert contact.allowed
    assert "does not answer" in contact.reason


def test_a_name_that_leads_inside_is_refused(serve, origin: Origin):
    def lead_inside(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1", "::1", "169.254.169.254"]

    served = serve("example.com:*", resolver=lead_inside)
    answer = served.ask(f"CONNECT example.com:{origin.port} HTTP/1.1\r\n\r\n".encode())
    assert b"403" in answer
    assert b"host example.com resolves to a loopback address (127.0.0.1), which is not on the list" in answer
    assert origin.accepted == 0


def test_what_was_judged_is_what_is_connected_to(serve, origin: Origin):
    """A name that means something harmless when it is judged, and this machine a moment later."""
    answers = [["127.0.0.2"], ["127.0.0.1"]]
    asked: list[str] = []

    def rebind(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    with socket.create_server(("127.0.0.2", 0)) as harmless:
        port = harmless.getsockname()[1]
        served = serve(f"example.com:{port}", f"127.0.0.2:{port}", resolver=rebind)
        with served.tunnel("example.com", port):
            accepted, _ = harmless.accept()
            accepted.close()
    assert asked == ["example.com"]


def test_only_the_good_addresses_of_a_name_are_used(serve, origin: Origin):
    served = serve(
        f"example.com:{origin.port}", f"127.0.0.1:{origin.port}", resolver=lambda host, port: ["10.0.0.1", "127.0.0.1"]
    )
    with served.tunnel("example.com", origin.port) as client:
        client.sendall(b"x")
        assert client.recv(10) == b"X"


def test_a_name_that_cannot_be_resolved_is_told(serve):
    def fail(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(-2, "unknown")

    answer = serve("example.com", resolver=fail).ask(b"CONNECT example.com:443 HTTP/1.1\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 502 ")
    assert b"the name example.com cannot be resolved" in answer


def test_a_resolver_that_hangs_does_not_keep_the_proxy_from_ending(serve):
    asked, release = threading.Event(), threading.Event()

    def hang(host: str, port: int) -> Sequence[str]:
        asked.set()
        release.wait(30)
        return []

    served = serve("example.com", resolver=hang)
    with served.client() as client:
        client.sendall(b"CONNECT example.com:443 HTTP/1.1\r\n\r\n")
        assert asked.wait(20)
        served.proxy.close()
        assert client.recv(10) == b""
    release.set()


class TestSocks:
    def test_it_tunnels_to_a_name(self, serve, origin: Origin):
        served = serve(f"localhost:{origin.port}")
        with served.client() as client:
            client.sendall(b"\x05\x01\x00")
            assert client.recv(2) == b"\x05\x00"
            client.sendall(b"\x05\x01\x00\x03\x09localhost" + struct.pack(">H", origin.port))
            assert client.recv(10)[:2] == b"\x05\x00"
            client.sendall(b"socks")
            assert client.recv(10) == b"SOCKS"
        assert served.proxy.close()[0].allowed

    @pytest.mark.parametrize(
        ("request_bytes", "code"),
        [
            (b"\x05\x01\x00\x03\x0cevil.example\x01\xbb", 2),
            (b"\x05\x01\x00\x01\x7f\x00\x00\x01\x00\x50", 2),
            (b"\x05\x01\x00\x04" + b"\0" * 15 + b"\x01\x00\x50", 2),
            (b"\x05\x02\x00\x03\x01a\x00\x50", 7),
            (b"\x05\x01\x00\x09", 8),
        ],
    )
    def test_what_is_not_offered_is_refused(self, serve, request_bytes: bytes, code: int):
        with serve("example.com").client() as client:
            client.sendall(b"\x05\x01\x00" + request_bytes)
            assert client.recv(2) == b"\x05\x00"
            assert client.recv(10)[1] == code

    def test_a_server_that_is_not_there(self, serve):
        with socket.create_server(("127.0.0.1", 0)) as unused:
            port = unused.getsockname()[1]
        with serve("127.0.0.1").client() as client:
            client.sendall(b"\x05\x01\x00\x05\x01\x00\x01\x7f\x00\x00\x01" + struct.pack(">H", port))
            assert whole(client)[2:4] == b"\x05\x04"


class TestLeavingNothing:
    def test_a_client_that_vanishes_ends_its_servers_side(self, serve, origin: Origin):
        client = serve("127.0.0.1").tunnel("127.0.0.1", origin.port)
        client.sendall(b"flood")
        assert client.recv(10)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
        assert origin.broken.wait(20)

    def test_connections_without_traffic_are_ended(self, serve, origin: Origin):
        with serve("127.0.0.1", idle=0.2).tunnel("127.0.0.1", origin.port) as client:
            assert client.recv(10) == b""

    def test_the_end_ends_every_connection(self, serve, origin: Origin):
        served = serve("127.0.0.1")
        with served.tunnel("127.0.0.1", origin.port) as client, served.client() as silent:
            client.sendall(b"x")
            assert client.recv(1) == b"X"
            served.proxy.close()
            for side in (client, silent):
                with contextlib.suppress(ConnectionResetError):
                    assert side.recv(10) == b""
        with pytest.raises(OSError):
            served.client()

    def test_no_descriptor_and_no_thread_after_many_connections(self, serve, origin: Origin):
        serve("127.0.0.1").proxy.close()  # what is imported on the way
        me = psutil.Process()
        before = me.num_fds(), threading.active_count()
        served = serve("127.0.0.1")
        for number in range(100):
            client = served.tunnel("127.0.0.1", origin.port) if number % 2 else served.client()
            if number % 3:
                client.sendall(b"hello")
            client.close()
        served.proxy.close()
        until(lambda: threading.active_count() <= before[1])  # the origin's own threads end by themselves
        until(lambda: me.num_fds() <= before[0])

    def test_more_clients_than_it_serves_at_once_wait_their_turn(self, serve, origin: Origin):
        served = serve("127.0.0.1")
        first = [served.tunnel("127.0.0.1", origin.port) for _ in range(CONNECTIONS)]
        with served.client() as late:
            late.sendall(f"CONNECT 127.0.0.1:{origin.port} HTTP/1.1\r\n\r\n".encode())
            late.settimeout(0.2)
            with pytest.raises(TimeoutError):
                late.recv(1)
            for client in first:
                client.close()
            late.settimeout(20)
            assert late.recv(100).startswith(b"HTTP/1.1 200 ")

    def test_it_ends_when_nobody_hands_it_a_socket(self):
        proxy = FilteringProxy(["example.com"])
        ours, theirs = socket.socketpair()
        proxy.serve(ours)
        theirs.close()
        assert proxy.close() == ()
        assert ours.fileno() == -1

    def test_a_message_without_a_socket_is_not_taken_for_one(self):
        proxy = FilteringProxy(["example.com"])
        ours, theirs = socket.socketpair()
        with theirs:
            proxy.serve(ours)
            theirs.sendall(b"x")
            assert proxy.close() == ()


def test_very_many_hosts_are_counted_as_one(serve):
    served = serve()
    for number in range(510):
        served.ask(f"CONNECT h{number}.example:443 HTTP/1.1\r\n\r\n".encode())
    contacts = served.proxy.close()
    assert len(contacts) == 501
    assert contacts[-1].host == "*"


def test_a_big_transfer_arrives_whole(serve, origin: Origin):
    data = os.urandom(1 << 20).lower() * 4
    with serve("127.0.0.1").tunnel("127.0.0.1", origin.port) as client:
        got = bytearray()

        def read() -> None:
            while piece := client.recv(65536):
                got.extend(piece)

        reader = threading.Thread(target=read)
        reader.start()
        client.sendall(data)
        client.shutdown(socket.SHUT_WR)
        reader.join(60)
    assert bytes(got) == data.upper() + b"<%d>" % len(data)

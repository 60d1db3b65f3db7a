"""Reading the head of a request: where it wants to go, and what the server gets to see."""

from __future__ import annotations

import pytest

from journeyman.sandbox.proxy_http import BadRequest, answer, read_request


def head(*lines: str) -> bytes:
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def test_connect_names_host_and_port():
    request = read_request(head("CONNECT example.com:443 HTTP/1.1", "Host: other.example:1"))
    assert (request.host, request.port, request.tunnel) == ("example.com", 443, True)
    request = read_request(head("CONNECT [2001:db8::1]:8443 HTTP/1.1"))
    assert (request.host, request.port) == ("[2001:db8::1]", 8443)


def test_an_address_becomes_a_path_and_the_host_header_is_its_own():
    request = read_request(
        head(
            "GET http://user:word@Example.com:8080/a/b?c=http://x HTTP/1.1",
            "Host: evil.example",
            "Proxy-Authorization: Basic eA==",
            "Proxy-Connection: keep-alive",
            "Accept: */*",
        )
    )
    assert (request.host, request.port) == ("Example.com", 8080)
    assert request.head == head(
        "GET /a/b?c=http://x HTTP/1.1", "Host: Example.com:8080", "Accept: */*", "Connection: close"
    )


@pytest.mark.parametrize(
    ("target", "path"),
    [("http://h", "/"), ("HTTP://h?q", "/?q"), ("http://h:/x", "/x"), ("http://h:80/", "/"), ("http://h/#f", "/#f")],
)
def test_the_port_is_80_and_the_path_never_empty(target: str, path: str):
    request = read_request(head(f"GET {target} HTTP/1.1"))
    assert (request.host, request.port) == ("h", 80)
    assert request.head.startswith(f"GET {path} HTTP/1.1\r\n".encode())


def test_an_upgrade_stays_one():
    request = read_request(head("GET http://h/ HTTP/1.1", "Upgrade: websocket", "Connection: Upgrade"))
    assert b"Upgrade: websocket\r\nConnection: upgrade\r\n" in request.head


def test_old_clients_are_not_told_about_connections():
    assert b"Connection" not in read_request(head("GET http://h/ HTTP/1.0", "Connection: keep-alive")).head


@pytest.mark.parametrize(
    ("status", "lines"),
    [
        (400, ["nonsense"]),
        (400, ["GET / HTTP/1.1"]),
        (400, ["GET http://h/ HTTP/2"]),
        (400, ["CONNECT example.com HTTP/1.1"]),
        (400, ["CONNECT :443 HTTP/1.1"]),
        (400, ["CONNECT h:99999 HTTP/1.1"]),
        (400, ["CONNECT h:٤٤٣ HTTP/1.1"]),
        (400, ["GET http:///x HTTP/1.1"]),
        (400, ["GET http://h/ HTTP/1.1", "no colon"]),
        (400, ["GET http://h/ HTTP/1.1", "A: b", " folded: c"]),
        (400, ["GET http://h/ HTTP/1.1", "A: b\nHost: other"]),
        (400, ["GET http://h/ HTTP/1.1", "A: b\rHost: other"]),
        (400, ["GET http://h/\nHost:other HTTP/1.1"]),
        (400, ["GET http://h/ HTTP/1.1", "A: \0"]),
        (400, ["CONNECT h:443\n\nGET HTTP/1.1"]),
        (501, ["GET git://h/ HTTP/1.1"]),
        (501, ["GET https://h/ HTTP/1.1"]),
        (501, ["GET ftp://h/ HTTP/1.1"]),
    ],
)
def test_what_no_proxy_can_serve(status: int, lines: list[str]):
    with pytest.raises(BadRequest) as caught:
        read_request("\r\n".join([*lines, "", ""]).encode())
    assert caught.value.status == status


def test_only_a_web_socket_is_an_upgrade():
    lines = ["GET http://h/ HTTP/1.1", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAAA"]
    passed = read_request(head(*lines)).head.lower()
    assert b"h2c" not in passed
    assert b"http2" not in passed
    assert b"connection: close" in passed


@pytest.mark.parametrize("target", ["http://listed@other/", "http://listed:80@other/", "http://listed:x@other:80/"])
def test_what_stands_before_an_at_sign_is_not_the_host(target: str):
    request = read_request(head(f"GET {target} HTTP/1.1", "Host: listed"))
    assert request.host == "other"
    assert b"listed" not in request.head


def test_an_answer_is_a_whole_response():
    text = answer(403, "host x is not on the list")
    first, _, body = text.partition(b"\r\n\r\n")
    assert first.startswith(b"HTTP/1.1 403 Forbidden\r\n")
    assert body == b"journeyman: host x is not on the list\n"
    assert f"Content-Length: {len(body)}".encode() in first

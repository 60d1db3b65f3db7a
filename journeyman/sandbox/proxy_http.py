"""The little HTTP that a forward proxy must understand: where a request wants to go, and what to pass on."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
HEAD_LIMIT = 65536
"""Bytes that the head of a request may have."""
_HOP_BY_HOP = frozenset(
    ("connection", "proxy-connection", "keep-alive", "proxy-authorization", "proxy-authenticate", "te", "host")
)


class BadRequest(Exception):
    """A request that no proxy can serve; ``status`` is the HTTP status to answer with."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Request:
    """Where a request goes. ``head`` is what the server gets (empty for a tunnel)."""

    host: str
    port: int
    head: bytes = b""

    @property
    def tunnel(self) -> bool:
        """True for CONNECT: everything after it is passed on unread."""
        return not self.head


def read_request(head: bytes) -> Request:
    """Return where the request with this head goes. Raises BadRequest."""
    lines = head.decode("latin-1").split("\r\n")
    if any(_CONTROL.search(line) for line in lines):
        # servers differ in what they take for the end of a line, so that a second head could hide in the first one
        raise BadRequest(400, "the head of the request holds control characters")
    words = lines[0].split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        raise BadRequest(400, "this is not an HTTP/1 request")
    method, target, version = words
    if method == "CONNECT":
        host, port = _authority(target, None)
        return Request(host, port)
    scheme, mark, rest = target.partition("://")
    if not mark:
        raise BadRequest(400, "this is a proxy: it takes CONNECT and absolute http:// addresses")
    if scheme.lower() != "http":
        raise BadRequest(501, f"{scheme[:20]}: cannot be forwarded; use CONNECT")
    end = min((rest.find(mark) for mark in "/?#" if mark in rest), default=len(rest))
    authority, path = rest[:end].rpartition("@")[2], rest[end:]
    host, port = _authority(authority, 80)
    path = path if path.startswith("/") else f"/{path}"
    kept = _headers(lines[1:], version)
    text = "\r\n".join([f"{method} {path} {version}", f"Host: {authority}", *kept, "", ""])
    return Request(host, port, text.encode("latin-1"))


def _authority(text: str, default: int | None) -> tuple[str, int]:
    host, mark, port = text.rpartition(":")
    if not mark or text.endswith("]"):
        host, port = text, "" if default is None else str(default)
    elif not port and default is not None:
        port = str(default)
    if not host or not port.isdecimal() or not port.isascii() or not 0 < int(port) < 65536:
        raise BadRequest(400, f"{text[:80]!r} names no host and port")
    return host, int(port)


def _headers(lines: list[str], version: str) -> list[str]:
    """One request a connection: each one is judged, so no second one may follow under the first one's name.

    Of upgrades only a web socket's is passed on: HTTP/2 would carry requests to other names of the same server.
    """
    kept: list[str] = []
    upgrade = False
    for line in lines:
        name, mark, value = line.partition(":")
        if not line:
            continue
        if not mark or name != name.strip() or not name:
            raise BadRequest(400, "a header line is malformed")
        if name.lower() in {"upgrade", "http2-settings"}:
            if name.lower() != "upgrade" or value.strip().lower() != "websocket":
                continue
            upgrade = True
        if name.lower() not in _HOP_BY_HOP:
            kept.append(line)
    return [*kept, f"Connection: {'upgrade' if upgrade else 'close'}"] if version == "HTTP/1.1" else kept


_PHRASES = {400: "Bad Request", 403: "Forbidden", 431: "Request Header Fields Too Large", 501: "Not Implemented"}


def answer(status: int, message: str) -> bytes:
    """Return a whole response with one line of text."""
    body = f"journeyman: {message}\n".encode()
    phrase = _PHRASES.get(status, "Bad Gateway")
    head = (
        f"HTTP/1.1 {status} {phrase}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\nProxy-Connection: close\r\n\r\n"
    )
    return head.encode("ascii") + body

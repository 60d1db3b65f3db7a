"""Ports and answers of servers on this machine."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from journeyman.errors import KindError
from journeyman.values import Json

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_PORT = re.compile(r"\$\{PORT\}|\$PORT\b")
_BODY = 1_000_000


@dataclass(frozen=True, slots=True)
class Address:
    """A loopback HTTP address."""

    port: int
    path: str

    @property
    def url(self) -> str:
        """The address as text."""
        return f"http://127.0.0.1:{self.port}{self.path}"


def address(url: str, port: int | None = None) -> Address:
    """Return the parsed ``url``, with ``${PORT}`` replaced by ``port``.

    Raises KindError unless it is plain HTTP on the loopback interface.
    """
    if port:
        url = _PORT.sub(str(port), url)
    try:
        parts = urlsplit(url)
        number = parts.port or 80
    except ValueError:
        raise KindError(f"{url!r} is not a URL; allowed: http://127.0.0.1:PORT/PATH") from None
    if parts.scheme != "http" or parts.hostname not in LOOPBACK or parts.username is not None:
        raise KindError(f"{url!r} is not allowed; only http://127.0.0.1:PORT/PATH or localhost is")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii() or any(c.isspace() or not c.isprintable() for c in path):
        raise KindError(f"{url!r} has characters that must be percent-encoded")
    return Address(number, path)


def free_port() -> int:
    """Return a TCP port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listening(port: int) -> bool:
    """Tell whether something listens on ``port`` of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def answers(port: int) -> bool:
    """Tell whether a server takes connections on ``port``; a forwarder that finds nobody behind it resets them."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1.0) as probe:
            probe.settimeout(0.3)
            return probe.recv(1, socket.MSG_PEEK) != b""
    except TimeoutError:
        return True  # connected, and waiting for us to speak first
    except OSError:
        return False


def get(where: Address, timeout: float) -> tuple[int, str]:
    """Send one GET and return status and body (at most 1 MB). Raises OSError."""
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", where.port, timeout=timeout)
    try:
        connection.request("GET", where.path, headers={"User-Agent": "journeyman", "Connection": "close"})
        response = connection.getresponse()
        return response.status, response.read(_BODY).decode("utf-8", "replace")
    except http.client.HTTPException as error:
        raise OSError(f"no HTTP answer ({type(error).__name__})") from None
    finally:
        connection.close()


def responds(where: Address) -> bool:
    """Tell whether the server answers with anything but a server error."""
    try:
        return get(where, timeout=2.0)[0] < 500
    except OSError:
        return False


def wait_until(check: Callable[[], bool], alive: Callable[[], bool], seconds: float) -> bool:
    """Return True once ``check`` holds; False when ``alive`` no longer does or the time is over."""
    deadline = time.monotonic() + seconds
    while True:
        if check():
            return True
        if not alive() or time.monotonic() >= deadline:
            return False
        time.sleep(0.05)


def owner_of(port: int, records: list[Mapping[str, Json]]) -> Mapping[str, Json] | None:
    """Return the record of the process of our own that serves ``port``, or None."""
    return next((record for record in records if record.get("port") == port), None)

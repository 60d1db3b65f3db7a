"""Judge where a connection wants to go, resolve its name, and connect to the very address that was judged."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from journeyman.sandbox.proxy_ledger import Ledger, Line
from journeyman.sandbox.proxy_rules import Address, HostList, is_this_machine, literal, normal

CONNECT_SECONDS = 15.0
"""For a name to be resolved, and for each address to answer."""
_REMEMBERED = 60.0

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Resolver = Callable[[str, int], Sequence[str]]
"""Returns the addresses of a name; raises OSError when there are none."""


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Refused(Exception):
    """A connection that was not made. ``allowed``: it failed, though it was not forbidden."""

    def __init__(self, message: str, *, allowed: bool = False) -> None:
        super().__init__(message)
        self.allowed = allowed


class Dialler:
    """Makes the connections that one list of hosts allows, and notes them all in ``ledger``."""

    def __init__(self, hosts: Iterable[str], resolver: Resolver, ledger: Ledger) -> None:
        self._listed = tuple(hosts)
        self._hosts = HostList(self._listed)
        self._resolver = resolver
        self._ledger = ledger
        self._known: dict[str, tuple[float, list[Address]]] = {}

    async def connect(self, host: str, port: int) -> tuple[Line, Stream]:
        """Return the connection, and the line of the ledger to count its bytes in. Raises Refused."""
        try:
            name = normal(host)
        except (ValueError, UnicodeError) as error:
            raise Refused(str(error)) from None
        line = self._ledger.line(name, port)
        try:
            return line, await self._reach(name, port)
        except Refused as error:
            line.allowed = line.allowed and error.allowed
            line.reason = str(error)
            raise

    async def _reach(self, host: str, port: int) -> Stream:
        if why := self._hosts.refusal(host, port):
            listed = ", ".join(self._listed[:20]) or "none"
            raise Refused(f"host {host} {why} (listed: {listed})")
        addresses = await self._addresses(host, port)
        allowed = [address for address in addresses if not self._hosts.address_refusal(host, address, port)]
        if not allowed:
            why = self._hosts.address_refusal(host, addresses[0], port)
            raise Refused(f"host {host} {why}")
        trouble = ""
        for address in allowed:
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    return await asyncio.open_connection(str(address), port)
            except OSError as error:
                trouble = trouble or str(error)
        raise Refused(f"host {host} does not answer on port {port}: {trouble or 'no answer in time'}", allowed=True)

    async def _addresses(self, host: str, port: int) -> list[Address]:
        if address := literal(host):
            return [address]
        if is_this_machine(host):
            return [ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1")]
        now = asyncio.get_running_loop().time()
        when, known = self._known.get(host, (0.0, []))
        if not known or now - when > _REMEMBERED:
            known = await self._resolve(host, port)
            self._known[host] = (now, known)
        return known

    async def _resolve(self, host: str, port: int) -> list[Address]:
        """On a daemon thread: a resolver that hangs must keep neither the proxy nor the program from ending."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Sequence[str]] = loop.create_future()

        def settle(found: Sequence[str]) -> None:
            if not answer.done():
                answer.set_result(found)

        def ask() -> None:
            found: Sequence[str] = ()
            with suppress(OSError, UnicodeError):
                found = self._resolver(host, port)
            with suppress(RuntimeError):  # the proxy has ended meanwhile
                loop.call_soon_threadsafe(settle, found)

        threading.Thread(target=ask, name="resolve", daemon=True).start()
        with suppress(TimeoutError):
            await asyncio.wait_for(answer, CONNECT_SECONDS)
        if not answer.done() or answer.cancelled() or not answer.result():
            raise Refused(f"the name {host} cannot be resolved", allowed=True)
        return [ipaddress.ip_address(text.partition("%")[0]) for text in answer.result()]

"""One client of the proxy, from its first byte to its last: HTTP or SOCKS 5, then bytes both ways."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Callable

from journeyman.sandbox.proxy_dial import Dialler, Refused, Stream
from journeyman.sandbox.proxy_http import BadRequest, Request, answer, read_request
from journeyman.sandbox.proxy_ledger import Line

HEAD_SECONDS = 30.0
"""For a client to say what it wants."""
_CHUNK = 65536
_LINGER = 1.0
_SOCKS = 5

Alive = Callable[[], None]
"""Called whenever bytes have passed."""


async def talk(client: Stream, dialler: Dialler, alive: Alive) -> None:
    """Serve one client. Raises OSError, TimeoutError or IncompleteReadError when it breaks off."""
    async with asyncio.timeout(HEAD_SECONDS):
        first = await client[0].read(1)
    if not first:
        return
    if first[0] == _SOCKS:
        await _socks(client, dialler, alive)
    else:
        await _http(first, client, dialler, alive)


async def _http(first: bytes, client: Stream, dialler: Dialler, alive: Alive) -> None:
    reader, writer = client
    try:
        async with asyncio.timeout(HEAD_SECONDS):
            request = read_request(first + await reader.readuntil(b"\r\n\r\n"))
        line, upstream = await dialler.connect(request.host, request.port)
    except asyncio.LimitOverrunError:
        return await _refuse(client, 431, "the head of the request is too long")
    except BadRequest as error:
        return await _refuse(client, error.status, str(error))
    except Refused as error:
        return await _refuse(client, 502 if error.allowed else 403, str(error))
    if request.tunnel:
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
    else:
        upstream[1].write(request.head)
        line.sent += len(request.head)
    return await relay(client, upstream, line, alive)


async def _refuse(client: Stream, status: int, message: str) -> None:
    """Answer, and take what the client is still sending: closing on unread bytes would take the answer away."""
    reader, writer = client
    writer.write(answer(status, message))
    await writer.drain()
    writer.write_eof()
    try:
        async with asyncio.timeout(_LINGER):
            while await reader.read(_CHUNK):
                pass
    except TimeoutError:
        return


async def _socks(client: Stream, dialler: Dialler, alive: Alive) -> None:
    writer = client[1]
    async with asyncio.timeout(HEAD_SECONDS):
        request = await _socks_request(client)
    if isinstance(request, int):
        writer.write(_socks_answer(request))
        await writer.drain()
        return
    try:
        line, upstream = await dialler.connect(request.host, request.port)
    except Refused as error:
        writer.write(_socks_answer(4 if error.allowed else 2))
        await writer.drain()
        return
    writer.write(_socks_answer(0))
    await relay(client, upstream, line, alive)


async def _socks_request(client: Stream) -> Request | int:
    """Return where the client wants to go, or the code of what is not offered (RFC 1928)."""
    reader, writer = client
    methods = await reader.readexactly((await reader.readexactly(1))[0])
    writer.write(b"\x05\x00" if b"\x00" in methods else b"\x05\xff")
    _, command, _, kind = await reader.readexactly(4)
    if kind == 3:
        host = (await reader.readexactly((await reader.readexactly(1))[0])).decode("latin-1")
    elif kind in {1, 4}:
        host = str(ipaddress.ip_address(await reader.readexactly(4 if kind == 1 else 16)))
    else:
        return 8
    port = int.from_bytes(await reader.readexactly(2))
    return Request(host, port) if command == 1 else 7


def _socks_answer(code: int) -> bytes:
    return bytes((_SOCKS, code, 0, 1, 0, 0, 0, 0, 0, 0))


async def relay(client: Stream, server: Stream, line: Line, alive: Alive) -> None:
    """Pass bytes both ways until both sides have ended; one side may end before the other."""

    def sent(count: int) -> None:
        line.sent += count
        alive()

    def received(count: int) -> None:
        line.received += count
        alive()

    alive()
    tasks = (
        asyncio.ensure_future(_pass_on(client[0], server[1], sent)),
        asyncio.ensure_future(_pass_on(server[0], client[1], received)),
    )
    try:
        await asyncio.gather(*tasks)
        server[1].close()
        await server[1].wait_closed()
    finally:
        for task in tasks:
            task.cancel()
        server[1].transport.abort()


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter, count: Callable[[int], None]) -> None:
    while data := await source.read(_CHUNK):
        target.write(data)
        count(len(data))
        await target.drain()
    target.write_eof()

"""The filtering proxy: the only way out of a network namespace for a command that may reach certain hosts.

One proxy serves one command, on a thread of its own with an event loop of its own. It speaks HTTP (CONNECT, and
forwarding of ``http://`` addresses) and SOCKS 5 on one port. It resolves every name itself and connects to the very
address that it has judged, so that a name cannot change its meaning in between.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterable
from functools import partial

from journeyman.sandbox.proxy_dial import Dialler, Resolver, resolve
from journeyman.sandbox.proxy_http import HEAD_LIMIT
from journeyman.sandbox.proxy_ledger import Ledger
from journeyman.sandbox.proxy_rules import HostList
from journeyman.sandbox.proxy_talk import talk
from journeyman.sandbox.spec import Contact

PORT = 47128
"""Where the proxy listens, inside the command's own network."""
CONNECTIONS = 128
"""At the same time; further ones wait their turn."""
IDLE = 300.0
"""Seconds without a byte in either direction after which a connection is ended."""
_TICK = 5.0


def environment(hosts: Iterable[str]) -> dict[str, str]:
    """Return the variables that lead programs to the proxy for ``hosts``. Raises ValueError as the proxy does."""
    names = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
    # A command's own servers are inside with it; those of this machine that it may reach lie behind the proxy.
    direct = "" if HostList(hosts).names_this_machine else "localhost,127.0.0.1,::1"
    return {
        **dict.fromkeys(names, f"http://127.0.0.1:{PORT}"),
        **dict.fromkeys(("no_proxy", "NO_PROXY"), direct),
        "NODE_USE_ENV_PROXY": "1",
    }


class FilteringProxy:
    """Serves one list of hosts. Raises ValueError for an entry of it that means nothing."""

    def __init__(self, hosts: Iterable[str], *, resolver: Resolver = resolve, idle: float = IDLE) -> None:
        self._ledger = Ledger()
        self._dialler = Dialler(hosts, resolver, self._ledger)
        self._idle = idle
        self._served: dict[asyncio.Task[None], float] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing = asyncio.Event()
        self._thread: threading.Thread | None = None

    def serve(self, control: socket.socket) -> None:
        """Serve the listening socket that arrives over ``control``, which it owns from now on, until :meth:`close`."""
        self._loop = asyncio.SelectorEventLoop()
        self._thread = threading.Thread(target=self._run, args=(self._loop, control), name="proxy", daemon=True)
        self._thread.start()

    def close(self) -> tuple[Contact, ...]:
        """End all connections and the thread. Returns whom the command contacted, in the order of first contact."""
        if self._thread and self._loop:
            with contextlib.suppress(RuntimeError):  # the loop has ended by itself
                self._loop.call_soon_threadsafe(self._closing.set)
            self._thread.join()
            self._thread = None
        return self._ledger.contacts()

    # on the thread

    def _run(self, loop: asyncio.AbstractEventLoop, control: socket.socket) -> None:
        try:
            with control:
                loop.run_until_complete(self._main(control))
        finally:
            loop.close()

    async def _main(self, control: socket.socket) -> None:
        accepting = asyncio.ensure_future(self._accept(control))
        closing = asyncio.ensure_future(self._closing.wait())
        now = asyncio.get_running_loop().time
        while not closing.done():
            await asyncio.wait((closing,), timeout=min(self._idle, _TICK))
            for task, last in list(self._served.items()):
                if now() - last > self._idle:
                    task.cancel()
        tasks = (accepting, *self._served)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # a transport that was aborted closes its socket in the next round

    async def _accept(self, control: socket.socket) -> None:
        listener = await _received(control)
        if listener is None:
            return
        with listener:
            loop, slots = asyncio.get_running_loop(), asyncio.Semaphore(CONNECTIONS)
            while True:
                await slots.acquire()
                try:
                    client, _ = await loop.sock_accept(listener)
                except OSError:
                    slots.release()
                    await asyncio.sleep(0.1)  # no descriptors left, or a client that went away at once
                    continue
                task = loop.create_task(self._serve(client))
                self._served[task] = loop.time()
                task.add_done_callback(partial(self._forget, slots))

    def _forget(self, slots: asyncio.Semaphore, task: asyncio.Task[None]) -> None:
        del self._served[task]
        slots.release()

    async def _serve(self, client: socket.socket) -> None:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task

        def alive() -> None:
            self._served[task] = loop.time()

        reader, writer = await asyncio.open_connection(sock=client, limit=HEAD_LIMIT)
        try:
            # What breaks off is the client's or the server's business; the other side sees its connection end.
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await talk((reader, writer), self._dialler, alive)
                writer.close()
                await writer.wait_closed()
        finally:
            writer.transport.abort()


async def _received(control: socket.socket) -> socket.socket | None:
    """Wait for the listening socket; None when the other side ends without sending one."""
    loop = asyncio.get_running_loop()
    control.setblocking(False)
    ready = asyncio.Event()
    loop.add_reader(control, ready.set)
    try:
        await ready.wait()
        _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    except OSError:
        return None
    finally:
        loop.remove_reader(control)
        control.close()
    if not descriptors:
        return None
    listener = socket.socket(fileno=descriptors[0])
    listener.setblocking(False)
    return listener

"""The supervisor of one background process: a small program of its own that outlives the front end.

Run as ``python -I -S keeper.py`` with a JSON order on standard input; it answers with one JSON line. It starts the
process from its main thread, collects runaway children, writes the exit code to a file, and ends the whole tree on
SIGTERM, or when it uses more memory or processes than it may. It makes one port of a private network namespace
reachable: for every connection it hands one end of a socket pair to its second self (``keeper.py inside FD PORT --
ARGV``), which runs in the namespace and connects to the server there.
Neither side ever holds a socket of the other's network. Only the standard library is used, save for the filtering proxy
of a process that may reach certain hosts, and for the look at what a process with limits uses.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from types import FrameType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeyman.sandbox.egress import Egress
    from journeyman.sandbox.usage import Watch

CHUNK = 65536
_PR_SET_CHILD_SUBREAPER = 36


def pump(source: socket.socket, target: socket.socket) -> None:
    """Copy from ``source`` to ``target`` until the end, then close that direction."""
    with contextlib.suppress(OSError):
        while data := source.recv(CHUNK):
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def join(client: socket.socket, server: socket.socket) -> bool:
    """Connect two sockets until the server's side ends. False when it ended without any answer."""
    there = threading.Thread(target=pump, args=(client, server), daemon=True)
    there.start()
    first = b""
    with contextlib.suppress(OSError):
        first = server.recv(CHUNK)
        client.sendall(first)
    if first:
        pump(server, client)
    with contextlib.suppress(OSError):
        client.shutdown(socket.SHUT_RD)
    there.join()
    return bool(first)


# outside: listens, supervises


def serve(listener: socket.socket, control: socket.socket) -> None:
    """Accept connections for ever and hand each one to the namespace."""
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_hand_over, args=(client, control), daemon=True).start()


def _hand_over(client: socket.socket, control: socket.socket) -> None:
    ours, theirs = socket.socketpair()
    with client, ours:
        with theirs, contextlib.suppress(OSError):
            socket.send_fds(control, [b"c"], [theirs.fileno()])
        if not join(client, ours):
            # Nobody answered inside: reset, so that a client sees a refused connection and not an empty answer.
            with contextlib.suppress(OSError):
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def descendants(root: int) -> list[int]:
    """Return the living process ids below ``root`` (Linux: /proc; elsewhere none)."""
    parents: dict[int, int] = {}
    with contextlib.suppress(OSError):
        for name in os.listdir("/proc"):
            if name.isdigit():
                with contextlib.suppress(OSError, IndexError, ValueError), open(f"/proc/{name}/stat", "rb") as stream:
                    fields = stream.read().rpartition(b")")[2].split()
                    if fields[0] not in {b"Z", b"X"}:
                        parents[int(name)] = int(fields[1])
    found = {root}
    while grown := {pid for pid, parent in parents.items() if parent in found and pid not in found}:
        found |= grown
    return sorted(found - {root})


def _signal(pids: list[int], number: int) -> None:
    for pid in pids:
        with contextlib.suppress(OSError):
            os.kill(pid, number)


class Keeper:
    """Starts the ordered process and stays until its whole tree has ended."""

    def __init__(self, order: dict[str, Any]) -> None:
        self.order = order
        self.process: subprocess.Popen[bytes] | None = None
        self.ending = 0.0
        self.excess = ""
        self.egress: Egress | None = None

    def start(self) -> None:
        """Listen (if ordered) and start the process. Raises OSError."""
        argv, keep = list(self.order["argv"]), []
        listener = control = inner = None
        if self.order["port"]:
            listener = socket.socket()
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", self.order["port"]))
            listener.listen(128)
            control, inner = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            keep = [inner.fileno()]
            argv = [str(inner.fileno()) if word == "{control}" else word for word in argv]
        if self.order.get("hosts") is not None:
            self.egress = _egress(self.order["library"], self.order["hosts"])
            keep.append(self.egress.inner.fileno())
            argv = self.egress.complete(argv)
        log = os.open(self.order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            self.process = subprocess.Popen(
                argv,
                cwd=self.order["cwd"],
                env=self.order["env"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=keep,
                start_new_session=True,
            )
        finally:
            os.close(log)
            if inner:
                inner.close()
        if self.egress:
            self.egress.begin()
        if listener and control:
            threading.Thread(target=serve, args=(listener, control), daemon=True).start()

    def on_term(self, number: int, frame: FrameType | None) -> None:
        """Ask the tree to end, once; :meth:`wait` kills what is left after the grace time."""
        if not self.ending:
            self.ending = time.monotonic() + self.order["grace"]
            self.ask()

    def ask(self) -> None:
        """Send SIGTERM to the tree, if it has started."""
        if not self.process:
            return
        pids = descendants(os.getpid())
        if self.order["wrapped"]:
            # The sandbox's own process kills everything at once when it ends: it goes last.
            pids = [pid for pid in pids if pid != self.process.pid]
        _signal(pids, signal.SIGTERM)

    def wait(self) -> int:
        """Reap until the process has ended, then end what it left behind. Returns its exit code."""
        assert self.process
        watch = _watch(self.order["library"], self.order["limits"]) if self.order.get("limits") else None
        code: int | None = None
        while code is None:
            code = self.process.poll()
            if code is None:
                if watch and not self.excess and (excess := watch.excess(self.process.pid)):
                    self._overstepped(excess)
                if self.ending and time.monotonic() > self.ending:
                    _signal([self.process.pid, *descendants(os.getpid())], signal.SIGKILL)
                _reap(self.process.pid)
                time.sleep(0.1)
        while left := descendants(os.getpid()):
            _signal(left, signal.SIGKILL)
            _reap(0)
            time.sleep(0.01)
        return code

    def _overstepped(self, excess: str) -> None:
        """End the whole tree at once; the log tells why."""
        self.excess = excess
        self.ending = self.ending or time.monotonic()
        with contextlib.suppress(OSError), open(self.order["log"], "a", encoding="utf-8") as log:
            log.write(f"\n[ended: {excess}]\n")
        assert self.process
        _signal([self.process.pid, *descendants(os.getpid())], signal.SIGKILL)


def _egress(library: str, hosts: list[str]) -> Egress:
    """The filtering proxy is the one part of the package that is needed here, and only for processes with hosts."""
    sys.path.insert(0, library)
    from journeyman.sandbox.egress import Egress

    return Egress(hosts)


def _watch(library: str, limits: dict[str, Any]) -> Watch:
    """Needed only for processes with limits; the kernel's own hold for one process at a time."""
    sys.path.insert(0, library)
    from pathlib import Path

    from journeyman.sandbox.spec import Limits
    from journeyman.sandbox.usage import Watch

    folders = map(Path, limits["folders"])
    return Watch(Limits(memory=limits["memory"], processes=limits["processes"]), folders)


def _reap(spared: int) -> None:
    """Collect orphans that became our children, but not ``spared``, whose exit code is still wanted."""
    with contextlib.suppress(ChildProcessError):
        while True:
            ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if ended is None or ended.si_pid == spared:
                return
            os.waitpid(ended.si_pid, os.WNOHANG)


def _become_subreaper() -> None:
    """Have orphans of the tree handed to us; where the system has no such thing they are its own."""
    with contextlib.suppress(ImportError, OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def outside() -> int:
    """Supervise: the order comes on standard input, the answer goes to standard output."""
    keeper = Keeper(json.load(sys.stdin))
    _become_subreaper()
    signal.signal(signal.SIGTERM, keeper.on_term)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        keeper.start()
    except OSError as error:
        print(json.dumps({"error": error.strerror or str(error), "errno": error.errno}), flush=True)  # noqa: T201 - the answer
        return 1
    print(json.dumps({"pid": keeper.process.pid if keeper.process else 0}), flush=True)  # noqa: T201 - the answer
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    if keeper.ending:
        keeper.ask()  # the signal came before there was anybody to ask
    code = keeper.wait()
    note: dict[str, Any] = {"exit_code": code, "asked": bool(keeper.ending) and not keeper.excess}
    if keeper.egress:
        note["contacts"] = [
            [seen.host, seen.port, seen.allowed, seen.sent, seen.received, seen.reason]
            for seen in keeper.egress.close()
        ]
    with contextlib.suppress(OSError), open(self_status(keeper.order["log"]), "w", encoding="ascii") as stream:
        json.dump(note, stream)
    return 0


def self_status(log: str) -> str:
    """Return the path of the file that tells how the process with this log ended."""
    return log + ".exit"


# inside: runs in the namespace


def inside(descriptor: int, port: int, argv: list[str]) -> int:
    """Run ``argv`` and connect every socket that arrives on ``descriptor`` to ``port``. Returns its exit code."""
    signal.signal(signal.SIGTERM, lambda number, frame: None)  # the server gets its own; we stay until it is gone
    control = socket.socket(fileno=descriptor)
    control.set_inheritable(False)
    process = subprocess.Popen(argv)
    threading.Thread(target=_receive, args=(control, port), daemon=True).start()
    while True:
        with contextlib.suppress(InterruptedError):
            code = process.wait()
            return code if code >= 0 else 128 - code


def _receive(control: socket.socket, port: int) -> None:
    while True:
        try:
            data, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        except OSError:
            return
        if not data:
            return
        for descriptor in descriptors:
            threading.Thread(target=_connect, args=(socket.socket(fileno=descriptor), port), daemon=True).start()


def _connect(client: socket.socket, port: int) -> None:
    with client, contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5.0) as server:
        server.settimeout(None)
        join(client, server)


if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        sys.exit(inside(int(sys.argv[2]), int(sys.argv[3]), sys.argv[5:]))
    sys.exit(outside())

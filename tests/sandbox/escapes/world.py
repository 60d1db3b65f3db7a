"""What lies around the sandbox: secrets, canaries, servers, a process. It tells whether anything of it was touched."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import secrets
import select
import shutil
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

_libc = ctypes.CDLL(None, use_errno=True)
_SYSTEM_PLACES = (
    "/etc",
    "/usr/local/bin",
    "/tmp",
    "/var/tmp",
    "/dev/shm",
    "/etc/cron.d",
    "/var/spool/cron",
    "/etc/profile.d",
    "/var/spool/cron/crontabs",
    "/etc/systemd/system",
    "/sys/fs/cgroup",
    "/sys/fs/cgroup/pids",
    "/sys/fs/cgroup/unified",
)


class World:
    """Built below ``base``, which belongs to the user who runs this and is visible to other programs."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.token = f"token-{secrets.token_hex(12)}"
        self.unique = f"journeyman-escape-{secrets.token_hex(6)}"
        self.home, self.work, self.outside = base / "home", base / "work", base / "outside"
        self.store = self.home / ".local/state/journeyman/0123abcd"
        self.tmp_file = Path(f"/tmp/{self.unique}-others")
        self.shm_file = Path(f"/dev/shm/{self.unique}-others")
        self.contacts: list[str] = []
        self._closing: list[Any] = []
        self._make_files()
        self._make_terminal()
        self._make_servers()
        self._make_shared()
        self._start_victim()
        self.before = self._digest()
        self.mounts = self._mounts()

    # building

    def _make_files(self) -> None:
        secret_files = (".ssh/id_ed25519", f".ssh/{self.unique}", ".aws/credentials", ".netrc", ".config/gh/hosts.yml")
        for name in secret_files:
            self._put(self.home / name, self.token)
        self._put(self.home / ".ssh/authorized_keys", "")
        self._put(self.home / ".bashrc", "true")
        (self.home / ".local/bin").mkdir(parents=True)
        self._put(self.store / "store.db", self.token)
        self._put(self.store / "blobs/journal.jsonl", self.token)
        self._put(self.outside / "file", "kept")
        self._put(self.outside / "place/secret", self.token)
        self._put(self.outside / "place/file", "kept")
        (self.outside / "empty").mkdir()
        for path in (self.tmp_file, self.shm_file):
            self._put(path, self.token)
        self._make_work()

    def _make_work(self) -> None:
        for name in ("hooks", "objects/ab", "refs/heads"):
            (self.work / ".git" / name).mkdir(parents=True, exist_ok=True)
        self._put(self.work / ".git/config", "[core]")
        self._put(self.work / ".git/HEAD", "ref: refs/heads/main")
        self._put(self.work / ".git/objects/ab/cdef", "object")
        self._put(self.work / ".git/hooks/sample", "#!/bin/sh")
        self._put(self.work / "configs/policy.yaml", "autonomy: ask-all")
        self._put(self.work / "logs/activity.log", "{}")
        (self.work / "sub").mkdir()

    @staticmethod
    def _put(path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o600)

    def _make_terminal(self) -> None:
        self._master, self._slave = os.openpty()
        os.set_blocking(self._master, False)
        self.terminal = os.ttyname(self._slave)

    def _make_servers(self) -> None:
        folder = self.base / "sockets"
        folder.mkdir()
        self.addresses: dict[str, Any] = {}
        self.runtime = self.base / "runtime"
        (self.runtime / "gnupg").mkdir(parents=True)
        kinds = {
            "tcp": (socket.AF_INET, socket.SOCK_STREAM, ("0.0.0.0", 0)),
            "tcp6": (socket.AF_INET6, socket.SOCK_STREAM, ("::1", 0)),
            "udp": (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            "udp6": (socket.AF_INET6, socket.SOCK_DGRAM, ("::1", 0)),
            "unix": (socket.AF_UNIX, socket.SOCK_STREAM, str(folder / "stream")),
            "docker": (socket.AF_UNIX, socket.SOCK_STREAM, str(folder / "docker.sock")),
            "agent": (socket.AF_UNIX, socket.SOCK_STREAM, str(folder / "agent")),
            "bus": (socket.AF_UNIX, socket.SOCK_STREAM, str(folder / "bus")),
            "seqpacket": (socket.AF_UNIX, socket.SOCK_SEQPACKET, str(folder / "packets")),
            "dgram": (socket.AF_UNIX, socket.SOCK_DGRAM, str(folder / "datagrams")),
            "abstract": (socket.AF_UNIX, socket.SOCK_STREAM, "\0" + self.unique),
            "renamed": (socket.AF_UNIX, socket.SOCK_STREAM, str(folder / "renamed")),
            "service": (socket.AF_UNIX, socket.SOCK_STREAM, self._service()),
            **{
                f"runtime {name}": (socket.AF_UNIX, socket.SOCK_STREAM, str(self.runtime / name))
                for name in ("bus", "wayland-0", "gnupg/S.gpg-agent")
            },
        }
        sockets = {}
        for name, (family, kind, address) in kinds.items():
            server = socket.socket(family, kind)
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):  # a machine without IPv6
                server.bind(address)
            if kind != socket.SOCK_DGRAM:
                server.listen(64)
            server.setblocking(False)
            sockets[server.fileno()] = (name, server)
            where = server.getsockname()
            self.addresses[name] = where[1] if family in (socket.AF_INET, socket.AF_INET6) else where
        self.addresses["abstract"] = self.unique
        os.rename(folder / "renamed", folder / "under_another_name")
        self.addresses["renamed"] = str(folder / "under_another_name")
        spare = socket.create_server(("127.0.0.1", 0))
        self.addresses["listen"] = spare.getsockname()[1]
        spare.close()
        self._sockets = sockets

    def _service(self) -> str:
        """Return where a socket of a system's service may be made: below /run, as far as this user may."""
        return f"{'/run' if os.access('/run', os.W_OK) else '/var/tmp'}/{self.unique}-others"

    def _collect_contacts(self) -> None:
        ready, _, _ = select.select(list(self._sockets), [], [], 0)
        for number in ready:
            name, server = self._sockets[number]
            with contextlib.suppress(BlockingIOError):
                while True:
                    if server.type == socket.SOCK_DGRAM:
                        server.recvfrom(4096)
                    else:
                        server.accept()[0].close()
                    self.contacts.append(name)

    def _make_shared(self) -> None:
        self.ipc_key = secrets.randbelow(1 << 30) + 1000
        self._ids = {
            "shm": _libc.shmget(self.ipc_key, 64, 0o1600),
            "msg": _libc.msgget(self.ipc_key, 0o1600),
            "sem": _libc.semget(self.ipc_key, 1, 0o1600),
        }
        _libc.shmat.restype = ctypes.c_void_p
        self._segment = _libc.shmat(self._ids["shm"], None, 0)
        ctypes.memmove(self._segment, self.token.encode().ljust(64, b"\0"), 64)
        self._queue = _libc.mq_open(("/" + self.unique).encode(), os.O_RDWR | os.O_CREAT | os.O_NONBLOCK, 0o600, None)
        key = ctypes.c_long(248 if os.uname().machine == "x86_64" else 217)
        control = ctypes.c_long(250 if os.uname().machine == "x86_64" else 219)
        _libc.syscall(control, 1, None)  # a session keyring of our own
        text = self.token.encode()
        self._key = _libc.syscall(
            key, b"user", self.unique.encode(), text, ctypes.c_size_t(len(text)), ctypes.c_int(-3)
        )

    def _start_victim(self) -> None:
        source = Path(__file__).with_name("victim.py")
        self._victim = subprocess.Popen(
            [
                sys.executable,
                "-I",
                "-S",
                str(source),
                str(self.outside / "place/secret"),
                str(self.outside / "file"),
                self.token,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=self.outside / "place",
            start_new_session=True,
            env={"SECRET_OF_A_PROCESS": self.token},
        )
        self.victim_places = json.loads(self._ask_victim(""))
        self._healthy = json.loads(self._ask_victim("\n"))

    def _ask_victim(self, line: str) -> str:
        assert self._victim.stdin and self._victim.stdout
        try:
            self._victim.stdin.write(line)
            self._victim.stdin.flush()
            ready, _, _ = select.select([self._victim.stdout], [], [], 2.0)
            return self._victim.stdout.readline() if ready else ""
        except BrokenPipeError:
            return ""

    # using

    def parameters(self) -> dict[str, Any]:
        """What an attempt is told: where things are, never the secret."""
        return {
            "home": str(self.home),
            "work": str(self.work),
            "outside": str(self.outside),
            "store": str(self.store),
            "runtime": str(self.runtime),
            "tmp_file": str(self.tmp_file),
            "shm_name": self.shm_file.name,
            "terminal": self.terminal,
            "victim": self._victim.pid,
            "driver": os.getpid(),
            "ipc_key": self.ipc_key,
            "unique": self.unique,
            "keys": (self.home / ".ssh").stat().st_ino,
            "survivor": f"{self.unique}-survivor",
            **self.victim_places,
            **self.addresses,
        }

    def knock(self, seconds: float) -> None:
        """Try to connect to the port that an attempt may listen on."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.addresses["listen"]), timeout=0.1).close()
                return
            time.sleep(0.01)

    # judging

    def touched(self, output: str, *, everywhere: bool = False) -> list[str]:
        """Tell what an attempt has reached, and put it back. ``everywhere``: look for it in all upper folders."""
        found = [line for line in output.splitlines() if line.startswith("ESCAPED")]
        if self.token in output or self.unique + "\n" in output.replace(self.unique + "-others", ""):
            found += ["a secret was read"] * (self.token in output)
        self._collect_contacts()
        found += [f"contacted: {name}" for name in dict.fromkeys(self.contacts)]
        self.contacts.clear()
        found += self._terminal_touched() + self._shared_touched() + self._victim_touched()
        found += self._leftovers(_upper_folders() if everywhere else _SYSTEM_PLACES) + self._survivors()
        after = self._digest()
        if after != self.before:
            changed = {path for path in {*after, *self.before} if after.get(path) != self.before.get(path)}
            found.append(f"changed: {', '.join(sorted(changed))[:300]}")
            self._rebuild()
        if self._mounts() != self.mounts:
            found.append("the mounts have changed")
        self._clean_work()
        return found

    def _terminal_touched(self) -> list[str]:
        with contextlib.suppress(BlockingIOError):
            os.read(self._master, 4096)
            return ["the terminal was written to"]
        return []

    def _shared_touched(self) -> list[str]:
        found = []
        text = self.token.encode().ljust(64, b"\0")
        if ctypes.string_at(self._segment, 64) != text:
            found.append("shared memory was changed")
            ctypes.memmove(self._segment, text, 64)
        buffer = ctypes.create_string_buffer(8192)
        if _libc.msgrcv(self._ids["msg"], ctypes.byref(buffer), 8000, 0, 0o4000) >= 0:
            found.append("a message was queued")
        if _libc.mq_receive(self._queue, buffer, 8192, None) >= 0:
            found.append("a message was queued")
        control = ctypes.c_long(250 if os.uname().machine == "x86_64" else 219)
        keyring = _libc.syscall(control, 10, ctypes.c_int(-3), b"user", f"{self.unique}-planted".encode(), 0)
        if keyring > 0:
            found.append("a key was planted")
            _libc.syscall(control, 9, keyring, ctypes.c_int(-3))
        return found

    def _victim_touched(self) -> list[str]:
        answer = self._ask_victim("\n")
        if answer and json.loads(answer) == self._healthy:
            return []
        self._victim.kill()
        self._victim.wait()
        self._start_victim()
        return [f"another process was touched: {answer.strip() or 'it has ended or stopped'}"]

    def _leftovers(self, folders: Iterable[str]) -> list[str]:
        found = []
        for folder in folders:
            with contextlib.suppress(OSError):
                for name in os.listdir(folder):
                    path = Path(folder, name)
                    if self.unique in name and not name.endswith("-others"):
                        found.append(f"planted: {path}")
                        path.rmdir() if path.is_dir() else path.unlink()
        return found

    def _survivors(self) -> list[str]:
        wanted = f"{self.unique}-survivor".encode()
        found = []
        for name in os.listdir("/proc"):
            if name.isdigit():
                with contextlib.suppress(OSError):
                    if wanted in Path(f"/proc/{name}/cmdline").read_bytes().split(b"\0"):
                        os.kill(int(name), 9)
                        found.append("a process has outlived the run")
        return found

    def _digest(self) -> dict[str, Any]:
        found: dict[str, Any] = {str(self.base): sorted(os.listdir(self.base))}
        roots = [self.home, self.outside, *(self.work / name for name in (".git", "configs", "logs"))]
        for root in [*roots, self.tmp_file, self.shm_file]:
            self._describe(str(root), found)
        return found

    def _describe(self, path: str, found: dict[str, Any]) -> None:
        try:
            info = os.lstat(path)
        except OSError:
            return
        content: object = None
        if stat.S_ISDIR(info.st_mode):
            names = sorted(os.listdir(path))
            content = names
            for name in names:
                self._describe(f"{path}/{name}", found)
        elif stat.S_ISREG(info.st_mode):
            content = info.st_size if info.st_size > 1 << 20 else Path(path).read_bytes()
        attributes = os.listxattr(path, follow_symlinks=False)
        found[path] = (info.st_mode, info.st_uid, info.st_gid, info.st_mtime_ns, content, attributes)

    def _mounts(self) -> str:
        return Path("/proc/self/mountinfo").read_text()

    def _rebuild(self) -> None:
        for path in (self.home, self.outside, self.work):
            with contextlib.suppress(OSError):
                path.chmod(0o700)
            _remove(path)
        (self.work).mkdir()
        self._make_files()
        self._victim.kill()
        self._victim.wait()
        self._start_victim()
        self.before = self._digest()

    def _clean_work(self) -> None:
        for path in self.work.iterdir():
            if path.name not in {".git", "configs", "logs", "sub"}:
                _remove(path)

    def close(self) -> None:
        """Take everything away again."""
        self._victim.kill()
        self._victim.wait()
        _libc.shmctl(self._ids["shm"], 0, None)
        _libc.msgctl(self._ids["msg"], 0, None)
        _libc.semctl(self._ids["sem"], 0, 0)
        _libc.mq_unlink(("/" + self.unique).encode())
        for _, server in self._sockets.values():
            server.close()
        os.close(self._master)
        os.close(self._slave)
        for path in (self.tmp_file, self.shm_file, Path(self.addresses["service"])):
            path.unlink(missing_ok=True)
        for path in self.base.iterdir():
            _remove(path)


def _upper_folders() -> Iterator[str]:
    for folder, folders, _ in os.walk("/"):
        yield folder
        folders[:] = [] if folder.count("/") >= 3 or folder == "/proc" else folders


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


def in_background(action: Any, *arguments: Any) -> threading.Thread:
    thread = threading.Thread(target=action, args=arguments, daemon=True)
    thread.start()
    return thread

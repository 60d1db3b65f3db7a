"""The warm interpreter inside a sandbox: forks once for each run of Python code, one run at a time.

Executed by ``python [-I | -E -s] -c`` as the first process of a sandbox with process ids of its own (without that it
refuses: after every run it kills *all* processes that it sees). Two sockets lead out: orders and reports pass over
``control``; the request itself goes over ``requests`` to the forked child alone, so that no run can find the code or
the environment of an earlier one in memory.

A run gets what a new interpreter would give it: the same C functions run its code, ``__main__`` is untouched, modules
that only this file needs are not to be seen. What differs: all runs of one server share the seed of string hashes.
The server ends, and is replaced by a new one, when a run has left anything in ``/tmp`` or another private place, and
when mounts or installed packages have changed since it began. It deletes nothing itself.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # importing typing would show in every run
if TYPE_CHECKING:
    from typing import Any

BEFORE = frozenset(sys.modules) - {"__future__"}

import _socket  # noqa: E402 - BEFORE must be first; the low-level modules keep the heavy ones out of every run
import atexit  # noqa: E402 - same
import ctypes  # noqa: E402 - same
import gc  # noqa: E402 - same
import marshal  # noqa: E402 - same
import os  # noqa: E402 - same
import select  # noqa: E402 - same
import time  # noqa: E402 - same
from _weakref import ref as weakref  # noqa: E402 - same

MARKER = b"JOURNEYMAN_RUN"
KILL, TERM = 9, 15
INTERRUPTED = 130
_PR_SET_DUMPABLE = 4
_IGNORE_COOKIE = 0x0800
_PATIENCE = 1.5
_IPC = ("/proc/sysvipc/shm", "/proc/sysvipc/sem", "/proc/sysvipc/msg")


class _CompilerFlags(ctypes.Structure):
    _fields_ = (("flags", ctypes.c_int), ("feature_version", ctypes.c_int))


# what must not change


def mounts() -> bytes:
    """Return the mount table; a mount whose place was removed or replaced outside is gone, or looks different."""
    with open("/proc/self/mountinfo", "rb") as stream:
        return stream.read()


def mount_points(table: bytes) -> set[str]:
    """Return where something is mounted whose source is still there."""
    lines = (line.split(b" ", 5) for line in table.splitlines())
    return {os.fsdecode(_unescaped(fields[4])) for fields in lines if not fields[3].endswith(b"//deleted")}


def private_places(table: bytes) -> list[str]:
    """Return the empty file systems of this sandbox, which live exactly as long as it does."""
    found = []
    for line in table.splitlines():
        left, _, right = line.partition(b" - ")
        fields = left.split(b" ")
        if right.startswith(b"tmpfs ") and fields[3] == b"/" and b"rw" in fields[5].split(b","):
            found.append(os.fsdecode(_unescaped(fields[4])))
    return found


def _unescaped(path: bytes) -> bytes:
    for written, meant in ((b"\\040", b" "), (b"\\011", b"\t"), (b"\\012", b"\n"), (b"\\134", b"\\")):
        path = path.replace(written, meant)
    return path


def content(places: list[str]) -> dict[str, tuple[int, frozenset[str]]]:
    """Return mode and names of every folder in ``places``, without what is mounted there."""
    found: dict[str, tuple[int, frozenset[str]]] = {}
    for place in places:
        pending, device = [place], os.stat(place).st_dev
        while pending:
            folder = pending.pop()
            state = os.lstat(folder)
            if state.st_dev != device:
                continue
            with os.scandir(folder) as entries:
                listed = list(entries)
            found[folder] = (state.st_mode, frozenset(entry.name for entry in listed))
            pending += [entry.path for entry in listed if entry.is_dir(follow_symlinks=False)]
    return found


def unchanged(before: dict[str, tuple[int, frozenset[str]]]) -> bool:
    """Tell whether every folder still has the same names and mode."""
    try:
        return all(
            (os.lstat(folder).st_mode, frozenset(os.listdir(folder))) == state for folder, state in before.items()
        )
    except OSError:
        return False


def start_up_files() -> list[str]:
    """Return what decides how an interpreter starts: the folders of installed packages, and the settings in them."""
    found = [os.path.join(sys.prefix, "pyvenv.cfg")]
    for folder in sys.path:
        if os.path.basename(folder) in {"site-packages", "dist-packages"} and os.path.isdir(folder):
            found.append(folder)
            found += [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".pth")]
    return found


def changed_at(paths: list[str]) -> list[int]:
    """Return when each of ``paths`` last changed (nanoseconds; -1 for one that is not there)."""
    found = []
    for path in paths:
        try:
            found.append(os.stat(path).st_mtime_ns)
        except OSError:
            found.append(-1)
    return found


def segments() -> int:
    """Return how many lines the tables of System V shared memory, semaphores and queues have."""
    count = 0
    for name in _IPC:
        try:
            with open(name, "rb") as stream:
                count += stream.read().count(b"\n")
        except OSError:
            continue  # a kernel without them
    return count


# one run, in the forked child


def receive(requests: _socket.socket) -> tuple[dict[str, Any], int]:
    """Return the request and the descriptor for its output. Raises OSError or EOFError."""
    data, extra, _, _ = requests.recvmsg(8, _socket.CMSG_SPACE(4))
    output = int.from_bytes(extra[0][2][:4], sys.byteorder)
    size, parts = int(data, 16), []
    while size:
        piece = requests.recv(min(size, 1 << 20))
        if not piece:
            raise EOFError
        parts.append(piece)
        size -= len(piece)
    return marshal.loads(b"".join(parts)), output  # noqa: S302 - it comes from the front end, over a private socket


def prepare(request: dict[str, Any], output: int, extra: dict[str, str], mark: int, group: int) -> None:
    """Become the process that was asked for: folder, environment, limits, output, process group."""
    import resource  # not on every system; the server has loaded it

    if "script" in request and not os.path.isfile(request["script"]):
        raise FileNotFoundError
    os.chdir(request["cwd"])
    ctypes.memmove(mark, request["mark"], len(request["mark"]))
    os.environ.clear()
    os.environ.update({**request["env"], **extra, "PWD": request["cwd"]})
    time.tzset()
    for name, value in request["limits"]:
        resource.setrlimit(getattr(resource, name), (value, value))
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.setpgid(0, group)


def forget() -> None:
    """Hide what only this file needed, so that an import finds what a new interpreter would find."""
    for name in list(sys.modules):
        if name not in BEFORE:
            del sys.modules[name]


def execute(request: dict[str, Any]) -> int:
    """Run the code as a new interpreter would. Returns its exit code, unless the interpreter ends before that."""
    flags = _CompilerFlags(_IGNORE_COOKIE, sys.version_info.minor)
    api, libc = ctypes.pythonapi, ctypes.CDLL(None)
    renew_main()
    show_source(request.get("code", ""))
    sys.orig_argv = request["argv"]
    if "code" in request:
        sys.argv = ["-c", *request["args"]]
        forget()
        return -int(api.PyRun_SimpleStringFlags(request["code"].encode(), ctypes.byref(flags)))
    script = os.fsencode(request["script"])
    libc.fopen.restype = ctypes.c_void_p
    stream = ctypes.c_void_p(libc.fopen(script, b"rb"))
    flags.flags = 0
    sys.argv = [request["script"], *request["args"]]
    if not getattr(sys.flags, "safe_path", sys.flags.isolated):  # the former came with Python 3.11
        sys.path[0] = os.path.dirname(os.path.realpath(request["script"]))
    forget()
    return -int(api.PyRun_AnyFileExFlags(stream, script, 1, ctypes.byref(flags)))


def show_source(code: str) -> None:
    """From Python 3.13 on, tracebacks show the code of ``-c``: the run's own, not that which started this file."""
    sources = sys.modules.get("linecache")
    if sources is not None and hasattr(sources, "_register_code"):
        sources._register_code("<string>", code, "<string>")


def renew_main() -> None:
    """Make a new ``__main__``: a frame of ours holds the old one, so that it would outlive the run's end."""
    old = sys.modules["__main__"].__dict__
    new = type(sys)("__main__")
    new.__dict__.update({name: value for name, value in old.items() if name != "__warningregistry__"})
    sys.modules["__main__"] = new


def leave(code: int) -> int:
    """End as an interpreter does; when only the standard library was used, without taking that apart piece by piece.

    Taking the interpreter itself apart would copy all the memory that is shared with the parent, for nothing. Returns
    the exit code for the interpreter's own ending otherwise, and when output cannot be written, which that one tells.
    """
    loaded = [name for name in sys.modules if name not in BEFORE]
    if getattr(sys, "last_type", None) is KeyboardInterrupt:
        return INTERRUPTED  # without an exit of our own the interpreter sees that, and ends by the signal
    if not all(name.partition(".")[0] in sys.stdlib_module_names for name in loaded):
        return code
    try:
        if "threading" in sys.modules:
            sys.modules["threading"]._shutdown()
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        release([*loaded, "__main__"])
        sys.stdout.flush()
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):
        return code
    ctypes.PyDLL(None).exit(code)  # with the lock held, so that no daemon thread goes on
    return code


def release(names: list[str]) -> None:
    """Let go of modules as the interpreter does: all at once, and then of what those hold that are still alive."""
    for name in ("last_type", "last_value", "last_traceback", "last_exc"):
        setattr(sys, name, None)
    references = []
    for name in names:
        module = sys.modules.pop(name, None)
        if isinstance(module, type(sys)):
            references.append(weakref(module))
        del module
    gc.collect()
    for reference in reversed(references):
        module = reference()
        if module is not None:
            clear(module.__dict__)
    gc.collect()


def clear(names: dict[str, Any]) -> None:
    """Empty the names of a module, the private ones first."""
    for private in (True, False):
        for name in list(names):
            if name != "__builtins__" and name.startswith("_") == private:
                names[name] = None


# the server


class Server:
    """Keeps one forked child waiting for a request, supervises it, reports how it ended."""

    def __init__(self, control: _socket.socket, requests: _socket.socket, own: frozenset[str], idle: float) -> None:
        import resource  # noqa: F401 - once, before any fork

        self.control = control
        self.requests = requests
        self.idle = idle
        self.libc = ctypes.CDLL(None)
        self.libc.getenv.restype = ctypes.c_void_p
        self.mark = self.libc.getenv(MARKER)
        self.table = mounts()
        self.before = content(private_places(self.table))
        self.watched = start_up_files()
        self.installed = changed_at(self.watched)
        self.segments = segments()
        self.group = os.getpgrp()
        self.extra = {name: value for name, value in os.environ.items() if name not in own}

    def serve(self) -> int:
        """Serve until nobody wants anything for a while. Returns an exit code; also the forked child's own."""
        os.setpgid(0, 0)  # signals that a run sends to its own group are not for the server
        gc.collect()
        gc.freeze()
        # Runs have our user id: they must not trace this process, or read its memory and descriptors.
        self.libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        report, server = b"ready", os.getpid()
        while True:
            self.control.send(report)
            pid = os.fork()
            if not pid:
                return self.child(server)
            status = self.watch(pid)
            if status is None:
                return 0
            clean = sweep() and self.is_clean()
            report = b"exit %d %d" % (status, clean)
            if not clean:
                self.control.send(report)
                return 0

    def is_clean(self) -> bool:
        """Tell whether the run left nothing in the private places."""
        return unchanged(self.before) and segments() == self.segments

    def is_current(self) -> bool:
        """Tell whether a new sandbox and a new interpreter would still be like this one."""
        return mounts() == self.table and changed_at(self.watched) == self.installed

    def watch(self, pid: int) -> int | None:
        """Wait for the child and pass on orders meanwhile. Returns its wait status; None when it is time to end."""
        ended = os.pidfd_open(pid)
        patience: float | None = self.idle
        try:
            while True:
                ready = select.select([ended, self.control.fileno()], [], [], patience)[0]
                order = self.control.recv(16) if self.control.fileno() in ready else b""
                if order == b"run":
                    patience = None
                elif order and patience is None:  # else it is late, and was meant for the run before
                    kill_all(TERM if order == b"term" else KILL)
                elif order:
                    continue
                elif ended in ready:
                    return os.waitpid(pid, 0)[1]
                else:
                    return None
        finally:
            os.close(ended)

    def warm_up(self) -> None:
        """Use what a run will use, while nobody waits: the first use of memory after a fork copies it."""
        self.is_current()
        os.environ.clear()

    def child(self, server: int) -> int:
        """Wait for a request and carry it out. Returns its exit code."""
        try:
            self.warm_up()
            request, output = receive(self.requests)
            if not self.is_current():
                os._exit(1)
            prepare(request, output, self.extra, self.mark, self.group)
            self.libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)
            if os.getppid() != server:
                os._exit(1)  # it has died, and everything in here is about to
            self.control.send(b"begin")
        except (OSError, EOFError, ValueError, LookupError):
            os._exit(1)  # before it begins: the front end starts it in the ordinary way, which tells what is wrong
        self.control.close()
        self.requests.close()
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        return leave(execute(request))


def kill_all(number: int) -> bool:
    """Send a signal to all processes but this one and the sandbox's first. False when there is none."""
    try:
        os.kill(-1, number)
    except ProcessLookupError:
        return False
    return True


def sweep() -> bool:
    """Kill whatever a run left behind; True when nobody is left."""
    deadline = time.monotonic() + _PATIENCE
    while kill_all(KILL):
        if time.monotonic() > deadline:
            return False
        os.sched_yield()
    return True


def main(words: list[str]) -> int:
    """Serve. Returns an exit code.

    ``words`` are the two descriptors, the process namespace outside, seconds without work, the names of the variables
    that are ours and not the sandbox's, ``--``, and all places that something must be mounted at: one that was replaced
    while the sandbox started would not be guarded.
    """
    control, requests, outside, idle, *rest = words
    own, wanted = rest[: rest.index("--")], rest[rest.index("--") + 1 :]
    if os.readlink("/proc/self/ns/pid") == outside or os.getppid() != 1:
        return 3
    server = Server(
        _socket.socket(fileno=int(control)), _socket.socket(fileno=int(requests)), frozenset(own), float(idle)
    )
    if not mount_points(server.table).issuperset(wanted):
        return 4
    return server.serve()


if "SERVING" in globals():  # executed as text, see forkserver_request
    ending = main(sys.argv[2:])
    if ending != INTERRUPTED:
        sys.exit(ending)

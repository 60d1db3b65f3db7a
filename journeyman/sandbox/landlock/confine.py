"""The launcher of the Landlock variant: confine a command, serve what the filter asks about, clean up.

Two processes: the first stays outside as the *broker*; its child gives up what it must not have and becomes the
command.
Runs by :mod:`journeyman.sandbox.landlock.launcher`: only quick imports.
"""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found] # the public module takes 4 ms to load, a third of our start
import binascii
import marshal
import os
import sys

from journeyman.sandbox.landlock import kernel
from journeyman.sandbox.landlock.broker import Broker
from journeyman.sandbox.landlock.cleanup import end_descendants, make_temp, remove_tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from journeyman.sandbox.landlock.order import Order

_READ = kernel.READ_FILE | kernel.READ_DIR | kernel.EXECUTE
_ALL = (1 << 16) - 1
_EVERYWHERE = -1


def main(words: list[str]) -> NoReturn:
    """Run the command after ``--`` confined as the order before it says, and end as it ends."""
    split = words.index("--")
    order: Order = marshal.loads(binascii.a2b_base64("".join(words[:split])))  # noqa: S302 - written by our own parent
    try:
        code = _run(order, words[split + 1 :])
    except OSError as error:
        sys.exit(f"landlock: {error.strerror}")
    if code < 0:
        with kernel.suppress(OSError):  # SIGKILL has no other way than its own
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    sys.exit(code)


def _run(order: Order, argv: list[str]) -> int:
    import resource

    kernel.end_with_parent(signal.SIGHUP)
    kernel.give_up_privileges()
    kernel.adopt_orphans()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit(resource.RLIMIT_FSIZE, order["limits"].get("file_size"))
    temp = make_temp(order["temp"])
    try:
        return _fork(order, argv, temp)
    finally:
        end_descendants()
        remove_tree(temp)


def _fork(order: Order, argv: list[str], temp: bytes) -> int:
    report, said = os.pipe()
    allowed, allow = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(report)
        os.close(allow)
        _become(order, argv, temp, said, allowed)
    os.close(said)
    os.close(allowed)
    said_first = os.read(report, 100)
    if not said_first.isdigit():
        os.waitpid(child, 0)
        sys.exit(f"landlock: {said_first.decode(errors='replace') or 'it ended before it was confined'}")
    handle = os.pidfd_open(child)
    listener = kernel.call("pidfd_getfd", handle, int(said_first), 0)
    os.write(allow, b"go")
    if trouble := os.read(report, 1000):
        os.waitpid(child, 0)
        sys.exit(f"landlock: {trouble.decode(errors='replace')}")
    os.close(report)
    os.close(allow)
    _leave_streams(order)
    broker = Broker(order, temp, listener, child, handle)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)  # whoever asks the tree to end asks the command itself as well
    signal.signal(signal.SIGHUP, lambda number, frame: broker.stop())
    try:
        return broker.serve()
    finally:
        os.close(listener)
        broker.forget()


def _leave_streams(order: Order) -> None:
    """Keep none of the command's own descriptors, so that their other ends see when it has closed them."""
    null = os.open(os.devnull, os.O_RDWR)
    for number in map(int, os.listdir("/proc/self/fd")):
        with kernel.suppress(OSError):
            if number <= 2:
                os.dup2(null, number)
            elif os.get_inheritable(number):
                os.close(number)


def _become(order: Order, argv: list[str], temp: bytes, said: int, allowed: int) -> NoReturn:
    """Confine this process and turn it into the command."""
    try:
        _confine(order, temp)
        listener = kernel.install_filter(order["filter"])
        os.write(said, str(listener).encode())
        if not os.read(allowed, 2):
            os._exit(1)
        ours = {name: value.replace(b"{temp}", temp) for name, value in order["setenv"].items()}
        environment = {**os.environb, **ours}
        for name in (b"TMPDIR", b"TEMP", b"TMP"):
            environment[name] = temp
        for number in (signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)  # Python ignores them, and the command would inherit that
        _execute(argv, environment)
    except OSError as error:
        os.write(said, f"{argv[0]}: {error.strerror}".encode())
    finally:
        os._exit(1)


def _execute(argv: list[str], environment: dict[bytes, bytes]) -> NoReturn:
    """Become the program ``argv``; the search of ``os`` loads modules, and from here on that would ask the broker."""
    name = os.fsencode(argv[0])
    folders = [b""] if b"/" in name else environment.get(b"PATH", os.fsencode(os.defpath)).split(b":")
    missing: OSError = FileNotFoundError(2, "No such file or directory")
    for folder in folders:
        try:
            os.execve(folder + b"/" + name if folder else name, argv, environment)  # noqa: S606 - it was started for this
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            missing = error
    raise missing


def _confine(order: Order, temp: bytes) -> None:
    import resource

    kernel.end_with_parent(signal.SIGKILL)
    limits = order["limits"]
    _limit(resource.RLIMIT_CPU, limits.get("cpu"))
    _limit(resource.RLIMIT_DATA, limits.get("memory"))
    rules = kernel.Ruleset(min(kernel.landlock_version(), order["version"]), network=order["network"])
    for path in order["read"]:
        rules.allow(path, _READ)
    for path in (*order["write"], temp):
        rules.allow(path, _ALL)
    for path in order["devices"]:
        rules.allow(path, kernel.READ_FILE | kernel.WRITE_FILE | kernel.TRUNCATE)
    for port in order["ports"]:
        rules.allow_tcp(port)
    rules.enforce()


def _limit(which: int, value: int | None) -> None:
    if value is None:
        return
    import resource

    hard = resource.getrlimit(which)[1]
    if hard != _EVERYWHERE:
        value = min(value, hard)
    resource.setrlimit(which, (value, value))

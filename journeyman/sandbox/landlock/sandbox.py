"""Confinement by Landlock, a system-call filter and a broker, where bubblewrap may not make namespaces."""

from __future__ import annotations

import binascii
import functools
import marshal
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from journeyman.sandbox import seccomp
from journeyman.sandbox.environment import check_environment
from journeyman.sandbox.landlock import launcher
from journeyman.sandbox.landlock.order import Order
from journeyman.sandbox.landlock.rules import readable
from journeyman.sandbox.places import (
    EMPTIED,
    cache_variables,
    hidden_places,
    lent_cache,
    needed_places,
    writable_places,
)
from journeyman.sandbox.spec import Capability, ProcessSpec
from journeyman.sandbox.syscalls import MACHINES

NEWEST = 7
"""Landlock's newest interface that the launcher knows; an older kernel's holds less, and the capability says so."""
_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
_WORD = 100_000
_SELF_TEST = """
import os, sys, _socket
folder, parent = sys.argv[1], int(sys.argv[2])
def fails(action, *arguments):
    try:
        action(*arguments)
    except OSError:
        return True
    return False
def write(path):
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
outside, inside = folder + "/outside", folder + "/inside"
files = (fails(write, outside + "/new"), fails(write, outside + "/kept"), fails(os.chmod, outside + "/kept", 0o777),
    fails(os.truncate, outside + "/kept", 0), fails(os.open, outside + "/hidden", os.O_RDONLY),
    fails(write, inside + "/kept"), fails(os.unlink, inside + "/kept"), not fails(write, inside + "/new"))
print("fs" * all(files), "tcp" * fails(_socket.socket, 2, 1), "udp" * fails(_socket.socket, 2, 2),
    "signals" * fails(os.kill, parent, 0))
"""


class LandlockSandbox:
    """Runs processes under the launcher. The capability is measured once, by running it.

    ``version`` is the newest interface of Landlock to use; ``python`` and ``options`` start the launcher.
    """

    def __init__(self, version: int = NEWEST, python: str | None = None, options: Iterable[str] = ("-I", "-S")) -> None:
        self.version = version
        self._start = (python or sys.executable, *options, os.path.realpath(launcher.__file__))

    @functools.cached_property
    def capability(self) -> Capability:
        """What really held when a self-test ran inside; all False, with the reason, when it does not start."""
        machine = os.uname().machine
        if machine not in MACHINES:
            return Capability("landlock", detail=f"Landlock is not used on {machine}: its system calls are not known")
        import tempfile

        from journeyman.sandbox.spawner import capture

        with tempfile.TemporaryDirectory(prefix="journeyman-probe-") as made:
            folder = Path(os.path.realpath(made))
            try:
                argv = [*self.command(_self_test(folder, self._start[0]))]
                code, output = capture(argv, {"PATH": os.defpath}, timeout=10.0)
            except OSError as error:
                return Capability("landlock", detail=f"the launcher does not start: {error.strerror}")
        if code != 0:
            return Capability("landlock", detail=_why(output))
        held = set(output.split())
        return Capability(
            "landlock",
            fs="fs" in held,
            tcp="tcp" in held,
            udp="udp" in held,
            signals="signals" in held,
            hosts="tcp" in held and "udp" in held,
            detail="Landlock and a system-call filter",
        )

    def command(self, spec: ProcessSpec) -> list[str]:
        """Return the launcher's argv for ``spec``. Raises SandboxError when it cannot be confined."""
        check_environment(spec.env)
        text = binascii.b2a_base64(marshal.dumps(dict(self._order(spec)), 4), newline=False).decode()
        words = [text[start : start + _WORD] for start in range(0, len(text), _WORD)]
        return [*self._start, *words, "--", *spec.argv]

    def _order(self, spec: ProcessSpec) -> Order:
        writable = writable_places(spec)
        protected = _resolved(spec.read_only)
        shown = _resolved(spec.shown)
        hidden = [path for path in _resolved([*hidden_places(), *spec.hidden]) if path not in shown]
        cache, variables = _cache(spec)
        within = [path for path in hidden if any(_below(path, each) and path != each for each in writable)]
        served = [path for path in writable if any(_touch(path, each) for each in (*protected, *within))]
        lent = [cache] if cache else []
        allowed, listed = readable(
            [*hidden, *EMPTIED, "/dev"],
            [*writable, *lent, *shown, *protected, *map(str, needed_places()), self._start[-1]],
        )
        network, ports = _network(spec)
        limits = spec.limits
        return {
            "read": _encoded(allowed),
            "write": _encoded([*(path for path in writable if path not in served), *lent]),
            "served": _encoded(served),
            "protected": _encoded(protected),
            "hidden": _encoded(within),
            "listed": _encoded([*listed, "/dev"]),
            "devices": _encoded([f"/dev/{name}" for name in _DEVICES]),
            "setenv": {os.fsencode(name): os.fsencode(value) for name, value in variables.items()},
            "temp": os.fsencode(os.path.realpath("/tmp")),  # noqa: S108 - a folder of its own is made in it
            "network": network,
            "ports": ports,
            "limits": {
                "cpu": limits.cpu,
                "memory": limits.memory,
                "file_size": limits.file_size,
                "processes": limits.processes,
            },
            "filter": seccomp.for_broker(
                os.uname().machine,
                network=network,
                ports=bool(ports),
                reads=bool(within),
                threads=limits.processes is not None,
            ),
            "version": self.version,
        }


def _network(spec: ProcessSpec) -> tuple[bool, list[int]]:
    """Return whether any host may be reached, and the ports of this machine that may be used otherwise."""
    if spec.network and spec.hosts is None:
        return True, []
    ports = [] if spec.forward_port is None else [spec.forward_port]
    if spec.network:
        from journeyman.sandbox.proxy import PORT

        ports.append(PORT)
    return False, ports


def _cache(spec: ProcessSpec) -> tuple[str | None, dict[str, str]]:
    """Package caches: ours for runs with the whole network, a vanishing one for all others."""
    folder = lent_cache(spec)
    if folder is None:
        return None, cache_variables(Path("{temp}/.cache"))
    return str(folder), cache_variables(folder)


def _resolved(paths: Iterable[Path]) -> list[str]:
    return sorted({os.path.realpath(path) for path in paths if os.path.exists(path)})


def _below(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith(outer.rstrip("/") + "/")


def _touch(one: str, other: str) -> bool:
    return _below(one, other) or _below(other, one)


def _encoded(paths: Iterable[str]) -> list[bytes]:
    return [os.fsencode(path) for path in paths]


def _self_test(folder: Path, python: str) -> ProcessSpec:
    for name in ("inside", "outside"):
        (folder / name).mkdir()
        (folder / name / "kept").write_text("kept")
    (folder / "outside" / "hidden").write_text("hidden")
    return ProcessSpec(
        (python, "-I", "-S", "-c", _SELF_TEST, str(folder), str(os.getpid())),
        folder,
        {"PATH": os.defpath},
        writable=(folder / "inside",),
        read_only=(folder / "inside" / "kept", folder / "outside"),
        hidden=(folder / "outside" / "hidden",),
    )


def _why(output: str) -> str:
    line = next((line for line in output.splitlines() if line.strip()), "no message")
    hint = ""
    if "landlock_create_ruleset" in line:
        hint = "; this kernel has no Landlock, or a container's filter forbids it"
    return f"Landlock does not work here: {line.removeprefix('landlock: ').strip()[:200]}{hint}"

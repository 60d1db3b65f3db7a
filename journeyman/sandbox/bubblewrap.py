"""Confinement by bubblewrap: namespaces of its own for files, network, processes and users."""

from __future__ import annotations

import functools
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from journeyman.errors import SandboxError
from journeyman.sandbox.limits import limited
from journeyman.sandbox.places import cache_folder, cache_variables, hidden_places
from journeyman.sandbox.spec import Capability, ProcessSpec

_FLAGS = (
    "--unshare-all",
    "--unshare-user",
    "--disable-userns",
    "--cap-drop",
    "ALL",
    "--new-session",
    "--die-with-parent",
)
_EMPTIED = ("/tmp", "/var/tmp", "/run", "/dev/shm")  # noqa: S108 - these are covered by empty file systems
_SELF_TEST = """
awk '$5 == "/" { held = $6 ~ /^ro(,|$)/ } END { exit !held }' /proc/self/mountinfo && echo fs
test "$(readlink /proc/self/ns/net)" != "$1" && test "$(grep -c : /proc/net/dev)" -le 1 && echo net
test "$(readlink /proc/self/ns/pid)" != "$2" && echo pids
true
"""


class BubblewrapSandbox:
    """Runs processes under ``bwrap``. The capability is measured once, by running it."""

    def __init__(self, program: str | None = None) -> None:
        self.program = program or shutil.which("bwrap") or ""

    @functools.cached_property
    def capability(self) -> Capability:
        """What really held when a self-test ran inside; all False, with the reason, when it does not start."""
        if not self.program:
            return Capability("bubblewrap", detail="bubblewrap is not installed; install it: apt install bubblewrap")
        from journeyman.sandbox.spawner import capture

        try:
            outside = [os.readlink(f"/proc/self/ns/{name}") for name in ("net", "pid")]
            spec = ProcessSpec(("sh", "-c", _SELF_TEST, "probe", *outside), Path("/"), _PROBE_ENV)
            code, output = capture(self.command(spec), dict(_PROBE_ENV), timeout=10.0)
        except OSError as error:
            return Capability("bubblewrap", detail=f"{self.program} does not start: {error.strerror}")
        held = set(output.split())
        if code != 0:
            return Capability("bubblewrap", detail=_why(output))
        return Capability(
            "bubblewrap",
            fs="fs" in held,
            tcp="net" in held,
            udp="net" in held,
            signals="pids" in held,
            pids="pids" in held,
            detail=self.program,
        )

    def command(self, spec: ProcessSpec) -> list[str]:
        """Return the ``bwrap`` argv for ``spec``. Raises SandboxError when it cannot be confined."""
        if not self.program:
            raise SandboxError("bubblewrap is not installed; install it: apt install bubblewrap")
        argv = [self.program, *_FLAGS]
        if spec.network:
            argv.append("--share-net")
        return [*argv, *_mounts(spec), "--chdir", str(spec.cwd), "--", *limited(spec.argv, spec.limits)]


_PROBE_ENV = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"}


def _why(output: str) -> str:
    line = next((line for line in output.splitlines() if line.strip()), "no message")
    hint = ""
    if "namespace" in line or "uid map" in line or "not permitted" in line.lower():
        hint = "; user namespaces are probably switched off here (container, sysctl or AppArmor)"
    return f"bubblewrap does not work here: {line.strip()[:200]}{hint}"


def _mounts(spec: ProcessSpec) -> list[str]:
    """Return the mount options, in the order in which they must happen: later ones cover earlier ones."""
    writable = [_checked(path) for path in spec.writable]
    hidden = _existing({*hidden_places(), *spec.hidden} - set(spec.shown))
    read_only = _existing(set(spec.read_only))
    seen = [path for path in read_only if not any(path.is_relative_to(place) for place in writable)]
    enclosing = [path for path in hidden if any(_encloses(path, place) for place in (*writable, *seen))]
    options = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    for folder in _EMPTIED:
        if os.path.isdir(folder) and not os.path.islink(folder):
            options += ["--tmpfs", folder]
    options += _cover(enclosing, [])
    options += _restored()
    options += _cache(spec, writable)
    for path in writable:
        options += ["--bind", str(path), str(path)]
    for path in seen:
        options += ["--ro-bind", str(path), str(path)]
    options += _cover([path for path in hidden if path not in enclosing], [*writable, *seen])
    for path in read_only:
        if path not in seen:
            options += ["--ro-bind", str(path), str(path)]
    return options


def _checked(path: Path) -> Path:
    if not path.is_absolute() or not os.path.isdir(path):
        raise SandboxError(f"{path} cannot be made writable: it is not an existing absolute folder")
    return path


def _existing(paths: Iterable[Path]) -> list[Path]:
    """Outermost first, so that a cover inside a cover is not lost; resolved, since a mount follows no link."""
    return sorted({Path(os.path.realpath(path)) for path in paths if os.path.exists(path)})


def _encloses(outer: Path, inner: Path) -> bool:
    return inner != outer and inner.is_relative_to(outer)


def _cover(paths: Sequence[Path], shown: Sequence[Path]) -> list[str]:
    """Hide folders behind empty ones and files behind the null device; ``shown`` are places bound over emptied ones."""
    options: list[str] = []
    covered: list[Path] = []
    for path in paths:
        visible = any(path.is_relative_to(place) for place in shown)
        gone = [*covered, *(() if visible else map(Path, _EMPTIED))]
        if any(path.is_relative_to(outer) for outer in gone):
            continue
        try:
            folder = stat.S_ISDIR(path.stat().st_mode)
        except OSError:
            continue  # not even we can look inside, so neither can the process
        options += ["--tmpfs", str(path)] if folder else ["--ro-bind", "/dev/null", str(path)]
        covered.append(path)
    return options


def _restored() -> list[str]:
    """Bring back what the empty folders cover but programs need: name resolution, and this Python itself."""
    needed = [Path(os.path.realpath("/etc/resolv.conf")), Path(sys.prefix), Path(sys.base_prefix)]
    options: list[str] = []
    for path in dict.fromkeys(needed):
        if path.exists() and any(path.is_relative_to(folder) for folder in _EMPTIED):
            options += ["--ro-bind", str(path), str(path)]
    return options


def _cache(spec: ProcessSpec, writable: Sequence[Path]) -> list[str]:
    """Package caches: ours for runs with network, a vanishing one for all others."""
    if not spec.network:
        folder = Path("/tmp/.cache")  # noqa: S108 - a private /tmp that ends with the process
        return _environment(folder)
    folder = cache_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return _environment(Path("/tmp/.cache"))  # noqa: S108 - same
    if any(folder.is_relative_to(path) for path in writable):
        return _environment(folder)
    return ["--bind", str(folder), str(folder), *_environment(folder)]


def _environment(folder: Path) -> list[str]:
    options: list[str] = []
    for name, value in cache_variables(folder).items():
        options += ["--setenv", name, value]
    return options

"""What a process under bubblewrap sees of the file system, as bubblewrap's options."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from journeyman.sandbox.places import (
    EMPTIED,
    cache_variables,
    hidden_places,
    lent_cache,
    listening_sockets,
    needed_places,
    reachable,
    writable_places,
)
from journeyman.sandbox.spec import Limits, ProcessSpec

_EMPTIED = tuple(map(Path, EMPTIED))
_KERNEL_SWITCHES = tuple(Path("/proc", name) for name in ("sys", "sysrq-trigger", "irq", "bus", "fs", "acpi", "scsi"))
"""They belong to root, also in a user namespace of root's; nobody else may write them anyway."""
_SMALL = 16 << 20
_SHARE = {"/tmp": 4, "/var/tmp": 8, "/dev/shm": 8}  # noqa: S108 - the ones that are replaced
"""Which part of the machine's memory an empty file system may fill."""


def mounts(spec: ProcessSpec, *, sized: bool = True) -> list[str]:
    """Return the mount options in the order in which they must happen: later ones cover earlier ones.

    ``sized`` False: this bubblewrap cannot limit an empty file system. Raises SandboxError for a folder
    that cannot be made writable.
    """
    writable = [Path(path) for path in writable_places(spec)]
    shown = _existing(spec.shown)
    hidden = [path for path in _existing({*hidden_places(), *spec.hidden}) if path not in shown]
    read_only = _existing(set(spec.read_only))
    seen = [path for path in read_only if not any(within(path, place) for place in writable)]
    enclosing = [path for path in hidden if any(_encloses(path, place) for place in (*writable, *seen))]
    inner = [path for path in hidden if path not in enclosing]
    covers = _Covers(sized)
    options = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", *_switches()]
    options += _emptied(spec.limits, sized)
    options += covers.over(enclosing, [])
    options += _bound("--ro-bind", needed_places())
    options += _cache(spec, writable)
    options += _bound("--bind", writable)
    options += _bound("--ro-bind", seen)
    options += covers.over(inner, [*writable, *seen])
    options += _bound("--ro-bind", [path for path in read_only if path not in seen])
    options += _bound("--ro-bind", shown)
    options += _sockets(writable, read_only, shown, covers.covered)
    return [*options, "--remount-ro", "/dev"]


def within(inner: Path, outer: Path) -> bool:
    """As ``inner.is_relative_to(outer)`` for absolute paths, at a tenth of its time: it is asked often."""
    return inner == outer or str(inner).startswith(f"{str(outer).rstrip('/')}/")


def _encloses(outer: Path, inner: Path) -> bool:
    return inner != outer and within(inner, outer)


def _existing(paths: Iterable[Path]) -> list[Path]:
    """Outermost first, so that a cover inside a cover is not lost; resolved, since a mount follows no link."""
    return sorted({Path(os.path.realpath(path)) for path in paths if os.path.exists(path)})


def _bound(option: str, paths: Iterable[Path]) -> list[str]:
    return [word for path in paths for word in (option, str(path), str(path))]


def _switches() -> list[str]:
    return _bound("--ro-bind", _existing(_KERNEL_SWITCHES)) if os.geteuid() == 0 else []


def _emptied(limits: Limits, sized: bool) -> list[str]:
    """Empty file systems hold their files in memory, so that the limit on memory is theirs as well."""
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    options: list[str] = []
    for folder in EMPTIED:
        if os.path.isdir(folder) and not os.path.islink(folder):
            size = machine // _SHARE[folder] if folder in _SHARE else _SMALL
            if limits.memory is not None:
                size = min(size, limits.memory)
            options += [*(("--size", str(size)) if sized else ()), "--tmpfs", folder]
    return options


class _Covers:
    """Folders hidden behind empty ones, files behind the null device."""

    def __init__(self, sized: bool) -> None:
        self.covered: list[Path] = []
        # Nothing should be put into a hidden folder: it would be lost, and look as if it were not.
        self._options = ("--perms", "0555", "--size", str(1 << 16)) if sized else ()

    def over(self, paths: Sequence[Path], shown: Sequence[Path]) -> list[str]:
        """Hide ``paths``; ``shown`` are places bound over emptied ones."""
        options: list[str] = []
        for path in paths:
            visible = any(within(path, place) for place in shown)
            gone = [*self.covered, *(() if visible else _EMPTIED)]
            if any(within(path, outer) for outer in gone):
                continue
            if not reachable(path):
                continue
            folder = path.is_dir()
            options += [*self._options, "--tmpfs", str(path)] if folder else ["--ro-bind", "/dev/null", str(path)]
            self.covered.append(path)
        return options


def _sockets(
    writable: Sequence[Path], read_only: Sequence[Path], lent: Sequence[Path], covered: Sequence[Path]
) -> list[str]:
    """A read-only mount keeps nobody from connecting: sockets of other programs are hidden one by one."""
    options: list[str] = []
    for path in listening_sockets():
        guarded = any(within(path, place) for place in read_only)
        own = any(within(path, place) for place in writable)
        gone = any(within(path, place) for place in (*covered, *(() if guarded or own else _EMPTIED)))
        if not gone and (guarded or not own) and path not in lent and reachable(path):
            options += ["--ro-bind", "/dev/null", str(path)]
    return options


def _cache(spec: ProcessSpec, writable: Sequence[Path]) -> list[str]:
    """Package caches: ours for runs with the whole network, a vanishing one for all others."""
    folder = lent_cache(spec)
    options: list[str] = []
    if folder and not any(within(folder, path) for path in writable):
        options = _bound("--bind", [folder])
    variables = cache_variables(folder or Path("/tmp/.cache"))  # noqa: S108 - a private /tmp that ends with the process
    return [*options, *(word for pair in variables.items() for word in ("--setenv", *pair))]

"""A system-call filter for a program that takes one from a descriptor."""

from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from journeyman.sandbox import seccomp
from journeyman.sandbox.places import private_base
from journeyman.sandbox.syscalls import MACHINES

DESCRIPTOR = 1021
"""What the program is told; high, so that it meets none of those that it inherits on purpose."""
_OPEN = f'exec {DESCRIPTOR}<"$0" "$@"'


def available() -> bool:
    """Tell whether there is a filter for this machine, and what it takes to hand it over."""
    return shutil.which("bash") is not None and _filter_file() is not None


def with_filter(argv: Sequence[str]) -> list[str]:
    """Return ``argv`` behind a shell that opens the filter as DESCRIPTOR and becomes it.

    The shell is told (``-p``) to look at none of the variables that would make it run something else.
    """
    shell = shutil.which("bash") or "bash"
    return [shell, "--noprofile", "--norc", "-p", "-c", _OPEN, str(_filter_file()), *argv]


def _filter_file() -> Path | None:
    """Return the file with the filter, which lies where no confined process sees it; None when it cannot be made."""
    folder = private_base()
    path = _written(folder)
    if path is not None and not path.exists():
        _written.cache_clear()
        path = _written(folder)
    return path


@functools.cache
def _written(folder: Path) -> Path | None:
    machine = os.uname().machine
    if machine not in MACHINES:
        return None
    wanted, path = seccomp.for_namespaces(machine), folder / "system-calls.filter"
    with suppress(OSError):
        if path.read_bytes() == wanted:
            return path
    scratch = folder / f"system-calls.{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch.write_bytes(wanted)
        scratch.replace(path)
    except OSError:
        return None
    return path

"""Put into words, for the diagnosers, what was seen: the traceback as text, and what stands around it."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
import traceback
from collections.abc import Mapping
from typing import Any

from ipy_ext.faults.notebook_cells import cells_of
from ipy_ext.faults.seen import Seen
from journeyman.faults.case import Case, Surroundings

_FRAMES = 40
_NAMES = 2000
_FILES = 2000
_OUTPUT = 100_000


def case_of(seen: Seen, shell: Any) -> Case:
    """Return what the diagnosers need to know of ``seen``."""
    if seen.error is None:
        return Case("shell", seen.command, seen.exit_code, seen.output)
    command = _subprocess(seen.error)
    if command is not None:
        return command
    around = surroundings(seen.error, shell)
    return Case("traceback", "", 1, traceback_text(seen.error), seen.code, around)


def traceback_text(error: BaseException) -> str:
    """Return the traceback as Python prints it, of long ones the two ends; without the frames of IPython itself."""
    try:
        shown = traceback.TracebackException.from_exception(error, limit=-_FRAMES, compact=True)
        return "".join(shown.format())
    except Exception:  # noqa: BLE001 - the user's exception may fail in any way when it is asked for its text
        return f"{type(error).__name__}: it cannot be shown"


def surroundings(error: BaseException, shell: Any) -> Surroundings:
    """Return what may explain ``error``; only what its kind can need is looked up."""
    names = cells = None
    if isinstance(error, NameError | AttributeError | KeyError | TypeError):
        names = _names(shell.user_ns)
    if isinstance(error, NameError):
        cells = cells_of(shell)
    files = _files() if isinstance(error, OSError) else ()
    modules = _modules() if isinstance(error, ImportError) else frozenset()
    return Surroundings(names or {}, cells or {}, files, modules)


def _subprocess(error: BaseException) -> Case | None:
    """A program that a magic like ``%%bash`` ran: what it printed was shown already, unless it was kept."""
    if not isinstance(error, subprocess.CalledProcessError):
        return None
    command = error.cmd if isinstance(error.cmd, str) else " ".join(map(str, error.cmd))
    parts = [
        part.decode("utf-8", "replace") if isinstance(part, bytes) else part or ""
        for part in (error.output, error.stderr)
    ]
    return Case("shell", command, error.returncode, "\n".join(map(str, parts))[-_OUTPUT:])


def _names(namespace: Mapping[str, Any]) -> dict[str, str]:
    found = [name for name in namespace if not name.startswith("_")]
    return {name: type(namespace[name]).__name__ for name in found[:_NAMES]}


def _modules() -> frozenset[str]:
    return frozenset(sys.stdlib_module_names) | {found.name for found in pkgutil.iter_modules()}


def _files() -> tuple[str, ...]:
    found: list[str] = []
    for folder, folders, files in os.walk("."):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in ("node_modules", "venv")]
        found += [os.path.normpath(os.path.join(folder, name)) for name in files]
        if len(found) > _FILES:
            break
    return tuple(found[:_FILES])

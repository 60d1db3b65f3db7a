"""Resource limits, set by a wrapper program: never by code between fork and exec in a process with threads.

Memory is limited by ``RLIMIT_DATA`` for every program: it counts what can be written, not addresses that are merely set
aside, as Node does by the gigabyte (under an ``RLIMIT_AS`` of 4 GB it can make no WebAssembly memory), and Java and Go.
What several processes take together, and shared memory, is watched (:mod:`journeyman.sandbox.usage`).
"""

from __future__ import annotations

import functools
import shutil
from collections.abc import Sequence

from journeyman.sandbox.spec import Limits

_SHELL_LIMITS = (
    ("cpu", "-t", 1),
    ("memory", "-d", 1024),
    ("file_size", "-f", 1024),
    ("processes", "-u", 1),
)


def limited(argv: Sequence[str], limits: Limits) -> list[str]:
    """Return ``argv`` behind a program that sets ``limits`` (wall time is the caller's) and becomes it."""
    if limits.cpu is limits.memory is limits.file_size is limits.processes is None:
        return list(argv)
    tool = _prlimit()
    return [tool, *_options(limits), "--", *argv] if tool else _by_shell(argv, limits)


@functools.cache
def _prlimit() -> str | None:
    return shutil.which("prlimit")


def _options(limits: Limits) -> list[str]:
    pairs = (
        ("cpu", limits.cpu),
        ("data", limits.memory),
        ("fsize", limits.file_size),
        ("nproc", limits.processes),
    )
    return [f"--{name}={value}" for name, value in pairs if value is not None] + ["--core=0"]


def _by_shell(argv: Sequence[str], limits: Limits) -> list[str]:
    """Where util-linux is missing: bash's own ulimit (in its units), then exec."""
    commands = ["ulimit -c 0"]
    for field, flag, unit in _SHELL_LIMITS:
        value = getattr(limits, field)
        if value is not None:
            commands.append(f"ulimit {flag} {max(1, value // unit)}")
    return ["bash", "--norc", "-c", " && ".join([*commands, 'exec "$@"']), "limits", *argv]

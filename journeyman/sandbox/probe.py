"""Choose the strongest sandbox that works on this machine."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable

from journeyman.sandbox.bubblewrap import BubblewrapSandbox
from journeyman.sandbox.landlock import LandlockSandbox
from journeyman.sandbox.none import NoSandbox
from journeyman.sandbox.spec import Capability, Sandbox

CANDIDATES: tuple[Callable[[], Sandbox], ...] = (BubblewrapSandbox, LandlockSandbox)
"""Strongest first; each one is tried by running it."""


def shortcomings(capability: Capability) -> list[str]:
    """Return what a sandbox that confines files and network does not hold, in words for people."""
    found = []
    if not capability.signals:
        found.append("signals to other processes of yours")
    if not capability.pids:
        found.append("command lines of other processes, and sizes and times of hidden files, are seen")
        found.append("/tmp itself cannot be used ($TMPDIR can)")  # noqa: S108 - a word for people
    if "without a filter" in capability.detail:
        found.append("the kernel's keyrings and the parts of it that a filter of system calls would close")
    if not capability.hosts:
        found.append("the network is all or nothing")
    return found


@functools.cache
def probe() -> Sandbox:
    """Return the first candidate that confines files and network here, else none, with the reasons.

    The answer is found once for each program run.
    """
    if not sys.platform.startswith("linux"):
        return NoSandbox(f"no sandbox is available on {sys.platform}")
    reasons = []
    for candidate in CANDIDATES:
        sandbox = candidate()
        if sandbox.capability.confines:
            return sandbox
        reasons.append(sandbox.capability.detail or f"{sandbox.capability.name} does not hold files and network")
    return NoSandbox("; ".join(reasons))

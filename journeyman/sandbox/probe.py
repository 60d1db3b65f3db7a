"""Choose the strongest sandbox that works on this machine."""

from __future__ import annotations

import functools
import sys

from journeyman.sandbox.bubblewrap import BubblewrapSandbox
from journeyman.sandbox.none import NoSandbox
from journeyman.sandbox.spec import Sandbox

CANDIDATES = (BubblewrapSandbox,)
"""Strongest first; each one is tried by running it."""


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

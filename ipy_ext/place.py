"""Where a line was typed: who can answer there, and what can be shown."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from typing import Any, Literal

Place = Literal["terminal", "pipe", "card", "text"]
"""``terminal``: a person sits at a prompt. ``pipe``: IPython without one. ``card``: a kernel with widgets. ``text``: a
kernel without widgets. Only a person at a prompt is ever asked and waited for."""


def place_of(shell: Any) -> Place:
    """Return the place of ``shell`` now."""
    if getattr(shell, "kernel", None) is None:
        return "terminal" if _is_tty(sys.stdin) and _is_tty(sys.stdout) else "pipe"
    return "card" if "ipywidgets" in sys.modules or importlib.util.find_spec("ipywidgets") else "text"


def session_id(shell: Any) -> str:
    """Return the name of this live session: a kernel keeps it when it is restarted, two kernels never share it."""
    file = _connection_file(shell)
    seed = os.path.basename(file) if file else f"{os.getpid()} {_started()}"
    return "k" + hashlib.sha256(seed.encode()).hexdigest()[:10]


def _connection_file(shell: Any) -> str:
    app = getattr(getattr(shell, "kernel", None), "parent", None)
    return str(getattr(app, "connection_file", "") or "")


def _started() -> str:
    from journeyman.store.owner import this_owner

    return this_owner()


def _is_tty(stream: Any) -> bool:
    try:
        return bool(stream.isatty())
    except (AttributeError, ValueError):  # replaced by something that is no stream, or closed
        return False

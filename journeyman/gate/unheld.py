"""What the sandbox in force does not hold is asked, where a stronger one would hold it."""

from __future__ import annotations

from collections.abc import Iterable

from journeyman.sandbox.spec import Capability
from journeyman.values import Effect

PROCESSES = "processes"
"""The target of an effect that shows what other processes were started with."""

_RUNS = frozenset({"execute", "process", "unknown", "install"})
"""What may send a signal to whatever it likes."""


def unheld(capability: Capability, effects: Iterable[Effect]) -> str:
    """Return why these effects need what ``capability`` does not hold; "" when they do not, or it confines nothing."""
    if not capability.confines:
        return ""
    for effect in effects:
        if not capability.signals and effect.level == "contained" and effect.operation in _RUNS:
            return f"{capability.name} does not hold signals to other processes here"
        if capability.pids:
            continue
        if effect.target == PROCESSES:
            return f"{capability.name} does not hide what other processes were started with"
        if effect.zone in {"home", "system"} and _is_secret(effect.target):
            return f"{capability.name} does not hide that {effect.target} is there, its size and its times"
    return ""


def _is_secret(path: str) -> bool:
    from journeyman.gate.analysis.secrets import is_secret  # the analysis is loaded when something is analysed

    return is_secret(path)

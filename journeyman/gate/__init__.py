"""Decides whether an action runs, is asked for, or is refused; remembers what was asked and answered.

The names are loaded on first use, so that who only needs an approver does not load the analysers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeyman.gate.approvals import Approvals
    from journeyman.gate.approver import Approver, NoApprover, PromptApprover, ScriptedApprover
    from journeyman.gate.gate import Gate
    from journeyman.gate.signature import ANALYSER_VERSION, subject_of

_HOMES = {
    "ANALYSER_VERSION": "signature",
    "Approvals": "approvals",
    "Approver": "approver",
    "Gate": "gate",
    "NoApprover": "approver",
    "PromptApprover": "approver",
    "ScriptedApprover": "approver",
    "subject_of": "signature",
}

__all__ = [
    "ANALYSER_VERSION",
    "Approvals",
    "Approver",
    "Gate",
    "NoApprover",
    "PromptApprover",
    "ScriptedApprover",
    "subject_of",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

"""Confine and start processes.

The names are loaded on first use, so that who only judges commands does not load what starts them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeyman.sandbox.background import Background, PortInUse
    from journeyman.sandbox.bubblewrap import BubblewrapSandbox
    from journeyman.sandbox.environment import filter_env
    from journeyman.sandbox.landlock import LandlockSandbox
    from journeyman.sandbox.none import NoSandbox
    from journeyman.sandbox.places import protected_paths
    from journeyman.sandbox.processes import Processes
    from journeyman.sandbox.spec import Capability, Completed, Contact, Limits, OnOutput, ProcessSpec, Sandbox

_HOMES = {
    "Background": "background",
    "BubblewrapSandbox": "bubblewrap",
    "Capability": "spec",
    "Completed": "spec",
    "Contact": "spec",
    "LandlockSandbox": "landlock",
    "Limits": "spec",
    "NoSandbox": "none",
    "OnOutput": "spec",
    "PortInUse": "background",
    "ProcessSpec": "spec",
    "Processes": "processes",
    "Sandbox": "spec",
    "filter_env": "environment",
    "protected_paths": "places",
}

__all__ = [
    "Background",
    "BubblewrapSandbox",
    "Capability",
    "Completed",
    "Contact",
    "LandlockSandbox",
    "Limits",
    "NoSandbox",
    "OnOutput",
    "PortInUse",
    "ProcessSpec",
    "Processes",
    "Sandbox",
    "filter_env",
    "protected_paths",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

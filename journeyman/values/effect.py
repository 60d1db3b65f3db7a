"""What an action would do to the world, as read from it before it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from journeyman.values.canonical import Json

Operation = Literal[
    "read",
    "write",
    "delete",
    "execute",
    "network-in",
    "network-out",
    "install",
    "process",
    "privilege",
    "secret-read",
    "persistence",
    "self",
    "kernel",
    "unknown",
]
Zone = Literal["workspace", "temp", "home", "system", "device", "outside", "none"]
Level = Literal["read", "contained", "kernel", "external", "floor", "catastrophic"]
"""The effect classes of the security model, mildest first."""

LEVELS: tuple[Level, ...] = ("read", "contained", "kernel", "external", "floor", "catastrophic")
_RANK = {level: rank for rank, level in enumerate(LEVELS)}


def rank(level: Level) -> int:
    """Return the position of ``level`` in :data:`LEVELS` (0 is the mildest)."""
    return _RANK[level]


@dataclass(frozen=True, slots=True)
class Effect:
    """One predicted effect: what happens, where, to what, how bad, and why we think so."""

    operation: Operation
    level: Level
    zone: Zone = "none"
    target: str = ""
    reason: str = ""

    def to_dict(self) -> dict[str, Json]:
        """Return a JSON-ready dict."""
        return {
            "operation": self.operation,
            "level": self.level,
            "zone": self.zone,
            "target": self.target,
            "reason": self.reason,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Json]) -> Effect:
        """Rebuild from :meth:`to_dict`."""
        return cls(data["operation"], data["level"], data["zone"], data["target"], data["reason"])


@dataclass(frozen=True, slots=True)
class Prediction:
    """All that a kind can say about an action before it runs.

    ``subject`` names what trust is kept for within the kind (``git commit``, ``file``); the gate adds effect
    classes and zones to make the signature. ``digests`` maps each local script or configuration file that
    the action executes to its SHA-256. ``paths`` are the workspace paths it will change (absolute), or
    None when only a scan of the tree can tell. ``network`` tells whether it needs the network; ``hosts`` are
    the hosts it would talk to (names, or globs like ``*.example.com``), None when they are not known. ``credentials``
    are the places (relative to the home folder) where its program keeps the user's log-in. ``packages`` are what it
    would install or fetch to run, as ``ecosystem:name`` (``pypi:requests``, ``npm:left-pad``).
    """

    effects: tuple[Effect, ...]
    subject: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    paths: tuple[str, ...] | None = ()
    network: bool = False
    hosts: tuple[str, ...] | None = None
    credentials: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()

    @property
    def level(self) -> Level:
        """The worst level among the effects; ``read`` when there are none."""
        return max((effect.level for effect in self.effects), key=rank, default="read")

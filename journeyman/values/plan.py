"""An ordered list of actions that serve one goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from journeyman.values.action import Action
from journeyman.values.canonical import Json, content_hash
from journeyman.values.ids import new_id

StepStatus = Literal[
    "queued",
    "running",
    "pending",
    "done",
    "failed",
    "denied",
    "rejected",
    "interrupted",
    "skipped",
    "cancelled",
]
"""Where a step stands. ``failed`` includes time-outs; ``interrupted`` means that its runner vanished."""


@dataclass(frozen=True, slots=True)
class Step:
    """One action of a plan with a title for people."""

    title: str
    action: Action

    def to_dict(self) -> dict[str, Json]:
        """Return a JSON-ready dict."""
        return {"title": self.title, "action": self.action.to_dict()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Json]) -> Step:
        """Rebuild from :meth:`to_dict`."""
        return cls(data["title"], Action.from_dict(data["action"]))


@dataclass(frozen=True, slots=True)
class Plan:
    """A goal and its steps. ``planner`` tells who made it: ``recipe:NAME``, ``model:NAME`` or ``user``.

    ``content_hash`` covers the content hash of every step in order: what a plan approval binds to.
    """

    goal: str
    steps: tuple[Step, ...]
    planner: str
    created: float
    id: str = ""
    notes: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", new_id("p"))

    @property
    def content_hash(self) -> str:
        """SHA-256 over the steps' content hashes, in order."""
        return content_hash([step.action.content_hash for step in self.steps])

    def to_dict(self) -> dict[str, Json]:
        """Return a JSON-ready dict."""
        return {
            "id": self.id,
            "goal": self.goal,
            "steps": [step.to_dict() for step in self.steps],
            "planner": self.planner,
            "created": self.created,
            "notes": self.notes,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Json]) -> Plan:
        """Rebuild from :meth:`to_dict`."""
        return cls(**{**data, "steps": tuple(Step.from_dict(step) for step in data["steps"])})

"""What came of an action: one shape for every kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from journeyman.values.canonical import Json
from journeyman.values.fault import Diagnosis

Status = Literal["done", "failed", "denied", "pending", "rejected", "interrupted", "timeout"]

EXIT_CODES: Mapping[str, int] = {
    "done": 0,
    "failed": 1,
    "interrupted": 1,
    "timeout": 1,
    "pending": 3,
    "denied": 4,
    "rejected": 4,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an action ended.

    ``output`` is bounded (see :data:`journeyman.kinds.output.OUTPUT_LIMIT`); the full text is in the file
    ``output_path``. ``duration`` is in seconds. ``changed`` lists workspace-relative paths. ``data`` holds
    what is particular to the kind (a port, a commit id).
    """

    action_id: str
    status: Status
    message: str
    exit_code: int | None = None
    output: str = ""
    output_path: str = ""
    duration: float = 0.0
    changed: tuple[str, ...] = ()
    diagnosis: Diagnosis | None = None
    approval_id: str = ""
    checkpoint_id: str = ""
    data: Mapping[str, Json] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """True when the action was done and verified."""
        return self.status == "done"

    def to_dict(self) -> dict[str, Json]:
        """Return a JSON-ready dict."""
        return {
            "action_id": self.action_id,
            "status": self.status,
            "message": self.message,
            "exit_code": self.exit_code,
            "output": self.output,
            "output_path": self.output_path,
            "duration": self.duration,
            "changed": list(self.changed),
            "diagnosis": self.diagnosis.to_dict() if self.diagnosis else None,
            "approval_id": self.approval_id,
            "checkpoint_id": self.checkpoint_id,
            "data": dict(self.data),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Json]) -> Outcome:
        """Rebuild from :meth:`to_dict`."""
        fields = dict(data)
        fields["changed"] = tuple(data["changed"])
        fields["diagnosis"] = Diagnosis.from_dict(data["diagnosis"]) if data["diagnosis"] else None
        return cls(**fields)

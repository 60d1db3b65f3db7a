"""Failures as they are remembered: each occurrence, the group it belongs to, and which fix really worked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from journeyman.values.canonical import Json
from journeyman.values.fault import Diagnosis, Fix, Severity

FaultStatus = Literal["open", "resolved", "ignored"]
FaultSource = Literal["action", "cell", "process", "agent"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One failure that was seen. ``time`` is Unix seconds.

    ``subject`` names what was run, without what varies (``pytest tests``); ``command`` is what was run, redacted.
    ``changed`` are the paths that changed since the subject last went well, as far as that is known.
    """

    id: str
    time: float
    diagnosis: Diagnosis
    source: FaultSource = "action"
    subject: str = ""
    command: str = ""
    action_id: str = ""
    changed: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The group it belongs to."""
        return self.diagnosis.fingerprint

    def to_dict(self) -> dict[str, Json]:
        """Return a JSON-ready dict."""
        return {
            "id": self.id,
            "time": self.time,
            "diagnosis": self.diagnosis.to_dict(),
            "source": self.source,
            "subject": self.subject,
            "command": self.command,
            "action_id": self.action_id,
            "changed": list(self.changed),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Json]) -> Fault:
        """Rebuild from :meth:`to_dict`."""
        fields = {**data, "diagnosis": Diagnosis.from_dict(data["diagnosis"]), "changed": tuple(data["changed"])}
        return cls(**fields)


@dataclass(frozen=True, slots=True)
class FaultGroup:
    """All occurrences of one failure. ``fixed_by`` is the fix that last helped; ``last_id`` the latest occurrence."""

    fingerprint: str
    code: str
    severity: Severity
    summary: str
    status: FaultStatus
    count: int
    first_seen: float
    last_seen: float
    last_id: str
    reopened: int = 0
    fixed_by: str = ""

    def to_dict(self) -> dict[str, Json]:
        """Return a JSON-ready dict."""
        return {name: getattr(self, name) for name in self.__slots__}

    def seen_again(self, fault: Fault) -> FaultGroup:
        """Return the group with one more occurrence; what was resolved is open again, what is ignored stays so."""
        reopens = self.status == "resolved"
        return replace(
            self,
            severity=fault.diagnosis.severity,
            summary=fault.diagnosis.summary,
            status="open" if reopens else self.status,
            count=self.count + 1,
            last_seen=fault.time,
            last_id=fault.id,
            reopened=self.reopened + reopens,
        )

    @classmethod
    def of(cls, fault: Fault) -> FaultGroup:
        """Return the group that ``fault`` is the first of."""
        found = fault.diagnosis
        return cls(
            found.fingerprint, found.code, found.severity, found.summary, "open", 1, fault.time, fault.time, fault.id
        )


@dataclass(frozen=True, slots=True)
class FixTrial:
    """A fix that was tried for a failure: ``verified`` when what had failed then went well."""

    fingerprint: str
    fix: Fix
    time: float
    verified: bool
    action_id: str = ""

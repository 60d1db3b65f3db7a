"""The gate's answer, and the durable record of a person's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from journeyman.values.canonical import Json, content_hash
from journeyman.values.effect import Effect, Level

Verdict = Literal["allow", "ask", "deny"]
ApprovalStatus = Literal["pending", "approved", "rejected", "expired", "used", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the gate decided about one action, with everything ``why`` needs to explain it.

    ``bound_hash`` is the hash an approval must carry: the action's content and the digests of the scripts it
    executes. ``lower_bound`` and ``threshold`` are probabilities (0 to 1); threshold None means that no
    trust can earn it. ``basis`` is the hash of what trust is counted under (see :class:`Evidence`).
    ``paths`` and ``credentials``: see :class:`journeyman.values.effect.Prediction`. ``hosts`` are all that it may reach
    when it runs unasked (None: any); what a person approved may reach any host. ``predicted`` are the effects as the
    kind saw them, where the policy's list of hosts or of packages made others of them (else empty); ``contacts`` and
    ``packages`` are the prediction's hosts and packages: with them a decision can be made again under another policy.
    """

    action_id: str
    verdict: Verdict
    level: Level
    signature: str
    reasons: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    rule: str = ""
    lower_bound: float = 0.0
    threshold: float | None = None
    digests: Mapping[str, str] = field(default_factory=dict)
    bound_hash: str = ""
    paths: tuple[str, ...] | None = ()
    network: bool = False
    confined: bool = True
    basis: str = ""
    hosts: tuple[str, ...] | None = None
    credentials: tuple[str, ...] = ()
    predicted: tuple[Effect, ...] = ()
    contacts: tuple[str, ...] | None = None
    packages: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Json]:
        """Return a JSON-ready dict."""
        return {
            "action_id": self.action_id,
            "verdict": self.verdict,
            "level": self.level,
            "signature": self.signature,
            "reasons": list(self.reasons),
            "effects": [effect.to_dict() for effect in self.effects],
            "rule": self.rule,
            "lower_bound": self.lower_bound,
            "threshold": self.threshold,
            "digests": dict(self.digests),
            "bound_hash": self.bound_hash,
            "paths": None if self.paths is None else list(self.paths),
            "network": self.network,
            "confined": self.confined,
            "basis": self.basis,
            "hosts": None if self.hosts is None else list(self.hosts),
            "credentials": list(self.credentials),
            "predicted": [effect.to_dict() for effect in self.predicted],
            "contacts": None if self.contacts is None else list(self.contacts),
            "packages": list(self.packages),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Json]) -> Decision:
        """Rebuild from :meth:`to_dict`."""
        fields = dict(data)
        fields["reasons"] = tuple(data["reasons"])
        fields["effects"] = tuple(Effect.from_dict(effect) for effect in data["effects"])
        fields["paths"] = None if data["paths"] is None else tuple(data["paths"])
        fields["hosts"] = None if data.get("hosts") is None else tuple(data["hosts"])
        fields["credentials"] = tuple(data.get("credentials", ()))
        fields["predicted"] = tuple(Effect.from_dict(effect) for effect in data.get("predicted", ()))
        fields["contacts"] = None if data.get("contacts") is None else tuple(data["contacts"])
        fields["packages"] = tuple(data.get("packages", ()))
        return cls(**fields)


def bind(action_hash: str, digests: Mapping[str, str]) -> str:
    """Return the hash that ties an approval to an action's content and to the scripts it executes."""
    return content_hash([action_hash, dict(digests)]) if digests else action_hash


@dataclass(frozen=True, slots=True)
class Approval:
    """One durable question about one action, and its answer once there is one.

    Times are Unix seconds. ``answered_by`` is the operating system's user name, ``front_end`` the place
    where the answer was given. An approval is used once: ``used`` is its state after the action has started.
    """

    id: str
    action_id: str
    bound_hash: str
    status: ApprovalStatus
    created: float
    expires: float
    reasons: tuple[str, ...] = ()
    plan_id: str | None = None
    answered: float | None = None
    answered_by: str = ""
    front_end: str = ""

    def to_dict(self) -> dict[str, Json]:
        """Return a JSON-ready dict."""
        return {
            "id": self.id,
            "action_id": self.action_id,
            "bound_hash": self.bound_hash,
            "status": self.status,
            "created": self.created,
            "expires": self.expires,
            "reasons": list(self.reasons),
            "plan_id": self.plan_id,
            "answered": self.answered,
            "answered_by": self.answered_by,
            "front_end": self.front_end,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Json]) -> Approval:
        """Rebuild from :meth:`to_dict`."""
        return cls(**{**data, "reasons": tuple(data["reasons"])})

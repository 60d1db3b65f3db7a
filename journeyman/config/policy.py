"""The gate's policy as a frozen value: how autonomous, which thresholds, which rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from journeyman.values import Json, Verdict

Autonomy = Literal["ask-all", "earned", "all"]
"""How far trust carries, strictest first."""

_THRESHOLDS: Mapping[str, float] = MappingProxyType({"contained": 0.75, "kernel": 0.80, "external": 0.90})


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of policy: what it matches and the verdict. Empty fields match everything.

    ``kind``, ``signature``, ``program``, ``proposer``, ``host`` and ``package`` (``pypi:name``) are globs (``*`` and
    ``?``); ``hours`` is a span of local time (``22:00-07:00``); the other fields are compared whole. ``name`` says
    where the rule stands (``user rule 2``), for explanations.
    """

    verdict: Verdict
    reason: str
    name: str = ""
    kind: str = ""
    signature: str = ""
    effect: str = ""
    level: str = ""
    zone: str = ""
    program: str = ""
    proposer: str = ""
    front_end: str = ""
    host: str = ""
    package: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """Which hosts may be read from. ``hosts`` are names, or globs for all names below one (``*.example.com``).

    ``unlisted`` is about a plain address (one that carries nothing out) of another host: ``plain`` leaves it reading,
    ``ask`` makes it external.
    """

    hosts: tuple[str, ...] = ()
    unlisted: Literal["plain", "ask"] = "plain"


@dataclass(frozen=True, slots=True)
class PackageLists:
    """The user's own word about packages, beside the shipped names: globs over ``ecosystem:name``.

    ``allow`` counts as well known, ``deny`` is never installed.
    """

    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A span of wall-clock time in which nothing above reading starts by itself.

    ``start`` and ``end`` are minutes since midnight; an ``end`` at or before ``start`` is on the next day. ``days`` (0
    is Monday) are those on which the span begins. ``zone`` is an IANA name ("" is this machine's own time).
    """

    start: int
    end: int
    verdict: Literal["ask", "deny"] = "ask"
    days: frozenset[int] = frozenset(range(7))
    zone: str = ""
    name: str = ""

    def __str__(self) -> str:
        return f"{self.start // 60:02}:{self.start % 60:02} to {self.end // 60:02}:{self.end % 60:02}"


@dataclass(frozen=True, slots=True)
class TrustNumbers:
    """How evidence is weighed. ``half_life_days`` and ``undo_window_hours`` say it; the rest are plain weights."""

    half_life_days: float = 30.0
    quantile: float = 0.2
    success: float = 1.0
    failure: float = 3.0
    undo: float = 5.0
    undo_window_hours: float = 24.0

    @property
    def half_life(self) -> float:
        """Half-life in seconds."""
        return self.half_life_days * 86400.0

    @property
    def undo_window(self) -> float:
        """Undo window in seconds."""
        return self.undo_window_hours * 3600.0


@dataclass(frozen=True, slots=True)
class Policy:
    """The merged policy of all layers.

    ``thresholds`` maps an effect class to the lower bound (0 to 1) that earns it. ``rules`` are ordered, the first
    match wins. ``restrictions`` come from a workspace that is not trusted yet: they are applied on top and can only
    make a verdict stricter. ``broken_reason`` is set when a file could not be read: then everything above ``read`` is
    denied. ``notes`` say what was ignored, for ``status`` and ``doctor``; ``sources`` name the layer of each value
    (``thresholds.kernel``: ``user``).
    """

    autonomy: Autonomy = "earned"
    thresholds: Mapping[str, float] = field(default_factory=lambda: _THRESHOLDS)
    trust: TrustNumbers = TrustNumbers()
    approval_expiry_hours: float = 24.0
    rules: tuple[Rule, ...] = ()
    restrictions: tuple[Rule, ...] = ()
    network: Network = Network()
    packages: PackageLists = PackageLists()
    quiet_hours: tuple[QuietHours, ...] = ()
    broken_reason: str = ""
    notes: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def approval_expiry(self) -> float:
        """How long an approval may wait for its answer, in seconds."""
        return self.approval_expiry_hours * 3600.0

    @classmethod
    def broken(cls, reason: str) -> Policy:
        """Return the policy to use when no file can be believed: everything above ``read`` is denied."""
        return cls(autonomy="ask-all", broken_reason=reason or "the policy could not be read")

    def to_dict(self) -> dict[str, Json]:
        """Return a JSON-ready dict for display."""
        return {
            "autonomy": self.autonomy,
            "thresholds": dict(self.thresholds),
            "approval_expiry_hours": self.approval_expiry_hours,
            "rules": [_rule_dict(rule) for rule in self.rules],
            "restrictions": [_rule_dict(rule) for rule in self.restrictions],
            "network": {"hosts": list(self.network.hosts), "unlisted": self.network.unlisted},
            "packages": {"allow": list(self.packages.allow), "deny": list(self.packages.deny)},
            "quiet_hours": [
                {"span": str(span), "verdict": span.verdict, "name": span.name} for span in self.quiet_hours
            ],
            "broken": self.broken_reason,
            "notes": list(self.notes),
        }


def _rule_dict(rule: Rule) -> dict[str, Json]:
    fields = {name: getattr(rule, name) for name in Rule.__slots__}
    return {name: value for name, value in fields.items() if value}

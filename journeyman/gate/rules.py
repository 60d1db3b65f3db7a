"""Ordered rules of a policy, compiled and indexed by kind: finding the first match stays cheap."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from journeyman.config import Rule
from journeyman.gate.hosts import reached
from journeyman.gate.hours import covers, span_of
from journeyman.values import Action, Effect, Level

Test = Callable[[str], bool]

PARTS = ("effect", "zone", "program", "signature", "host", "package")
"""The fields that look at parts of an action: an allow rule must fit all parts, the others any."""
_BESIDE = " + "
"""Between the subjects of several programs in one text."""
_SHORTENED = "… "
"""In a subject that was cut: not all programs are named there."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What rules look at: the action, its signature and subject, its effects and their worst level.

    ``contacts`` and ``packages`` are the prediction's; ``now`` is Unix seconds.
    """

    action: Action
    signature: str
    subject: str
    effects: tuple[Effect, ...]
    level: Level
    contacts: tuple[str, ...] | None = None
    packages: tuple[str, ...] = ()
    now: float = 0.0


class RuleBook:
    """Rules in their order. :meth:`first` never evaluates a rule that is for other kinds."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(_Compiled(rule) for rule in rules)
        self._by_kind: dict[str, tuple[_Compiled, ...]] = {}

    def first(self, subject: Subject) -> Rule | None:
        """Return the first rule that matches, or None."""
        kind = subject.action.kind
        candidates = self._by_kind.get(kind)
        if candidates is None:
            candidates = tuple(rule for rule in self._rules if rule.kind(kind))
            if len(self._by_kind) < 1000:  # kinds are few; a flood of unknown ones must not fill the memory
                self._by_kind[kind] = candidates
        for candidate in candidates:
            if candidate.matches(subject):
                return candidate.rule
        return None


@lru_cache(maxsize=256)
def key_of(rule: Rule | None) -> str:
    """Return what trust is counted under when ``rule`` matched: all of it but its place and its words."""
    return repr(replace(rule, name="", reason="")) if rule else ""


class _Compiled:
    """One rule. An *allow* rule fits when every part of the action does: one harmless part must not carry the others
    through. An *ask* or *deny* rule fits when one part does.
    """

    __slots__ = ("fits", "host", "kind", "package", "program", "proposer", "rule", "signature")

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.kind = _glob(rule.kind)
        self.program = _glob(rule.program)
        self.proposer = _glob(rule.proposer)
        self.signature = _glob(rule.signature)
        self.host = _glob(rule.host.lower())
        self.package = _glob(rule.package.lower())
        self.fits = _every if rule.verdict == "allow" else _any

    def matches(self, subject: Subject) -> bool:
        rule, origin = self.rule, subject.action.origin
        return (
            (not rule.front_end or rule.front_end == origin.front_end)
            and (not rule.level or rule.level == subject.level)
            and (not rule.proposer or self.proposer(origin.proposer))
            and (not rule.signature or self._signature(subject))
            and (not rule.program or self._program(subject))
            and (not rule.effect or self.fits(rule.effect.__eq__, [e.operation for e in self._effects(subject)]))
            and (not rule.zone or self.fits(rule.zone.__eq__, [e.zone for e in self._effects(subject)]))
            and (not rule.host or self._host(subject))
            and (not rule.package or self.fits(self.package, [package.lower() for package in subject.packages]))
            and (not rule.hours or covers(span_of(rule.hours), subject.now))
        )

    def _signature(self, subject: Subject) -> bool:
        crosses = _BESIDE not in subject.subject or _BESIDE in self.rule.signature
        return (crosses or self.fits is _any) and self.signature(subject.signature)

    def _program(self, subject: Subject) -> bool:
        """Return whether the programs fit. Those that only read are named by their effects alone."""
        if self.rule.program == "*":
            return True
        names = [part.partition(" ")[0] for part in subject.subject.split(_BESIDE)]
        if self.fits is _every:
            return _SHORTENED not in subject.subject and _every(self.program, names)
        named = [e.target.partition(" ")[0] for e in subject.effects if e.zone == "none" and e.operation == "read"]
        return _any(self.program, [*names, *named])

    def _host(self, subject: Subject) -> bool:
        if self.fits is _every:
            return _every(self.host, subject.contacts or ())
        return _any(self.host, reached(subject.effects, subject.contacts))

    def _effects(self, subject: Subject) -> Sequence[Effect]:
        """Return the effects to look at: reading beside others needs no allowance."""
        if self.fits is _any:
            return subject.effects
        return [effect for effect in subject.effects if effect.level != "read"] or subject.effects


def _any(test: Test, values: Sequence[str]) -> bool:
    return any(map(test, values))


def _every(test: Test, values: Sequence[str]) -> bool:
    """Return whether all ``values`` fit; what is not known (no value at all) does not."""
    return bool(values) and all(map(test, values))


def _glob(pattern: str) -> Test:
    if not pattern or pattern == "*":
        return lambda text: True
    if not any(sign in pattern for sign in "*?["):
        return pattern.__eq__
    match = re.compile(fnmatch.translate(pattern)).match
    return lambda text: match(text) is not None

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
    __slots__ = ("host", "kind", "package", "program", "proposer", "rule", "signature")

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.kind = _glob(rule.kind)
        self.program = _glob(rule.program)
        self.proposer = _glob(rule.proposer)
        self.signature = _glob(rule.signature)
        self.host = _glob(rule.host.lower())
        self.package = _glob(rule.package.lower())

    def matches(self, subject: Subject) -> bool:
        rule, origin = self.rule, subject.action.origin
        return (
            (not rule.front_end or rule.front_end == origin.front_end)
            and (not rule.level or rule.level == subject.level)
            and (not rule.effect or any(rule.effect == effect.operation for effect in subject.effects))
            and (not rule.zone or any(rule.zone == effect.zone for effect in subject.effects))
            and (not rule.proposer or self.proposer(origin.proposer))
            and (not rule.program or self.program(subject.subject.partition(" ")[0]))
            and (not rule.signature or self.signature(subject.signature))
            and (not rule.host or any(map(self.host, reached(subject.effects, subject.contacts))))
            and (not rule.package or any(self.package(package.lower()) for package in subject.packages))
            and (not rule.hours or covers(span_of(rule.hours), subject.now))
        )


def _glob(pattern: str) -> Test:
    if not pattern or pattern == "*":
        return lambda text: True
    if not any(sign in pattern for sign in "*?["):
        return pattern.__eq__
    match = re.compile(fnmatch.translate(pattern)).match
    return lambda text: match(text) is not None

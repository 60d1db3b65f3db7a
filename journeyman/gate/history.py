"""How trust came about: the evidence of one signature, run after run, as pure functions over what is recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from journeyman.config import TrustNumbers
from journeyman.gate import trust
from journeyman.store.protocol import Trial
from journeyman.values import Event, Evidence

Mark = Literal["success", "failure", "rejection", "undo", "reset", "changed"]
Key = tuple[str, str]
"""(signature, origin)"""

UNDONE = "trust.undone"
TAKEN_BACK = (UNDONE, "trust.revoke", "trust.reset")
"""The journal's events that say that trust was taken back."""
_NOTHING_LEARNT = frozenset({"pending", "denied", "interrupted", "running"})


@dataclass(frozen=True, slots=True)
class Point:
    """The lower bound (0 to 1) right after something happened at ``time`` (Unix seconds)."""

    time: float
    bound: float
    mark: Mark
    action_id: str = ""


def mark_of(trial: Trial) -> Mark | None:
    """Return what ``trial`` counts as; None when nothing is learnt from it."""
    if trial.status == "rejected":
        return "rejection"
    if trial.status in _NOTHING_LEARNT:
        return None
    return "success" if trial.status == "done" and not trial.mismatch else "failure"


def credit(trial: Trial, numbers: TrustNumbers) -> trust.Update | None:
    """Return the update of the evidence that ``trial`` stands for; None when nothing is learnt from it."""
    mark = mark_of(trial)
    if mark == "rejection":
        return trust.credit_rejection(trial.time, numbers, trial.basis)
    if mark == "success":
        return trust.credit_success(trial.time, numbers, trial.basis, asked=trial.asked)
    return trust.credit_failure(trial.time, numbers, trial.basis, asked=trial.asked) if mark else None


class Ledger:
    """Evidence for each (signature, origin), built up again from what is recorded."""

    def __init__(self, numbers: TrustNumbers) -> None:
        self._numbers = numbers
        self._evidence: dict[Key, Evidence] = {}

    def evidence(self, signature: str, origin: str) -> Evidence | None:
        """Return the evidence so far."""
        return self._evidence.get((signature, origin))

    def add(self, trial: Trial) -> list[Point]:
        """Count one trial; return the point it makes, and before it one where another basis made trust start anew."""
        update = credit(trial, self._numbers)
        if update is None:
            return []
        key = (trial.signature, trial.origin)
        before = self._evidence.get(key)
        lost = before is not None and before.basis != trial.basis and (before.successes or before.failures)
        prior = trust.bound(None, trial.time, self._numbers)
        anew = [Point(trial.time, prior, "changed", trial.action_id)] if lost else []
        self._evidence[key] = update(before or Evidence(*key, ""))
        return [*anew, self._point(key, trial.time, mark_of(trial) or "failure", trial.action_id)]

    def take_back(self, event: Event, known: Mapping[str, Trial]) -> list[tuple[Key, Point]]:
        """Follow one of :data:`TAKEN_BACK`; ``known`` are the trials so far, by their action."""
        if event.name == UNDONE:
            trial = known.get(event.action_id)
            found = self._evidence.get((trial.signature, trial.origin)) if trial else None
            if trial is None or found is None:
                return []
            key = (trial.signature, trial.origin)
            self._evidence[key] = trust.credit_undo(event.time, self._numbers, trial.time)(found)
            return [(key, self._point(key, event.time, "undo", trial.action_id))]
        points = []
        for key, found in self._evidence.items():
            if key[0] in event.data.get("signatures", ()):
                self._evidence[key] = replace(found, successes=0.0, failures=0.0, updated=event.time)
                points.append((key, self._point(key, event.time, "reset", "")))
        return points

    def _point(self, key: Key, now: float, mark: Mark, action_id: str) -> Point:
        return Point(now, trust.bound(self._evidence[key], now, self._numbers), mark, action_id)


def histories(
    trials: Iterable[Trial], events: Sequence[Event], numbers: TrustNumbers
) -> Mapping[Key, tuple[Point, ...]]:
    """Return the points of each (signature, origin) in their order.

    ``events`` are the journal's :data:`TAKEN_BACK`, ``trials`` as the store gives them.
    """
    return _build(Ledger(numbers), trials, events)


def _build(ledger: Ledger, trials: Iterable[Trial], events: Sequence[Event]) -> Mapping[Key, tuple[Point, ...]]:
    known = {trial.action_id: trial for trial in trials}
    found: dict[Key, list[Point]] = defaultdict(list)
    happened: list[Trial | Event] = sorted([*known.values(), *events], key=lambda item: item.time)
    for item in happened:
        if isinstance(item, Trial):
            found[(item.signature, item.origin)].extend(ledger.add(item))
        else:
            for key, point in ledger.take_back(item, known):
                found[key].append(point)
    return {key: tuple(points) for key, points in found.items() if points}


def evidence_before(
    moment: float,
    trials: Iterable[Trial],
    events: Sequence[Event],
    numbers: TrustNumbers,
    signature: str,
    origin: str,
) -> Evidence | None:
    """Return the evidence for (signature, origin) as it was at ``moment``; see :func:`histories`."""
    ledger = Ledger(numbers)
    _build(ledger, [trial for trial in trials if trial.time < moment], [e for e in events if e.time < moment])
    return ledger.evidence(signature, origin)


def curve(points: Sequence[Point], now: float, count: int) -> tuple[float, ...]:
    """Return the lower bound at ``count`` moments, evenly from the first point to ``now``; forgetting is not drawn.

    With fewer points than ``count``, each point is one value, so that a short history is not stretched.
    """
    if len(points) <= count:
        return tuple(point.bound for point in points)
    start = points[0].time
    step = (now - start) / (count - 1) or 1.0
    values, at = [], 0
    for index in range(count):
        while at + 1 < len(points) and points[at + 1].time <= start + index * step:
            at += 1
        values.append(points[at].bound)
    return (*values[:-1], points[-1].bound)

"""Trust as pure functions over evidence: how sure we are, and what each outcome adds.

Every ``credit_*`` returns an update to hand to the store, which applies it inside its own transaction. ``basis`` is
what the credit was earned under (``Decision.basis``): under another basis the weights start from
nothing, while the counters for people go on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from journeyman.config import TrustNumbers
from journeyman.gate.beta import beta_quantile
from journeyman.values import Evidence, Level

Update = Callable[[Evidence], Evidence]
LevelName = Literal["apprentice", "journeyman", "master"]

MAX_RUNS = 10_000
"""Where counting missing runs ends: that many means never."""


def lower_bound(successes: float, failures: float, quantile: float = 0.2) -> float:
    """Return the ``quantile`` of Beta(1 + successes, 1 + failures): what we may count on, from 0 to 1."""
    return beta_quantile(quantile, 1.0 + successes, 1.0 + failures)


def decayed(evidence: Evidence, now: float, numbers: TrustNumbers, basis: str | None = None) -> tuple[float, float]:
    """Return (successes, failures) as they weigh at ``now`` (Unix seconds).

    A clock that went backwards decays nothing. Another ``basis`` than the evidence's (None: any will do) gives (0, 0).
    """
    if basis is not None and evidence.basis != basis:
        return 0.0, 0.0
    if not (evidence.successes or evidence.failures):
        return 0.0, 0.0
    factor = 0.5 ** (max(0.0, now - evidence.updated) / numbers.half_life)
    return evidence.successes * factor, evidence.failures * factor


def bound(evidence: Evidence | None, now: float, numbers: TrustNumbers, basis: str | None = None) -> float:
    """Return the lower bound that ``evidence`` gives at ``now``; without any it is the prior's."""
    successes, failures = decayed(evidence, now, numbers, basis) if evidence else (0.0, 0.0)
    return lower_bound(successes, failures, numbers.quantile)


def _weighed(evidence: Evidence, now: float, numbers: TrustNumbers, basis: str | None) -> Evidence:
    successes, failures = decayed(evidence, now, numbers, basis)
    kept = evidence.basis if basis is None else basis
    return replace(evidence, successes=successes, failures=failures, updated=max(now, evidence.updated), basis=kept)


def credit_success(now: float, numbers: TrustNumbers, basis: str, *, asked: bool = True) -> Update:
    """Return the update for a verified success; ``asked`` when a person was asked for this run."""

    def update(evidence: Evidence) -> Evidence:
        base = _weighed(evidence, now, numbers, basis)
        successes, unasked = base.successes + numbers.success, base.unasked + (not asked)
        return replace(base, successes=successes, unasked=unasked, clean=base.clean + 1)

    return update


def credit_failure(now: float, numbers: TrustNumbers, basis: str, *, asked: bool = True) -> Update:
    """Return the update for a run that failed or could not be verified; ``asked`` as above."""

    def update(evidence: Evidence) -> Evidence:
        base = _weighed(evidence, now, numbers, basis)
        return replace(
            base,
            failures=base.failures + numbers.failure,
            failed=base.failed + 1,
            unasked=base.unasked + (not asked),
            last_failure=now,
        )

    return update


def credit_confirm(now: float, numbers: TrustNumbers, basis: str) -> Update:
    """Return the update for a person's yes: counted for people; the weight comes with the outcome."""

    def update(evidence: Evidence) -> Evidence:
        base = _weighed(evidence, now, numbers, basis)
        return replace(base, confirmed=base.confirmed + 1)

    return update


def credit_rejection(now: float, numbers: TrustNumbers, basis: str) -> Update:
    """Return the update for a person's no: it weighs as much as a failure."""

    def update(evidence: Evidence) -> Evidence:
        base = _weighed(evidence, now, numbers, basis)
        return replace(base, failures=base.failures + numbers.failure, rejected=base.rejected + 1)

    return update


def credit_undo(now: float, numbers: TrustNumbers, succeeded_at: float) -> Update:
    """Return the update for a success, credited at ``succeeded_at``, that was taken back at ``now``.

    Within the undo window the success loses what is left of its weight and the undo is held against the signature;
    later only the counter goes up: nobody blames work that was fine for days.
    """

    def update(evidence: Evidence) -> Evidence:
        base = _weighed(evidence, now, numbers, None)
        base = replace(base, undone=base.undone + 1, clean=max(0, base.clean - 1))
        age = max(0.0, now - succeeded_at)
        if age > numbers.undo_window:
            return base
        left = numbers.success * 0.5 ** (age / numbers.half_life)
        return replace(base, successes=max(0.0, base.successes - left), failures=base.failures + numbers.undo)

    return update


def needed_clean_runs(
    evidence: Evidence | None, threshold: float | None, now: float, numbers: TrustNumbers, basis: str | None = None
) -> int | None:
    """Return how many clean runs are missing until it runs unasked: 0 when it does; None when it never will.

    Decay while those runs happen is not foreseen.
    """
    if threshold is None:
        return None
    successes, failures = decayed(evidence, now, numbers, basis) if evidence else (0.0, 0.0)
    step = numbers.success
    reached = step > 0 and lower_bound(successes + MAX_RUNS * step, failures, numbers.quantile) >= threshold
    if lower_bound(successes, failures, numbers.quantile) >= threshold:
        return 0
    if not reached:
        return None
    low, high = 0, 1
    while lower_bound(successes + high * step, failures, numbers.quantile) < threshold:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if lower_bound(successes + middle * step, failures, numbers.quantile) >= threshold:
            high = middle
        else:
            low = middle
    return high


def level_name(level: Level, earned: bool) -> LevelName:
    """Return the name shown to people: a *journeyman* works alone on contained things, a *master* on all others."""
    if not earned:
        return "apprentice"
    return "journeyman" if level in {"read", "contained"} else "master"

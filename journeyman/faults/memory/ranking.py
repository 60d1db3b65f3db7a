"""Which fix to try first: those that have proven themselves, and last those that have just failed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from journeyman.values import Fix, FixTrial

HALF_LIFE = 30 * 86400.0
"""Seconds in which what a trial tells loses half of its weight."""
_UNTRIED = 0.5
_PROVEN = 0.6


def success_rate(fix: Fix, trials: Iterable[FixTrial], now: float) -> float | None:
    """Return how likely ``fix`` is to help, from 0 to 1, as its trials tell; None when it was never tried.

    The mean of Beta(1 + s, 1 + f), s and f being the verified and the failed trials with their decayed weight.
    """
    worked = failed = 0.0
    for trial in trials:
        if trial.fix.key == fix.key:
            weight = 0.5 ** (max(0.0, now - trial.time) / HALF_LIFE)
            worked, failed = (worked + weight, failed) if trial.verified else (worked, failed + weight)
    return (1 + worked) / (2 + worked + failed) if worked or failed else None


def proven(fix: Fix, trials: Iterable[FixTrial], now: float) -> bool:
    """Tell whether ``fix`` has helped, and mostly does."""
    rate = success_rate(fix, trials, now)
    return rate is not None and rate > _PROVEN


def ranked(fixes: Sequence[Fix], trials: Sequence[FixTrial], now: float) -> tuple[Fix, ...]:
    """Return ``fixes``, and what else has helped against the same failure, the most promising first.

    What was never tried keeps its place between what has helped and what has failed.
    """
    known = {fix.key for fix in fixes}
    others = {trial.fix.key: trial.fix for trial in trials if trial.fix.key not in known and trial.verified}
    helped = [fix for fix in others.values() if proven(fix, trials, now)]
    every = [*fixes, *helped]
    rates = {fix.key: success_rate(fix, trials, now) for fix in every}
    return tuple(sorted(every, key=lambda fix: -(_UNTRIED if rates[fix.key] is None else rates[fix.key] or 0.0)))

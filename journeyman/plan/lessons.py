"""What can be learnt from how a plan went: computed from its outcomes, nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeyman.values import Outcome

if TYPE_CHECKING:
    from journeyman.store.protocol import PlanRecord, StepRecord

_SLOW_SHARE = 0.5
_SLOW_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class TrustChange:
    """How much a signature was trusted before and after a plan: lower bounds, 0 to 1.

    ``threshold`` is what it takes to run unasked; None when nothing can earn that.
    """

    signature: str
    before: float
    after: float
    threshold: float | None = None

    @property
    def earned(self) -> bool:
        """True when it runs unasked now and did not before."""
        return self.threshold is not None and self.before < self.threshold <= self.after

    @property
    def lost(self) -> bool:
        """True when it ran unasked before and does not now."""
        return self.threshold is not None and self.after < self.threshold <= self.before


def lessons(
    plan: PlanRecord, outcomes: Mapping[str, Outcome], trust_changes: Sequence[TrustChange] = ()
) -> tuple[str, ...]:
    """Return sentences that follow from what happened, most useful first; empty when nothing stands out."""
    ended = [(step, outcomes[step.action.id]) for step in plan.steps if step.action.id in outcomes]
    return (
        *_from_failures(ended),
        *_from_answers(plan.steps, ended),
        *_from_durations(ended),
        *_from_trust(trust_changes),
    )


def _from_failures(ended: Sequence[tuple[StepRecord, Outcome]]) -> Iterator[str]:
    codes = Counter(outcome.diagnosis.code for _, outcome in ended if outcome.diagnosis and not outcome.ok)
    for code, count in codes.most_common():
        fixes = next(o.diagnosis.fixes for _, o in ended if o.diagnosis and o.diagnosis.code == code and not o.ok)
        times = f" ({count} times)" if count > 1 else ""
        help_ = f"; what would help: {'; '.join(map(str, fixes))}" if fixes else "; no fix is known"
        yield f"The cause {code} stopped this plan{times}{help_}."
    for step, outcome in ended:
        if outcome.status == "timeout":
            spent = f"{outcome.duration:.0f} s"
            yield f"{step.title!r} was ended after {spent}: give it a longer time-out, or make it smaller."
        elif outcome.status == "failed" and not outcome.diagnosis:
            yield f"{step.title!r} failed without a known cause: {_first_line(outcome.message)}."


def _from_answers(steps: Sequence[StepRecord], ended: Sequence[tuple[StepRecord, Outcome]]) -> Iterator[str]:
    status_of = {step.position: outcome.status for step, outcome in ended}
    for step in steps:
        status = status_of.get(step.position, step.status)
        if status == "rejected":
            yield f"You rejected {step.title!r}: a plan for such a goal should do without {step.action.kind} there."
        elif status == "denied":
            yield f"The gate denies {step.title!r}: the plan needs another way."
        elif status == "interrupted":
            yield f"{step.title!r} was interrupted: what it did half is offered to be restored before it runs again."
    waiting = [step for step in steps if status_of.get(step.position, step.status) in ("pending", "queued")]
    if waiting:
        yield f"{len(waiting)} of {len(steps)} steps did not run; {waiting[0].title!r} is next."


def _from_durations(ended: Sequence[tuple[StepRecord, Outcome]]) -> Iterator[str]:
    total = sum(outcome.duration for _, outcome in ended)
    if len(ended) < 2:
        return
    step, outcome = max(ended, key=lambda pair: pair[1].duration)
    if outcome.duration >= _SLOW_SECONDS and outcome.duration >= _SLOW_SHARE * total:
        share = f"{outcome.duration / total:.0%}"
        yield f"{step.title!r} took {outcome.duration:.0f} s, {share} of the plan's {total:.0f} s."


def _from_trust(changes: Sequence[TrustChange]) -> Iterator[str]:
    for change in changes:
        if change.earned:
            yield f"{change.signature} has earned its autonomy: it will run unasked."
        elif change.lost:
            yield f"{change.signature} has lost its autonomy: it will ask again."


def _first_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[0].rstrip(".")[:200]

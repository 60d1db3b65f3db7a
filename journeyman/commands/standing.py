"""Where each signature stands: what it earned, whether that still counts, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeyman.gate import ANALYSER_VERSION, trust
from journeyman.gate.history import TAKEN_BACK, Key, Point, histories, mark_of
from journeyman.gate.replay import judge_again, what_changed
from journeyman.store.protocol import ActionRecord, EventFilter, Trial
from journeyman.values import LEVELS, Decision, Event, Evidence, Json, Level

if TYPE_CHECKING:
    from journeyman.services import Services

MOST_TRIALS = 10_000
"""How many of the newest actions the history is drawn from."""
_COUNTERS = ("confirmed", "rejected", "unasked", "failed", "undone")
_UNITS = ((86400.0, "d"), (3600.0, "h"), (60.0, "min"))


@dataclass(frozen=True, slots=True)
class Standing:
    """One signature from one origin as it is judged now.

    ``now`` is the decision about its latest action made again (None: no such action is recorded); ``changed`` says why
    what was earned no longer counts; ``successes`` and ``failures`` are the decayed weights that do count.
    """

    evidence: Evidence
    level: Level
    successes: float
    failures: float
    bound: float
    threshold: float | None
    now: Decision | None
    changed: str
    last_failure: str
    missing: int | None
    points: tuple[Point, ...] = ()

    @property
    def earned(self) -> bool:
        """True when it runs unasked."""
        if self.now is not None:
            return self.now.verdict == "allow"
        return self.threshold is not None and self.bound >= self.threshold

    @property
    def name(self) -> trust.LevelName:
        """The level shown to people."""
        return trust.level_name(self.level, self.earned)

    @property
    def told(self) -> str:
        """The evidence in words: ``23 clean, 0 undone, last failure 2 d ago: exit code 1``."""
        found = self.evidence
        parts = [f"{found.clean} clean", f"{found.undone} undone"]
        parts += [f"{found.failed} failed"] if found.failed else []
        parts += [f"{found.rejected} rejected"] if found.rejected else []
        parts += [f"last failure {self.last_failure}"] if self.last_failure else []
        return ", ".join(parts)

    @property
    def runs(self) -> str:
        """How often a person was asked before it ran, and how often nobody was: ``5 runs after a yes, 18 unasked``."""
        found = self.evidence
        asked = max(0, found.clean + found.undone + found.failed - found.unasked)
        return f"{asked} run{'' if asked == 1 else 's'} after a yes, {found.unasked} unasked"

    @property
    def following(self) -> str:
        """What would make it run unasked, in words."""
        lost = f"{self.changed}: starts from nothing; " if self.changed else ""
        if self.now is not None and self.now.verdict != "ask":
            last = self.now.reasons[-1] if self.now.reasons else ""
            return f"{lost}{'runs unasked' if self.earned else 'denied'}{f' ({last})' if last else ''}"
        if self.threshold is None:
            return f"{lost}never: asked every time"
        if self.earned:
            return "runs unasked"
        if self.now is not None and not self.now.reasons[-1].startswith("not earned yet"):
            return f"{lost}asks: {self.now.reasons[-1]}"
        if self.missing is None:
            return f"{lost}too much speaks against it"
        return f"{lost}{self.missing} more clean run{'' if self.missing == 1 else 's'}"

    def to_dict(self) -> dict[str, Json]:
        """Return a JSON-ready dict."""
        found = self.evidence
        counters = {name: getattr(found, name) for name in ("clean", *_COUNTERS)}
        return {
            "signature": found.signature,
            "origin": found.origin,
            "kind": found.kind,
            "level": self.level,
            "name": self.name,
            "bound": round(self.bound, 4),
            "threshold": self.threshold,
            "successes": round(self.successes, 4),
            "failures": round(self.failures, 4),
            "evidence": self.told,
            "next": self.following,
            "changed": self.changed,
            "counters": counters,
            "history": [[point.time, round(point.bound, 4), point.mark] for point in self.points],
        }


def standings(services: Services, wanted: str = "") -> list[Standing]:
    """Return all signatures (or those that fit ``wanted``, see :func:`fits`) with their history, most trusted first."""
    chosen = [found for found in services.store.evidences() if fits(found.signature, wanted)]
    only = chosen[0].signature if len({found.signature for found in chosen}) == 1 else ""
    trials = services.store.trials(only, limit=MOST_TRIALS) if chosen else ()
    events = taken_back(services)
    points = histories(trials, events, services.policy.trust)
    by_key: dict[Key, list[Trial]] = {}
    for trial in trials:
        by_key.setdefault((trial.signature, trial.origin), []).append(trial)
    found = [_standing(services, evidence, by_key, points) for evidence in chosen]
    return sorted(found, key=lambda standing: -standing.bound)


def taken_back(services: Services) -> list[Event]:
    """Return what the journal says of trust that was taken back, oldest first."""
    found = [event for name in TAKEN_BACK for event in services.store.events(EventFilter(name=name))]
    return sorted(found, key=lambda event: event.time)


def fits(signature: str, wanted: str) -> bool:
    """Return whether ``wanted`` is the beginning of ``signature`` or of the subject in it (``git commit``)."""
    from journeyman.gate import subject_of

    return signature.startswith(wanted) or subject_of(signature).startswith(wanted)


def level_of(signature: str) -> Level:
    """Return the worst effect class that a signature names."""
    words = set("".join(signature.split("|")[-2:-1]).replace("+", " ").replace(":", " ").split())
    return next((level for level in reversed(LEVELS) if level in words), "contained")


def _standing(
    services: Services, evidence: Evidence, by_key: Mapping[Key, list[Trial]], points: Mapping[Key, tuple[Point, ...]]
) -> Standing:
    key = (evidence.signature, evidence.origin)
    trials = by_key.get(key, [])
    newest = _record(services, trials[-1:])
    under = _record(services, [trial for trial in trials if trial.basis == evidence.basis][-1:])
    now = judge_again(services.gate, newest, programs_now=True) if newest else None
    numbers, clock = services.policy.trust, services.clock()
    basis = now.basis if now else None
    level = now.level if now else level_of(evidence.signature)
    threshold = services.policy.thresholds.get(level)
    changed = ""
    if not evidence.signature.startswith(f"v{ANALYSER_VERSION}|"):
        now, basis, changed = None, "another version of the analyser", "the analyser changed"
    elif now and evidence.basis not in ("", now.basis) and (evidence.successes or evidence.failures):
        earned_under = under.decision if under else None
        changed = (earned_under and what_changed(earned_under, now)) or "the rule that matched changed"
    successes, failures = trust.decayed(evidence, clock, numbers, basis)
    return Standing(
        evidence,
        level,
        successes,
        failures,
        trust.bound(evidence, clock, numbers, basis),
        threshold,
        now,
        changed,
        _last_failure(services, evidence, trials),
        trust.needed_clean_runs(evidence, threshold, clock, numbers, basis),
        points.get(key, ()),
    )


def _record(services: Services, trials: Sequence[Trial]) -> ActionRecord | None:
    return services.store.action(trials[0].action_id) if trials else None


def _last_failure(services: Services, evidence: Evidence, trials: Sequence[Trial]) -> str:
    if evidence.last_failure is None:
        return ""
    when = ago(services.clock() - evidence.last_failure)
    failed = [trial for trial in trials if mark_of(trial) == "failure"][-1:]
    record = _record(services, failed)
    message = " ".join(record.outcome.message.split()) if record and record.outcome else ""
    return f"{when}: {message if len(message) <= 60 else message[:59] + '…'}" if message else when


def ago(seconds: float) -> str:
    """Return a span of time in words: ``2 d ago``, ``now``."""
    for size, unit in _UNITS:
        if seconds >= size:
            return f"{seconds / size:.0f} {unit} ago"
    return "just now"

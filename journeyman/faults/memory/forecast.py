"""What is likely to fail next: before a command that often ends so, after a change that often leads there, or again."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from journeyman.faults.memory.subject import subject_of
from journeyman.store import FaultFilter, Store
from journeyman.store.protocol import ActionRecord
from journeyman.values import Action, Fault, FaultGroup

_RUNS = 10
_LOOKED_AT = 400
_DAY = 86400.0
_WEEK = 7 * _DAY


@dataclass(frozen=True, slots=True)
class Forecast:
    """A failure to expect. ``text`` is one sentence for a person; ``likely`` is from 0 to 1."""

    group: FaultGroup
    text: str
    likely: float


def before(action: Action, store: Store) -> tuple[Forecast, ...]:
    """Return what ``action`` is likely to lead to, from what it, and changes like it, have led to before.

    What is ignored is left out, and what has since gone well more often than not.
    """
    subject = subject_of(action)
    found = [*_after_command(subject, store), *_after_change(action, store)]
    return tuple(sorted({each.group.fingerprint: each for each in reversed(found)}.values(), key=lambda f: -f.likely))


def _after_command(subject: str, store: Store) -> list[Forecast]:
    faults = [fault for fault in store.faults(FaultFilter(subject=subject, limit=50)) if fault.action_id]
    if not faults:
        return []
    runs = _runs(subject, store.actions(limit=_LOOKED_AT))
    by_action = {fault.action_id: fault.fingerprint for fault in faults}
    ended = [by_action.get(record.action.id, "") for record in runs]
    counts = Counter(filter(None, ended))
    groups = {group.fingerprint: group for group in store.fault_groups(FaultFilter(subject=subject))}
    found = []
    for fingerprint, count in counts.items():
        group = groups.get(fingerprint)
        if group and group.status != "ignored" and count >= 2 and 2 * count >= len(ended):
            times = f"{count} of the last {len(ended)} times"
            found.append(Forecast(group, f"`{subject}` failed {times} with: {group.summary}", count / len(ended)))
    return found


def _runs(subject: str, records: Sequence[ActionRecord]) -> list[ActionRecord]:
    ended = [each for each in records if each.outcome is not None and each.status in ("done", "failed", "timeout")]
    return [each for each in ended if subject_of(each.action) == subject][:_RUNS]


def _after_change(action: Action, store: Store) -> list[Forecast]:
    path = str(action.args.get("path", ""))
    if not path or not action.kind.startswith("file."):
        return []
    counts = Counter(fault.fingerprint for fault in store.faults(FaultFilter(limit=200)) if path in fault.changed)
    found = []
    for fingerprint, count in counts.items():
        group = store.fault_groups(FaultFilter(fingerprint=fingerprint))[0]
        if count >= 2 and group.status != "ignored":
            text = f"changes of {path} were followed {count} times by: {group.summary}"
            found.append(Forecast(group, text, count / (count + 2)))
    return found


def rising(store: Store, now: float) -> tuple[Forecast, ...]:
    """Return what comes more often than it used to: in the last day at least three times its daily rate before."""
    recent: dict[str, list[Fault]] = {}
    for fault in store.faults(FaultFilter(since=now - _WEEK)):
        recent.setdefault(fault.fingerprint, []).append(fault)
    found = []
    for fingerprint, faults in recent.items():
        today = sum(fault.time >= now - _DAY for fault in faults)
        group = store.fault_groups(FaultFilter(fingerprint=fingerprint))[0]
        days = max(1.0, min(now - _DAY - group.first_seen, _WEEK - _DAY) / _DAY)
        usual = (len(faults) - today) / days
        if today >= 3 and today >= 3 * usual and group.status == "open":
            text = f"{today} times in the last day, {usual:.1f} a day before: {group.summary}"
            found.append(Forecast(group, text, min(1.0, today / 10)))
    return tuple(sorted(found, key=lambda each: -each.likely))


def due(store: Store, now: float) -> tuple[Forecast, ...]:
    """Return what comes at regular intervals and is due again."""
    found = []
    for group in store.fault_groups(FaultFilter(status="open")):
        if group.count < 4:
            continue
        times = sorted(fault.time for fault in store.faults(FaultFilter(fingerprint=group.fingerprint, limit=20)))
        gaps = [later - earlier for earlier, later in pairwise(times)]
        if len(gaps) < 3:
            continue
        usual = statistics.median(gaps)
        regular = statistics.pstdev(gaps) < 0.5 * usual
        if regular and 0.8 * usual <= now - group.last_seen <= 2 * usual:
            found.append(Forecast(group, f"comes about every {_span(usual)}, and is due: {group.summary}", 0.5))
    return tuple(found)


def _span(seconds: float) -> str:
    for unit, size in (("day", _DAY), ("hour", 3600.0), ("minute", 60.0)):
        if seconds >= size:
            number = round(seconds / size)
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return f"{seconds:.0f} seconds"

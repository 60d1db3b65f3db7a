"""Spans of wall-clock time. They follow the local clock, so that a change to or from summer time needs no care."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache

from journeyman.config import QuietHours

PEOPLE = frozenset({"shell", "notebook", "terminal", "interpreter"})
"""Front ends where somebody sits. What comes from elsewhere (a queue, a schedule, a script) is unattended."""


def now_in(zone: str, now: float) -> datetime:
    """Return the wall-clock time at ``now`` (Unix seconds) in ``zone`` ("" is this machine's)."""
    moment = datetime.fromtimestamp(now, UTC)
    if not zone:
        return moment.astimezone()
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo(zone))


def covers(span: QuietHours, now: float) -> bool:
    """Return whether ``now`` (Unix seconds) lies in ``span``. A span over midnight belongs to the day it begins on."""
    local = now_in(span.zone, now)
    minute, today = local.hour * 60 + local.minute, local.weekday()
    if span.start < span.end:
        return today in span.days and span.start <= minute < span.end
    begun = minute >= span.start and today in span.days
    return begun or (minute < span.end and (today - 1) % 7 in span.days)


def quiet(spans: Iterable[QuietHours], now: float) -> QuietHours | None:
    """Return the strictest span that covers ``now``, or None."""
    found = [span for span in spans if covers(span, now)]
    return min(found, key=lambda span: span.verdict != "deny", default=None)


@cache
def span_of(text: str) -> QuietHours:
    """Return the span written as ``22:00-07:00`` (checked by the policy's schema)."""
    start, end = (int(part[:2]) * 60 + int(part[3:]) for part in text.split("-"))
    return QuietHours(start, end)

"""Spans of wall-clock time: over midnight, by weekday, and across changes of the clock."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from journeyman.config import QuietHours
from journeyman.gate.hours import covers, now_in, quiet, span_of

VIENNA = "Europe/Vienna"
NIGHT = QuietHours(22 * 60, 7 * 60, zone=VIENNA)


def at(text: str, zone: str = VIENNA, fold: int = 0) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp()


@pytest.mark.parametrize(
    ("time", "inside"),
    [("21:59", False), ("22:00", True), ("23:59", True), ("00:00", True), ("06:59", True), ("07:00", False)],
)
def test_a_span_over_midnight(time: str, inside: bool) -> None:
    assert covers(NIGHT, at(f"2026-01-14T{time}")) is inside


@pytest.mark.parametrize(("time", "inside"), [("11:59", False), ("12:00", True), ("12:59", True), ("13:00", False)])
def test_a_span_within_a_day(time: str, inside: bool) -> None:
    assert covers(QuietHours(12 * 60, 13 * 60, zone=VIENNA), at(f"2026-01-14T{time}")) is inside


def test_a_span_that_ends_where_it_begins_is_a_whole_day() -> None:
    span = QuietHours(8 * 60, 8 * 60, days=frozenset({5}), zone=VIENNA)
    assert covers(span, at("2026-01-17T08:00"))
    assert covers(span, at("2026-01-18T07:59"))
    assert not covers(span, at("2026-01-18T08:00"))
    assert not covers(span, at("2026-01-17T07:59"))


def test_days_are_those_on_which_the_span_begins() -> None:
    friday = QuietHours(22 * 60, 7 * 60, days=frozenset({4}), zone=VIENNA)
    assert covers(friday, at("2026-01-16T23:00"))
    assert covers(friday, at("2026-01-17T06:00")), "Saturday morning belongs to the night of Friday"
    assert not covers(friday, at("2026-01-16T06:00"))
    assert not covers(friday, at("2026-01-17T23:00"))
    sunday = QuietHours(22 * 60, 7 * 60, days=frozenset({6}), zone=VIENNA)
    assert covers(sunday, at("2026-01-19T06:00"))


def test_the_clock_that_people_see_counts_when_summer_time_begins_and_ends() -> None:
    before, after = at("2026-03-29T01:59"), at("2026-03-29T03:00")
    assert after - before == 60
    span = QuietHours(2 * 60 + 30, 4 * 60, zone=VIENNA)
    assert not covers(span, before)
    assert covers(span, after), "02:30 does not exist on that day; 03:00 is inside"
    assert covers(NIGHT, at("2026-03-29T06:59"))
    assert not covers(NIGHT, at("2026-03-29T07:00"))
    early = QuietHours(2 * 60, 2 * 60 + 30, zone=VIENNA)
    for fold in (0, 1):
        assert covers(early, at("2026-10-25T02:15", fold=fold)), "both hours called two o'clock"
        assert not covers(early, at("2026-10-25T02:45", fold=fold))


def test_the_machines_own_zone_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = at("2026-01-14T23:00", "UTC")
    assert now_in("", moment).timestamp() == moment
    assert now_in("Asia/Tokyo", moment).hour == 8


def test_the_strictest_span_counts() -> None:
    deny = QuietHours(0, 24 * 60 - 1, "deny", zone=VIENNA)
    now = at("2026-01-14T23:00")
    assert quiet((NIGHT, deny), now) is deny
    assert quiet((NIGHT,), now) is NIGHT
    assert quiet((NIGHT,), at("2026-01-14T12:00")) is None
    assert quiet((), now) is None


def test_a_span_in_a_rule() -> None:
    assert span_of("22:30-07:00") == QuietHours(22 * 60 + 30, 7 * 60)

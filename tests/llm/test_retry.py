"""How long to wait before the next attempt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from journeyman.llm.retry import wait_before


@pytest.mark.parametrize(
    ("attempt", "header", "seconds"),
    [
        (0, None, 0.5),
        (1, None, 1.0),
        (0, "", 0.5),
        (1, "soon", 1.0),
        (0, "0", 0.0),
        (0, "30", 30.0),
        (0, "31", None),
        (0, "Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
    ],
)
def test_waits(attempt: int, header: str | None, seconds: float | None) -> None:
    assert wait_before(attempt, header) == seconds


def test_a_date_is_understood() -> None:
    wait = wait_before(0, format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True))
    assert wait is not None
    assert 10 < wait <= 20

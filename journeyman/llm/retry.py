"""When to try again: few times, and no sooner than the endpoint allows."""

from __future__ import annotations

import time

RETRIES = 2
"""Attempts after the first."""
LONGEST_WAIT = 30.0
"""Seconds that a person at a prompt is made to wait between two attempts, at most."""
_FIRST_WAIT = 0.5


def wait_before(attempt: int, retry_after: str | None) -> float | None:
    """Return the seconds to wait after failed ``attempt`` (from 0), or None when that would be too long.

    ``retry_after`` is the header's value: seconds, or an HTTP date (RFC 9110, 10.2.3); what cannot be read counts
    as absent. Without it the wait doubles from 0.5 s.
    """
    wait = _seconds(retry_after)
    if wait is None:
        return float(_FIRST_WAIT * 2**attempt)
    return max(0.0, wait) if wait <= LONGEST_WAIT else None


def _seconds(value: str | None) -> float | None:
    if not value:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return float(value)
    import email.utils

    try:
        return email.utils.parsedate_to_datetime(value).timestamp() - time.time()
    except (TypeError, ValueError, OverflowError):
        return None

"""Moments as people type them."""

from __future__ import annotations

import re
from datetime import datetime

from journeyman.errors import UsageError

_SPAN = re.compile(r"(\d+)([smhdw])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def moment(text: str, now: float) -> float | None:
    """Return the Unix seconds of an ISO time (local without a zone) or of a span ago (``2h``, ``3d``); None for "".

    Raises UsageError for anything else.
    """
    if not text:
        return None
    span = _SPAN.fullmatch(text)
    if span:
        return now - int(span.group(1)) * _SECONDS[span.group(2)]
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"{text!r} is not a time; give one like 2026-01-31T12:00, or a span like 30m, 2h, 3d"
        ) from None
    return (found if found.tzinfo else found.astimezone()).timestamp()

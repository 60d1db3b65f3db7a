"""Failures that may be gone a moment later: the network, a lock, a server that is busy."""

from __future__ import annotations

import re
from dataclasses import dataclass

from journeyman.faults.window import window

_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("the server is busy (429)", re.compile(r"\b429\b.{0,40}[Tt]oo [Mm]any|[Tt]oo [Mm]any [Rr]equests|\berror: 429\b")),
    (
        "the server failed (5xx)",
        re.compile(
            r"(?:HTTP|[Ss]tatus|error|code|returned)[^\d\n]{0,30}\b50[0234]\b"
            r"|\b50[0234] (?:Internal|Bad Gateway|Service|Gateway|Server)"
        ),
    ),
    (
        "the connection broke off",
        re.compile(
            r"ECONNRESET|ETIMEDOUT|ESOCKETTIMEDOUT|[Cc]onnection reset|[Cc]onnection timed out|[Rr]ead timed out"
            r"|[Oo]peration timed out|RemoteDisconnected|IncompleteRead|early EOF|unexpected disconnect"
        ),
    ),
    ("the name could not be resolved for now", re.compile(r"EAI_AGAIN|Temporary failure in name resolution")),
    (
        "somebody else holds the lock",
        re.compile(
            r"database is locked|Could not get lock|Unable to create '[^'\n]{1,300}\.lock': File exists"
            r"|Another git process|Waiting for cache lock|could not lock|is locked by another process|ETXTBSY|EBUSY"
        ),
    ),
    ("the system was short of something for a moment", re.compile(r"Resource temporarily unavailable|\bEAGAIN\b")),
)
_AFTER = re.compile(r"[Rr]etry-[Aa]fter:?\s{0,4}(\d{1,6})")


@dataclass(frozen=True, slots=True)
class Transient:
    """Why it is worth trying again, and how many seconds the other side asked to wait (None: it did not say)."""

    reason: str
    retry_after: float | None = None


def transient(output: str) -> Transient | None:
    """Return why what printed ``output`` may succeed when it is tried again; None when it will not."""
    lines = [line for _, line in window(output)][-200:]
    for reason, sign in _SIGNS:
        if any(sign.search(line) for line in lines):
            asked = next((match for line in lines if (match := _AFTER.search(line))), None)
            return Transient(reason, float(asked.group(1)) if asked else None)
    return None

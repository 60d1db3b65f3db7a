"""A name for a failure that stays the same wherever and whenever it comes up again."""

from __future__ import annotations

import hashlib
import re

from journeyman.faults.case import Case
from journeyman.values import Diagnosis

VERSION = 1
"""Goes up whenever the same failure would get another name."""
_VARIES = re.compile(r"0x[0-9a-fA-F]+|\d+|'[^']*'|\"[^\"]*\"")


def fingerprint(case: Case, found: Diagnosis | None) -> str:
    """Return the name of the failure: the same for the same cause from a cell, a shell, a test, or a build."""
    code = found.code if found else "unknown"
    number = found.line if found else None
    line = next((line for at, line in case.lines if at == number), "")
    text = f"{code}|{_VARIES.sub('#', line.strip())}"
    return f"{VERSION}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"

"""Find the exception that a traceback in a text ends with."""

from __future__ import annotations

import re

from journeyman.faults.case import Lines

_FRAME = 'File "'
_EXCEPTION = re.compile(r"^(?:  [+|] )?((?:[A-Za-z_]\w*\.)*([A-Z]\w*))(?:: (.*))?$")


def last_exception(lines: Lines, text: str) -> tuple[int, str, str] | None:
    """Return (line number, exception name, message) of the last traceback, or None."""
    if "Traceback (most recent call last)" not in text and _FRAME not in text:
        return None
    started = False
    found = None
    for number, line in lines:
        if line.startswith(("Traceback (most", '  File "')):
            started = True
        elif started and not line.startswith(" ") and (match := _EXCEPTION.match(line)):
            found = (number, match.group(2), match.group(3) or "")
            started = False
    return found

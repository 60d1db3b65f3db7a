"""One line that only a failing run prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

Shape = tuple[str, str]
_compiled = cache(re.compile)
"""Most shapes are never needed: each is compiled when its literal occurs for the first time."""


def first_match(shapes: Sequence[Shape], lines: Sequence[tuple[int, str]], text: str) -> int | None:
    """Return the number of the first line that has one of these shapes; literals are looked for in ``text`` first."""
    present = [(literal, _compiled(pattern)) for literal, pattern in shapes if literal in text]
    if not present:
        return None
    for number, line in lines:
        if any(literal in line and pattern.search(line) for literal, pattern in present):
            return number
    return None

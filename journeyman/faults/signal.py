"""A shape of line that may tell why a build failed, with how much it tells."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signal:
    """Lines with any of ``literals`` that match ``pattern`` weigh ``weight``; of equal ones the first counts.

    ``below`` non-empty lines further down stands what tells more than the headline itself. ``last`` turns the order
    round.
    """

    weight: int
    literals: tuple[str, ...]
    pattern: re.Pattern[str]
    below: int = 0
    last: bool = False


def signal(weight: int, literals: str | tuple[str, ...], pattern: str, below: int = 0, *, last: bool = False) -> Signal:
    """Return a signal; one literal may be given as plain text."""
    return Signal(weight, (literals,) if isinstance(literals, str) else literals, re.compile(pattern), below, last)

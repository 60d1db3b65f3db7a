"""What counts as a goal: text of a sensible length that a screen can show."""

from __future__ import annotations

import unicodedata

from journeyman.errors import UsageError

LONGEST = 10_000
"""Characters."""

_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that reorder what a person sees: a plan would not read as it runs."""


def check_goal(goal: str) -> str:
    """Return ``goal`` without surrounding white space.

    Raises UsageError when it is empty, longer than 10 000 characters, or holds control characters.
    """
    if len(goal) > LONGEST:
        raise UsageError(f"the goal has {len(goal)} characters; at most {LONGEST} are allowed")
    for position, character in enumerate(goal):
        if (unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\r\t") or character in _BIDI:
            raise UsageError(
                f"the goal holds the control character U+{ord(character):04X} at position {position + 1}; "
                "printable text is allowed"
            )
    stripped = goal.strip()
    if not any(character.isalnum() for character in stripped):
        raise UsageError('the goal is empty; say what to do, e.g. "Create a hello world Flask API with a test"')
    return stripped

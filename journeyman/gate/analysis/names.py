"""Lists of names written as text: easier to read and to merge than a hundred quoted words."""

from __future__ import annotations


def names(text: str) -> frozenset[str]:
    """Return the words of ``text`` as a set."""
    return frozenset(text.split())

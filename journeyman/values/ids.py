"""Short identifiers that people can type: one letter for the sort, eight random characters."""

from __future__ import annotations

import os

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no i, l, o or u, so that nothing is misread."""


def new_id(prefix: str) -> str:
    """Return ``prefix`` followed by 8 random characters (40 bits), e.g. ``a7k2m9q0x``."""
    number = int.from_bytes(os.urandom(5), "big")
    characters = []
    for _ in range(8):
        characters.append(_ALPHABET[number & 31])
        number >>= 5
    return prefix + "".join(characters)

"""Canonical JSON: one text per value, so that equal values have equal hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

Json = Any
"""A JSON value: None, bool, int, float, str, list/tuple of Json, or mapping of str to Json."""

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode


def dumps(value: Json) -> str:
    """Return the canonical JSON text of ``value`` (sorted keys, no white space, ASCII).

    Raises TypeError for a value JSON cannot hold and ValueError for NaN or infinity.
    """
    return _encode(value)


def content_hash(value: Json) -> str:
    """Return the SHA-256 (64 hex digits) of the canonical JSON of ``value``."""
    return hashlib.sha256(_encode(value).encode("ascii")).hexdigest()


def freeze(value: Json) -> Json:
    """Return a deep copy of ``value`` with plain dicts and lists, safe from later edits by the caller.

    Raises TypeError when a mapping key is not a string.
    """
    if type(value) is str:
        return value
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"JSON keys are strings, not {type(key).__name__}: {key!r}")
        return {key: freeze(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [freeze(item) for item in value]
    return value

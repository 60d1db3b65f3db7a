"""How much output an outcome holds."""

from __future__ import annotations

from collections.abc import Mapping

from journeyman.sandbox.stream import BoundedText
from journeyman.values import Json

OUTPUT_LIMIT = 20_000
"""Characters of output in an outcome, unless the setting ``output.bytes`` says otherwise; the rest is on disk."""


def output_limit(settings: Mapping[str, Json]) -> int:
    """Return how many characters of output the settings allow in an outcome."""
    section = settings.get("output") or {}
    return int(section.get("bytes", OUTPUT_LIMIT))


def bounded(text: str, limit: int = OUTPUT_LIMIT) -> str:
    """Return ``text``, or its beginning and end with a note between when it is longer than ``limit`` characters."""
    keeper = BoundedText(limit)
    keeper.add(text)
    return keeper.text()

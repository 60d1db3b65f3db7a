"""Tables of commands: a level, and the text behind it."""

from __future__ import annotations

_WIDTH = 14


def rows(table: str) -> list[tuple[str, str]]:
    """Return level and text of each line; ``⏎`` stands for a new line, ``#`` starts a note."""
    lines = [line for line in table.strip().splitlines() if line[:1] not in {"", "#"}]
    return [(line.split()[0], line[_WIDTH:].replace("⏎", "\n")) for line in lines]

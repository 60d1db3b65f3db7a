"""Put text of others into markdown without letting it become markup."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$!&])")


def inline(text: str, limit: int = 300) -> str:
    """Return ``text`` on one line, shortened to ``limit`` characters, with markup and HTML escaped."""
    flat = " ".join(text.split())
    if len(flat) > limit:
        flat = flat[: limit - 1] + "…"
    return _SPECIAL.sub(r"\\\1", flat)


def block(text: str, limit: int = 2000, language: str = "text") -> str:
    """Return ``text`` as a fenced block, the last ``limit`` characters of it."""
    shown = text if len(text) <= limit else "…" + text[-limit:]
    longest = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{shown.rstrip()}\n{fence}"


def code(text: str, limit: int = 120) -> str:
    """Return ``text`` as inline code on one line."""
    flat = " ".join(text.split())
    if len(flat) > limit:
        flat = flat[: limit - 1] + "…"
    ticks = "`" * (max((len(run) for run in re.findall(r"`+", flat)), default=0) + 1)
    pad = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{ticks}{pad}{flat}{pad}{ticks}" if flat else ""

"""Names for files, made from free text."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that Windows gives to devices."""


def slug(text: str, fallback: str = "plan") -> str:
    """Return a name of ``[a-z0-9-]``, at most 60 characters, that is safe on every file system.

    Accents are dropped; text without any usable character gives ``fallback``.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    plain = plain.replace("'", "")
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(name) > LONGEST:
        head, _, _ = name[: LONGEST + 1].rpartition("-")
        name = (head or name)[:LONGEST].strip("-")
    if not name or name in _RESERVED:
        return f"{fallback}-{name}".strip("-")
    return name

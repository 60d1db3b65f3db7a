"""Names that a glob would match now: a pattern is as bad as the worst name it stands for."""

from __future__ import annotations

import fnmatch
import os
import re
from functools import lru_cache

_MOST_SEEN = 4_000
"""Folder entries looked at for one pattern; with more, what it matches counts as not known."""
_MOST_FOUND = 400
_SIGNS = re.compile(r"[*?\[]")


def matches(pattern: str, cwd: str) -> list[str] | None:
    """Return the absolute paths that ``pattern`` matches in the folder ``cwd``, as bash would; None when too many.

    Names that start with a dot need a dot in the pattern. Folders that cannot be read match nothing.
    """
    start = "/" if pattern.startswith("/") else cwd
    found = [start]
    budget = _MOST_SEEN
    for piece in pattern.split("/"):
        if not piece or piece == ".":
            continue
        if piece == ".." or not _SIGNS.search(piece):
            found = [path for path in (os.path.join(folder, piece) for folder in found) if os.path.lexists(path)]
            continue
        match, hidden = _compiled(piece), piece.startswith((".", "[", "\\."))
        following: list[str] = []
        for folder in found:
            for name in _names(folder, budget):
                budget -= 1
                if (name[0] != "." or hidden) and match.match(name):
                    following.append(os.path.join(folder, name))
            if budget <= 0 or len(following) > _MOST_FOUND:
                return None
        found = following
    return found


@lru_cache(maxsize=256)
def _compiled(piece: str) -> re.Pattern[str]:
    # in bash both [!a] and [^a] negate
    return re.compile(fnmatch.translate(piece.replace("[^", "[!")))


def _names(folder: str, most: int) -> list[str]:
    found: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                found.append(entry.name)
                if len(found) > most:
                    break
    except OSError:
        return []
    return found

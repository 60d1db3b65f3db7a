"""What lies in a workspace: bounded listings that leave out what nobody plans with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

SKIPPED = frozenset(
    {
        "__pycache__",
        "node_modules",
        "venv",
        "env",
        "site-packages",
        "build",
        "dist",
        "htmlcov",
        "logs",
        "notebooks",
    }
)
"""Folders that hold no sources. Hidden ones are left out as well."""

_OWN = frozenset({"session_state.json"})
_DEEPEST = 6


def walk(root: Path, limit: int) -> Iterator[str]:
    """Yield up to ``limit`` files below ``root``, sorted, relative, six folders deep; links are not followed.

    Folders that cannot be read are passed over.
    """
    left = limit
    for folder, names, files in os.walk(root):
        depth = len(Path(folder).relative_to(root).parts)
        names[:] = sorted(n for n in names if depth < _DEEPEST and not n.startswith(".") and n not in SKIPPED)
        for name in sorted(files):
            if name in _OWN or (name.startswith(".") and name not in (".gitignore", ".env.example")):
                continue
            if left == 0:
                return
            left -= 1
            yield Path(folder, name).relative_to(root).as_posix()

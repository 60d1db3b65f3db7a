"""Take one change out of a text that was edited since: a three-way merge by ``git merge-file``."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_LIMIT = 10 * 2**20
"""Bytes above which no merge is tried."""


def merge(current: bytes, base: bytes, wanted: bytes, scratch: Path) -> bytes | None:
    """Return ``current`` with the way from ``base`` to ``wanted`` applied, None when that does not go cleanly.

    ``scratch`` is a private folder for temporary files. Binary contents are never merged; without git nothing is.
    """
    sides = (current, base, wanted)
    if any(b"\0" in side or len(side) > _LIMIT for side in sides):
        return None
    import subprocess

    with tempfile.TemporaryDirectory(prefix="merge-", dir=scratch) as folder:
        for name, side in zip(("current", "base", "wanted"), sides, strict=True):
            Path(folder, name).write_bytes(side)
        try:
            done = subprocess.run(
                ["git", "merge-file", "--stdout", "--quiet", "current", "base", "wanted"],
                cwd=folder,
                env=_environment(folder),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=20,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
    return done.stdout if done.returncode == 0 else None


def _environment(folder: str) -> dict[str, str]:
    """The user's git configuration plays no part."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": folder,
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CEILING_DIRECTORIES": os.path.dirname(folder),
    }

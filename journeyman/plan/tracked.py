"""What a commit of everything covers, read from the index file and the tree: no process is started to plan."""

from __future__ import annotations

import os
import struct
from fnmatch import fnmatchcase
from pathlib import Path

from journeyman.plan.layout import SKIPPED

_GENERATED = SKIPPED - {"notebooks"}
_OWN = frozenset({"session_state.json", "logs"})
_HIDDEN = frozenset(
    {
        ".gitignore",
        ".gitattributes",
        ".github",
        ".gitlab-ci.yml",
        ".editorconfig",
        ".pre-commit-config.yaml",
        ".dockerignore",
    }
)
"""Hidden entries that belong to a project. Others (".env") are only committed when they are tracked already."""


def commit_paths(root: Path) -> list[str]:
    """Return the entries at the top of ``root`` that a commit of everything covers, deleted ones too.

    Left out are Journeyman's own files, hidden, generated and ignored ones, and empty folders, unless they are tracked.
    Where the index is of a form that we do not read, the whole folder is returned (".").
    """
    try:
        tracked = {name.split("/", 1)[0] for name in read_index(root / ".git" / "index")}
    except ValueError:
        return ["."]
    ignored = _ignore_patterns(root)
    present = {
        entry.name
        for entry in os.scandir(root)
        if not (entry.name.startswith(".") and entry.name not in _HIDDEN)
        and entry.name not in _GENERATED
        and not any(fnmatchcase(entry.name, pattern) for pattern in ignored)
        and (not entry.is_dir(follow_symlinks=False) or _holds_files(entry.path))
    }
    return sorted((present | tracked) - _OWN)


def read_index(path: Path) -> list[str]:
    """Return the paths that a git index (versions 2 and 3, SHA-1) lists; [] when there is none.

    Source: gitformat-index(5). Raises ValueError for other versions and for a damaged file.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return []
    if len(data) < 12:
        raise ValueError("the index is cut off")
    magic, version, count = struct.unpack_from(">4sII", data)
    if magic != b"DIRC" or version not in (2, 3):
        raise ValueError(f"index version {version} is not read")
    names, offset = [], 12
    for _ in range(count):
        if offset + 62 > len(data):
            raise ValueError("the index is cut off")
        (flags,) = struct.unpack_from(">H", data, offset + 60)
        start = offset + (64 if flags & 0x4000 else 62)
        end = data.index(b"\0", start)
        if flags & 0x0FFF != min(end - start, 0x0FFF):
            raise ValueError("the index has other object names than SHA-1")
        names.append(os.fsdecode(data[start:end]))
        offset += (end - offset + 8) // 8 * 8  # entries are padded with 1 to 8 NULs
    return names


def _ignore_patterns(root: Path) -> list[str]:
    """Return the patterns of .gitignore that can name an entry at the top."""
    try:
        lines = (root / ".gitignore").read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return []
    patterns = [line.strip().strip("/") for line in lines if line.strip() and line.strip()[0] not in "#!"]
    return [pattern for pattern in patterns if "/" not in pattern]


def _holds_files(folder: str) -> bool:
    return any(files for _, _, files in os.walk(folder))

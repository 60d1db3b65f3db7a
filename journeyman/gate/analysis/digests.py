"""Digests of what an action executes, so that an approval holds for exactly that."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path

from journeyman.workspace import Workspace

_SKIPPED = {".git", "node_modules", "__pycache__", ".venv", "venv", ".tox", ".nox", ".mypy_cache", ".pytest_cache"}
_LIMIT = 5_000
"""A tree digest reads this many files at most; those beyond are known by size and time, so that it takes no seconds."""
_LARGEST = 100_000_000
"""Bytes; a larger file is known by its inode, size and times, so that a decision does not take seconds."""
_cache: dict[str, tuple[tuple[int, int, int, int], str]] = {}


def without_waiting(path: str, flags: int) -> int:
    """Open a file for ``open(..., opener=...)``; a pipe that nobody writes to must not keep a decision waiting."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def digest_text(text: str) -> str:
    """Return the SHA-256 of ``text`` as UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def digest_file(path: str | Path, overlay: Mapping[str, str] | None = None) -> str:
    """Return the SHA-256 of the file, or of what ``overlay`` says will stand there; ``missing`` without either.

    Cached by inode, size, mtime and ctime. Devices, pipes and folders have no content to bind: ``missing``.
    """
    name = os.fspath(path)
    if overlay and name in overlay:
        return digest_text(overlay[name])
    try:
        status = os.stat(name)
        key = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        known = _cache.get(name)
        if known is not None and known[0] == key:
            return known[1]
        if not stat.S_ISREG(status.st_mode):
            return "missing"
        if status.st_size > _LARGEST:
            return hashlib.sha256(repr(key).encode()).hexdigest()
        with open(name, "rb") as file:
            result = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return "missing"
    if len(_cache) >= 4 * _LIMIT:
        _cache.clear()
    _cache[name] = (key, result)
    return result


def digest_tree(workspace: Workspace, patterns: Sequence[str], overlay: Mapping[str, str] | None = None) -> str:
    """Return one SHA-256 over all workspace files whose name or relative path matches one of ``patterns``.

    Dependency folders and caches are left out. Raises nothing: an unreadable file counts as ``missing``.
    """
    total = hashlib.sha256()
    root = str(workspace.root)
    names = set(_matching(root, patterns))
    names |= {
        path for path in overlay or {} if path.startswith(root + "/") and _matches(path[len(root) + 1 :], patterns)
    }
    for count, name in enumerate(sorted(names)):
        found = digest_file(name, overlay) if count < _LIMIT else ":".join(program_identity(name, "/"))
        total.update(f"{name}\0{found}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def _matching(root: str, patterns: Sequence[str]) -> Iterator[str]:
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        for name in files:
            path = os.path.join(folder, name)
            if _matches(path[len(root) + 1 :], patterns):
                yield path


def _matches(relative: str, patterns: Sequence[str]) -> bool:
    name = relative.rsplit("/", 1)[-1]
    return any(fnmatch(name, pattern) or fnmatch(relative, pattern) for pattern in patterns)


def program_identity(name: str, cwd: str) -> tuple[str, str]:
    """Return the path of a program and ``size:mtime`` of its file; ("", "") when it is not installed."""
    path = os.path.join(cwd, name) if "/" in name else shutil.which(name)
    if not path:
        return "", ""
    resolved = os.path.realpath(path)
    try:
        status = os.stat(resolved)
    except OSError:
        return "", ""
    return resolved, f"{status.st_size}:{status.st_mtime_ns}"

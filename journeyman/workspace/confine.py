"""Keep paths inside the workspace, after symlinks and ``..`` are resolved."""

from __future__ import annotations

import os
from pathlib import Path

from journeyman.errors import PathError


def confine(root: Path, path: str, cwd: str = ".") -> Path:
    """Return the absolute form of ``path`` inside ``root``, the last component not followed.

    Symlinks in the parent folders are resolved; a last component that is a link to somewhere outside is refused
    too, because writing through it would leave the workspace. ``root`` must be resolved already.

    Raises PathError, naming the resolved path, when it lies outside ``root`` or holds a NUL byte.
    """
    if not path or "\0" in path:
        raise PathError(f"{path!r} is not a path")
    joined = os.path.join(root, cwd, path)
    parent, name = os.path.split(os.path.normpath(joined))
    # normpath folds `link/..` textually; resolving the parent of the unfolded text must agree.
    resolved = os.path.realpath(joined)
    absolute = os.path.join(os.path.realpath(parent), name)
    for candidate in (resolved, absolute):
        if not _within(candidate, root):
            raise PathError(
                f"{path} resolves to {candidate}, outside the workspace {root}; "
                "only paths inside the workspace are allowed"
            )
    return Path(absolute)


def relative(root: Path, path: Path) -> str:
    """Return ``path`` relative to ``root`` with forward slashes."""
    return path.relative_to(root).as_posix()


def _within(path: str, root: Path) -> bool:
    text = str(root)
    return path == text or path.startswith(text.rstrip(os.sep) + os.sep)

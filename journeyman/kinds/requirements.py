"""Read a requirements file: which packages it names, and which other files it takes in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from journeyman.workspace import confine

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_COMMENT = re.compile(r"(^|\s)#.*")
_FILES = re.compile(r"(-r|--requirement|-c|--constraint)[\s=]*(\S+)")
_INSTALLING = ("-r", "--requirement")
_HARMLESS = re.compile(r"(--hash|--no-binary|--only-binary|--prefer-binary|--require-hashes|--pre)\b")
_MOST_FILES = 20


def read_requirements(file: Path, root: Path, overlay: Mapping[str, str]) -> tuple[set[str], set[Path]]:
    """Return what ``file`` installs, as ``pypi:name``, and all files that take part (below ``root``).

    What is no plain name (an address, a folder, another package index) is returned as it stands, so that nobody takes
    it for a known package. Constraints install nothing by themselves. ``overlay``: see
    :class:`journeyman.kinds.kind.Context`. Raises PathError for a file outside.
    """
    packages: set[str] = set()
    files: set[Path] = set()
    waiting = [(file, True)]
    while waiting and len(files) < _MOST_FILES:
        current, installs = waiting.pop()
        if current in files:
            continue
        files.add(current)
        for line in _lines(current, overlay):
            taken = _FILES.fullmatch(line)
            if taken:
                waiting.append((confine(root, str(current.parent / taken[2])), installs and taken[1] in _INSTALLING))
            elif installs and not _HARMLESS.match(line):
                packages.add(f"pypi:{_package(line)}")
    packages.update(f"pypi:-r {left.name}" for left, _ in waiting if left not in files)
    return packages, files


def package_name(text: str) -> str:
    """Return the name in a requirement (``Flask[async]>=3``) as the index compares names; ``text`` without one."""
    found = _NAME.match(text)
    return re.sub(r"[-_.]+", "-", found.group()).lower() if found else text


def _package(line: str) -> str:
    if line.startswith("-") or "://" in line or "@" in line or "/" in line:
        return line
    return package_name(line)


def _lines(file: Path, overlay: Mapping[str, str]) -> list[str]:
    text = overlay.get(str(file))
    if text is None:
        try:
            text = file.read_text("utf-8", "replace")
        except OSError:
            return []  # pip says that it is missing; there is nothing to judge by
    joined = text.replace("\\\n", " ")
    found = (_COMMENT.sub("", line).strip() for line in joined.splitlines())
    return [line for line in found if line]

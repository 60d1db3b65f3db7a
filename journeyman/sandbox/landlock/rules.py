"""What a command may read, said in Landlock's way: by naming what is allowed; it knows no exception below that."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping


def readable(hidden: Iterable[str], shown: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the paths to allow so that everything but ``hidden`` can be read, and the folders above a hidden place.

    ``shown`` are places inside hidden ones that can be read; of two that lie in each other the deeper one counts, and
    of two equal ones the shown. All are absolute and resolved. Of the folders returned second only the names in them
    may be listed: what they hold is allowed entry by entry, so that what is made there later stays unreadable.
    """
    marks = _needed({**dict.fromkeys(hidden, False), **dict.fromkeys(shown, True)})
    above = {outer for path in marks for outer in _above(path)}
    allowed: list[str] = []
    listed: list[str] = []

    def visit(path: str, visible: bool) -> None:
        visible = marks.get(path, visible)
        if path not in above:
            if visible:
                allowed.append(path)
            return
        if visible:
            listed.append(path)
        for child in _children(path, marks, above, visible):
            visit(child, visible)

    visit("/", True)
    return allowed, listed


def _needed(marks: Mapping[str, bool]) -> dict[str, bool]:
    """Drop marks that say what holds there anyway."""
    kept: dict[str, bool] = {}
    for path in sorted(marks):
        outer = next((kept[each] for each in _above(path) if each in kept), True)
        if marks[path] != outer:
            kept[path] = marks[path]
    return kept


def _above(path: str) -> Iterable[str]:
    """Yield the folders that ``path`` lies in, innermost first."""
    while path != "/":
        path = os.path.dirname(path)
        yield path


def _children(path: str, marks: Mapping[str, bool], above: Iterable[str], visible: bool) -> list[str]:
    known = [each for each in {*marks, *above} if each != "/" and os.path.dirname(each) == path]
    if not visible:
        return sorted(known)
    try:
        # A link is followed to where it leads, and judged there.
        found = [entry.path for entry in os.scandir(path) if not entry.is_symlink()]
    except OSError:
        found = []
    return sorted({*found, *known})

"""Which frames of a traceback are the user's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.python.raised import Frame

_FOREIGN = re.compile(
    r"site-packages|dist-packages|[/\\]lib(?:64)?[/\\]python\d|[/\\]Lib[/\\]|^<frozen |^<(?:__array_function__|decorator-gen"
    r"|attrs|string>$)|[/\\](?:IPython|ipykernel|_pytest|pluggy|unittest|runpy\.py)\b|^[\w/]+\.pyx$"
    r"|[/\\]\.?python\d?\.?\d*[/\\](?:versions|lib)[/\\]|[/\\]\.vscode"
)


def is_own(frame: Frame) -> bool:
    """Tell whether a frame is in the user's code: not in the standard library, a package, or a runner."""
    return not _FOREIGN.search(frame.path)


def innermost_own(frames: Sequence[Frame]) -> Frame | None:
    """Return the user's own frame nearest to the failure; the innermost of all where none is their own."""
    return next((frame for frame in reversed(frames) if is_own(frame)), frames[-1] if frames else None)

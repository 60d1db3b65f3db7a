"""Break a failure down: each frame of the user's own code, its line, and the values in it; secrets hidden."""

from __future__ import annotations

import linecache
import reprlib
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

_FRAMES = 8
_VALUES = 12
_LONGEST = 160
_FOREIGN = ("site-packages", "dist-packages", "/lib/python", "<frozen", "IPython", "ipykernel")


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: where it stands, the line's text, and the values of its names as text."""

    where: str
    line: str
    values: tuple[tuple[str, str], ...]


def frames_of(error: BaseException, hide: Callable[[str], str]) -> tuple[Frame, ...]:
    """Return the user's own frames of ``error``, the innermost last; ``hide`` takes secrets out of a text."""
    found = []
    for frame, number in traceback.walk_tb(error.__traceback__):
        file = frame.f_code.co_filename
        if any(part in file for part in _FOREIGN) and "ipykernel_" not in file:
            continue
        text = linecache.getline(file, number, frame.f_globals).strip()
        name = _place(file, frame.f_code.co_name, number)
        found.append(Frame(name, hide(text), _values(frame, text, hide)))
    return tuple(found[-_FRAMES:])


def _place(file: str, function: str, number: int) -> str:
    short = "this cell" if file.startswith("<ipython-input") or "ipykernel_" in file else file
    inside = "" if function in ("<module>", "<cell line: 1>") or function.startswith("<cell") else f" in {function}"
    return f"{short}, line {number}{inside}"


def _values(frame: FrameType, line: str, hide: Callable[[str], str]) -> tuple[tuple[str, str], ...]:
    """Return the names that the line uses first; at the top level of a cell only those."""
    used = [name for name in frame.f_code.co_names + frame.f_code.co_varnames if name in line]
    local = () if frame.f_locals is frame.f_globals else tuple(frame.f_locals)
    found = []
    for name in dict.fromkeys((*used, *local)):
        if name in frame.f_locals and not name.startswith("__"):
            value = frame.f_locals[name]
            if not callable(value) and type(value).__name__ != "module":
                # With its name, a value that only its name makes a secret is known as one.
                told = hide(f"{name} = {_shown(value)}")
                found.append((name, told.partition(" = ")[2]))
    return tuple(found[:_VALUES])


class _Short(reprlib.Repr):
    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = _LONGEST
        self.maxlevel = 3


_SHORT = _Short()


def _shown(value: Any) -> str:
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple):
        return f"{type(value).__name__} of shape {shape}"
    try:
        return " ".join(_SHORT.repr(value).split())[:_LONGEST]
    except Exception:  # noqa: BLE001 - the user's objects may fail in any way when they are asked for their text
        return f"<{type(value).__name__} that cannot be shown>"

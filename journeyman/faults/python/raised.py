"""An exception as a text shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Relation = Literal["", "cause", "context"]


@dataclass(frozen=True, slots=True)
class Frame:
    """A place on the way to an exception; ``function`` is "" for the place of a syntax error."""

    path: str
    line: int
    function: str
    source: str = ""
    number: int = 0
    column: int | None = None

    @property
    def in_cell(self) -> bool:
        """Tell whether it is in a cell, a prompt, or a string: no file."""
        return self.path in {"", "-c"} or self.path.startswith(("<", "Cell ", "Input ")) or "ipykernel_" in self.path


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception: its name without and its module, its message, and where in the output (``number``) it stands.

    ``relation`` tells what the exception before it in the text is to it: the ``cause`` it was raised from, the
    ``context`` in which it came up, or nothing. ``details`` are the lines of the message after the first.
    """

    name: str
    module: str
    message: str
    number: int
    frames: tuple[Frame, ...] = ()
    relation: Relation = ""
    details: tuple[str, ...] = ()
    depth: int = 0
    tested: bool = False

    @property
    def full_message(self) -> str:
        """The whole message."""
        return "\n".join([self.message, *self.details])

    @property
    def place(self) -> Frame | None:
        """The innermost frame."""
        return self.frames[-1] if self.frames else None

    @property
    def is_syntax(self) -> bool:
        """Tell whether the code could not even be read."""
        return self.name in {"SyntaxError", "IndentationError", "TabError", "_IncompleteInputError"}

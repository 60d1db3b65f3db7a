"""What was seen to fail in a live session, before anybody has asked why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

How = Literal["cell", "shell", "thread", "task"]


@dataclass(frozen=True, slots=True)
class Seen:
    """One failure. ``error`` is None for shell lines; ``code`` is the cell, ``command`` the shell line."""

    how: How
    code: str = ""
    error: BaseException | None = None
    command: str = ""
    exit_code: int | None = None
    output: str = ""

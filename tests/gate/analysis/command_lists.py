"""The project's own labelled shell commands: ``commands/FOLDER/*.txt``, where a line ``# %% id`` begins each command."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

COMMANDS = Path(__file__).parent / "commands"


class Listed(NamedTuple):
    """One command: ``name`` is ``FILE-ID``; ``text`` may have several lines, and does not end in a line end."""

    name: str
    text: str

    @property
    def held_out(self) -> bool:
        """Whether it stands in a file that nothing is tuned on."""
        return self.name.startswith("held_out")


def read_commands(folder: str) -> Iterator[Listed]:
    """Yield the commands of ``commands/FOLDER`` (``read_only`` or ``dangerous``), file by file."""
    for file in sorted((COMMANDS / folder).glob("*.txt")):
        for part in re.split(r"(?m)^# %% ", file.read_text("utf-8"))[1:]:
            name, _, text = part.partition("\n")
            yield Listed(f"{file.stem}-{name.strip()}", text.rstrip("\n"))

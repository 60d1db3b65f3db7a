"""Settings of a project that make a program run the project's code, even where the command only reads."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator

from journeyman.gate.analysis.digests import digest_file, without_waiting
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.values import Effect

_LONGEST = 200_000
_MOST_FOLDERS = 12


def judge_configured(program: Program, record: Record, configured: Iterable[tuple[str, str]] | None = None) -> None:
    """Record that a file which ``configured`` (default: the program's) names, here or above, would run code."""
    for names, pattern in program.options.get("configured", {}).items() if configured is None else configured:
        for path in _present(names.split(), record):
            text = _text(path, record)
            if text is None or re.search(pattern, text):
                why = f"{program.name} is told by {os.path.basename(path)} to run code of the project"
                record.add(Effect("execute", "contained", "workspace", path, why))
                record.digests[path] = digest_file(path, record.overlay)
                record.subject(f"{program.name} as configured", "contained")


def _present(names: list[str], record: Record) -> Iterator[str]:
    """Yield the files of these names in the folders that may be current, and above them within the workspace."""
    for folder in dict.fromkeys(each for cwd in record.cwds for each in _folders(cwd, str(record.workspace.root))):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.exists(path) or record.content(path)[0]:
                yield path


def _folders(cwd: str, root: str) -> Iterator[str]:
    """Yield the folder and those above it: up to the workspace's root, or elsewhere up to the home folder's."""
    ends = {os.path.expanduser("~"), os.path.dirname(root), "/"}
    for _ in range(_MOST_FOLDERS):
        if cwd in ends:
            return
        yield cwd
        cwd = os.path.dirname(cwd)


def _text(path: str, record: Record) -> str | None:
    """Return what the file holds; None for a folder, and for what cannot be known or read."""
    written, text = record.content(path)
    if written:
        return text
    try:
        with open(path, encoding="utf-8", errors="replace", opener=without_waiting) as file:
            return file.read(_LONGEST)
    except OSError:
        return None

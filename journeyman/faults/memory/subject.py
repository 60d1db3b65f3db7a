"""A short name for what was run, the same every time: what a failure is expected after."""

from __future__ import annotations

from journeyman.faults.command import Segment, deciders, segments
from journeyman.values import Action

_LONGEST = 80
_NAMED_BY = ("path", "name", "url")


def subject_of(action: Action) -> str:
    """Return what ``action`` runs without what varies: ``pytest tests``, ``file.modify app.py``, ``cell.run``."""
    command = action.args.get("command")
    if isinstance(command, str):
        return command_subject(command) or action.kind
    named = next((str(action.args[name]) for name in _NAMED_BY if action.args.get(name)), "")
    return f"{action.kind} {named}".strip()[:_LONGEST]


def command_subject(command: str) -> str:
    """Return program and first words of the part of ``command`` that decides how it ends."""
    deciding = deciders(segments(command))
    return _words(deciding[-1]) if deciding else " ".join(command.split())[:_LONGEST]


def _words(segment: Segment) -> str:
    kept = [segment.program]
    kept += [word for word in segment.words[1:] if not word.startswith("-") or word == "-m"][:3]
    return " ".join(kept)[:_LONGEST]

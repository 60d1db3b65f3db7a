"""Fixes that are the command itself with one word put right."""

from __future__ import annotations

import re
from collections.abc import Iterable

from journeyman.faults.case import Case
from journeyman.faults.python.near import near
from journeyman.values import Fix
from journeyman.values.fault import command

_AROUND = r"[\w./:@=-]"


def reworded(case: Case, old: str, new: str, advice: str = "") -> tuple[Fix, ...]:
    """Return the command with ``new`` for the word ``old``; nothing when the command does not have it."""
    pattern = re.compile(rf"(?<!{_AROUND}){re.escape(old)}(?!{_AROUND})")
    if not old or case.kind != "shell" or not pattern.search(case.command):
        return ()
    return (command(pattern.sub(lambda _: new, case.command, count=1), "ask", advice),)


def nearest(case: Case, old: str, candidates: Iterable[str]) -> tuple[Fix, ...]:
    """Return the command with the candidate most like ``old``; nothing when none is like it."""
    return tuple(fix for word in near(old, candidates, 1) for fix in reworded(case, old, word))


def with_option(case: Case, option: str, advice: str = "") -> tuple[Fix, ...]:
    """Return the command with ``option`` at its end; nothing unless it is one simple command without it."""
    if case.kind != "shell" or len(case.segments) != 1 or option in case.command or not case.command.strip():
        return ()
    return (command(f"{case.command.strip()} {option}", "ask", advice),)

"""The repairs that a checker makes itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.tools.reworded import with_option
from journeyman.values import Fix
from journeyman.values.fault import command

_FIXABLE = re.compile(r"(\d+) fixable with (?:the )?`?--fix|potentially fixable with the `--fix`|\[\*\]")


def own_repair(case: Case, program: str, otherwise: str) -> Sequence[Fix]:
    """Return the checker's own repair, where it says that it has one."""
    if not any(_FIXABLE.search(line) for _, line in case.holding("--fix", "[*]")):
        return ()
    if any(program in segment.words[:2] for segment in case.segments) and (fixed := with_option(case, "--fix")):
        return tuple(command(fix.command, "safe", "its own repairs") for fix in fixed)
    return (command(otherwise, "safe", "its own repairs"),)

"""A missing, a misplaced or a doubled space: ``cd..``, ``git-status``, ``gi tstatus``, ``mandiff``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from journeyman.faults.case import Case
from journeyman.faults.command import Segment
from journeyman.faults.correction.known_programs import PROGRAMS
from journeyman.faults.correction.known_words import subcommands
from journeyman.faults.correction.rewrite import replaced

_BEFORE_PROGRAMS = frozenset(("man", "sudo", "which", "time", "watch", "exec", "nohup", "whereis", "type"))
_REST = re.compile(r"^(?:-{1,2}[A-Za-z]|\.\.?(?:/|$)|~|/|\"|'|\*|\$)")
_FOLDERS = frozenset(("cd", "ls", "cat", "vim", "nano", "code", "ll"))


def taken_apart(case: Case, segment: Segment) -> Iterator[str]:
    """Yield the command line with the space where it may belong."""
    typed = segment.words[0]
    for program in PROGRAMS:
        if len(program) < 2 or not typed.startswith(program) or len(typed) == len(program):
            continue
        rest = typed[len(program) :]
        bare = rest.lstrip("-_.")
        if (_REST.match(rest) and (rest[0] == "-" or program in _FOLDERS)) and bare not in subcommands(program):
            yield replaced(case, segment, 0, f"{program} {rest}")
        elif bare in subcommands(program):
            yield replaced(case, segment, 0, f"{program} {bare}")
        elif program in _BEFORE_PROGRAMS and rest in PROGRAMS:
            yield replaced(case, segment, 0, f"{program} {rest}")
    yield from _moved(case, segment)


def _moved(case: Case, segment: Segment) -> Iterator[str]:
    """A space inside the program's name, or one letter too early or too late."""
    if len(segment.words) < 2:
        return
    joined = segment.words[0] + segment.words[1]
    start, end = segment.spans[0][0], segment.spans[1][1]
    if joined in PROGRAMS:
        yield case.command[:start] + joined + case.command[end:]
        return
    for program in PROGRAMS:
        rest = joined[len(program) :]
        if (
            len(program) > 1
            and joined.startswith(program)
            and (rest in subcommands(program) or rest in {"..", "-la", "-l"})
        ):
            yield f"{case.command[:start]}{program} {rest}{case.command[end:]}"

"""Failures that an exit code of 0 hides, or that no exit code tells of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case, Lines
from journeyman.faults.command import Segment, expanded
from journeyman.faults.complaint import generic_error, own_complaint
from journeyman.faults.python.last_exception import last_exception
from journeyman.faults.shapes.builds import BUILDS
from journeyman.faults.shapes.shape import first_match
from journeyman.faults.shapes.system import SYSTEM
from journeyman.faults.shapes.tests import PASSED, TESTS
from journeyman.faults.viewers import SAY_SO, shows

_EXCUSES = frozenset(("true", ":", "echo", "printf", "exit", "cat", "tee"))
_STRICT = re.compile(r"\bset -(?:[a-z]*e[a-z]*)\b|\bset -o errexit\b|^#!.{0,80} -e")
_PIPEFAIL = re.compile(r"\bset -[a-z]*o? ?pipefail\b|\bset -[a-z]{0,6}o pipefail\b")
_SUBSTITUTED = re.compile(r"\$\(\s{0,9}([\w.+-]{1,40})|`\s{0,9}([\w.+-]{1,40})")
_SPEAKERS = frozenset(("echo", "printf"))
_SCRIPTED = frozenset(
    (
        *(
            "sh",
            "bash",
            "dash",
            "zsh",
            "ksh",
            "source",
            ".",
            "make",
            "gmake",
            "npm",
            "yarn",
            "pnpm",
            "bun",
            "npx",
            "python",
        ),
        *(
            "python3",
            "node",
            "deno",
            "ruby",
            "perl",
            "php",
            "docker",
            "docker-compose",
            "podman",
            "ssh",
            "ant",
            "mvn",
            "rake",
        ),
        *(
            "gradle",
            "gradlew",
            "invoke",
            "just",
            "task",
            "tox",
            "nox",
            "pre-commit",
            "vagrant",
            "ansible-playbook",
            "watch",
        ),
        *(
            "parallel",
            "script",
            "ninja",
            "act",
            "lerna",
            "nx",
            "turbo",
            "composer",
            "bundle",
            "poetry",
            "hatch",
            "uv",
            "find",
        ),
    )
)
"""Programs that run others, whose failures they may swallow."""


def masked(case: Case) -> bool:
    """Tell whether a run failed that ended with 0."""
    found = expanded(case.segments)
    hidden = _hidden(case.command, found)
    inside = {name for pair in _SUBSTITUTED.findall(case.command) for name in pair if name}
    if inside and own_complaint(case.lines, inside, case.command) is not None:
        return True
    if not hidden:
        return False
    names = {segment.program for segment in found} - _SPEAKERS
    if all(shows(segment) for segment, _ in hidden):
        return own_complaint(case.lines, names, case.command) is not None
    scripted = any(_runs_others(segment) for segment, _ in hidden)
    if fails_visibly(case) or own_complaint(case.lines, names, case.command, scripted=scripted) is not None:
        return True
    swallowed = any(is_swallowed and not shows(segment) for segment, is_swallowed in hidden)
    return swallowed and not _passed(case.lines) and generic_error(case.lines) is not None


def fails_visibly(case: Case) -> bool:
    """Tell whether the output has what only a failing run prints."""
    return first_failure(case.lines) is not None


def failing_by_output(case: Case) -> bool:
    """Tell whether a run failed of which only the output is known."""
    found = expanded(case.segments)
    if found and found[-1].program in SAY_SO:
        return False
    names = {segment.program for segment in found} - _SPEAKERS
    scripted = any(_runs_others(segment) for segment in found)
    if own_complaint(case.lines, names, case.command, scripted=scripted) is not None:
        return True
    if found and all(shows(segment) for segment in found):
        return False
    return fails_visibly(case) or (not _passed(case.lines) and generic_error(case.lines) is not None)


def first_failure(lines: Lines) -> int | None:
    """Return the number of the first line that only a failing run prints, or None."""
    text = "\n".join(line for _, line in lines)
    firsts = [first_match(family, lines, text) for family in (TESTS, BUILDS, SYSTEM)]
    seen = [number for number in (*firsts, _final_traceback(lines, text)) if number is not None]
    return min(seen, default=None)


def _hidden(command: str, found: Sequence[Segment]) -> list[tuple[Segment, bool]]:
    """Return the commands whose failure an exit code of 0 does not exclude, and whether the command line hides it.

    Of those that run others (scripts, make, npm), the others' failures may be hidden inside.
    """
    strict, pipefail = bool(_STRICT.search(command)), bool(_PIPEFAIL.search(command))
    hidden = []
    for at, segment in enumerate(found):
        rest = found[at + 1 :]
        if segment.is_condition or _follows_on_failure(rest, excuse=False):
            continue
        after = next((other.operator for other in rest if other.operator != "|"), "")
        piped = bool(rest) and rest[0].operator == "|" and not pipefail
        swallowed = piped or (after == ";" and not strict) or _follows_on_failure(rest, excuse=True)
        if swallowed or _runs_others(segment):
            hidden.append((segment, swallowed))
    return hidden


def _runs_others(segment: Segment) -> bool:
    return segment.program in _SCRIPTED or ("/" in segment.words[0] and "/bin/" not in segment.words[0])


def _follows_on_failure(rest: Sequence[Segment], *, excuse: bool) -> bool:
    """Tell whether ``||`` follows in the chain, with a mere excuse or with a command that does something about it."""
    for other in rest:
        if other.operator == ";":
            return False
        if other.operator == "||":
            return (other.program in _EXCUSES) is excuse
    return False


def _passed(lines: Lines) -> bool:
    text = "\n".join(line for _, line in lines[-60:])
    return first_match(PASSED, lines[-60:], text) is not None


def _final_traceback(lines: Lines, text: str) -> int | None:
    """A traceback counts when nothing but a few lines came after it; earlier ones were handled and logged."""
    found = last_exception(lines, text)
    last = next((number for number, line in reversed(lines) if line.strip()), 0)
    return found[0] if found and last - found[0] <= 2 else None

"""A program that the shell does not find: what was meant, or how to get it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from journeyman.faults.case import Case
from journeyman.faults.command import Segment
from journeyman.faults.correction.distance import nearest
from journeyman.faults.correction.glued import taken_apart
from journeyman.faults.correction.keyboard import retyped
from journeyman.faults.correction.known_programs import PROGRAMS
from journeyman.faults.correction.known_words import subcommands
from journeyman.faults.correction.other_names import INTERPRETERS, OTHER_NAMES
from journeyman.faults.correction.packages import install_command
from journeyman.faults.correction.rewrite import fix, replaced
from journeyman.faults.correction.suggestions import offers
from journeyman.values import Diagnosis, Fix
from journeyman.values.fault import advice, install

_NOT_FOUND = tuple(
    re.compile(pattern)
    for pattern in (
        r"^(?:\S{0,200}: )?(?:line \d+: |\d+: )?([^ \t:]+|\S+@\S+:\S+): (?:command not found|not found)\.{0,3}$",
        r"(?:^|: )command not found: (\S+)",
        r"^fish: Unknown command:? ['\"]?([^'\"\s]+)",
        r"^(?:Command|No command) ['\"‘]([^'\"’]+)['\"’] (?:not )?found",
        r"^'([^']+)' is not recognized as an internal or external command",
        r"The term '([^']+)' is not recognized",
        r"^(?:env|xargs|nohup|time|nice|timeout|sudo|strace|watch): (?:failed to run command |cannot run"
        r" )?[‘'\"]?([^’'\":\s]+)[’'\"]?: (?:No such file or directory|command not found)",
        r"failed to execute ([^\s:]+)",
        r"^(?:ba|z|k|da)?sh: (\S+): not found",
        r"^exec: \"?(\S+?)\"?: (?:executable file )?not found",
        r"^-?(?:bash|sh|zsh): (?:line \d+: )?(\S+): No such file or directory$",
    )
)
_LITERALS = (
    "not found",
    "nknown command",
    "not recognized",
    "No such file",
    "failed to execute",
    "found, did you mean",
    "found, but",
)
_SHELL_ITSELF = re.compile(r"-?(?:bash|sh|zsh): .*No such file or directory$")
_PROMPT = re.compile(r"^(?:\$|%|#|>>>|>|\u276f|➜|λ|\S+@\S+[:~]\S*[$#%]|\[\S+@\S+|PS>?|C:\\\S*>)$")


class UnknownProgram:
    """Knows what shells say about a program that is not there."""

    name = "shell"

    def diagnose(self, case: Case) -> Diagnosis | None:
        """See :class:`journeyman.faults.diagnoser.Diagnoser`."""
        if case.kind != "shell" or not any(literal in case.text for literal in _LITERALS):
            return None
        for number, line in case.holding(*_LITERALS):
            for pattern in _NOT_FOUND:
                if (match := pattern.search(line)) and (found := _diagnosis(case, match.group(1), number)):
                    return found
        return None


def _diagnosis(case: Case, typed: str, line: int) -> Diagnosis | None:
    segment = next((each for each in case.segments if each.words[0] == typed), None)
    if segment is None and _SHELL_ITSELF.match(dict(case.lines)[line]):
        return None
    fixes = list(dict.fromkeys(_corrections(case, segment, typed))) if segment else []
    fixes += _installs(case, typed)
    meant = f"; {fixes[0].command} may be meant" if fixes and segment and fixes[0].operation == "command" else ""
    summary = f"the command is not installed or not on PATH: {typed}{meant}"
    return Diagnosis("shell.command_not_found", summary, "moderate", line, (*fixes[:4], advice("check its spelling")))


def _corrections(case: Case, segment: Segment, typed: str) -> Iterator[Fix]:
    if _PROMPT.match(typed):
        yield from _without_prompt(case, segment)
        return
    for text in retyped(case.command):
        yield fix(text)
    for offer in offers(case.lines):
        for word in nearest(typed, offer.candidates, offered=offer.sure):
            yield fix(replaced(case, segment, 0, word))
    if len(segment.words) > 1 and segment.words[1] == "=":
        yield fix(case.command.replace(f"{typed} = ", f"{typed}=", 1).replace(f"{typed} =", f"{typed}=", 1))
    if typed in OTHER_NAMES:
        for name in OTHER_NAMES[typed]:
            yield fix(replaced(case, segment, 0, name))
        return
    if interpreter := INTERPRETERS.get(typed.rpartition(".")[2] if "." in typed else ""):
        yield fix(replaced(case, segment, 0, f"{interpreter} {typed}"))
        yield fix(replaced(case, segment, 0, f"./{typed}"))
    if typed not in PROGRAMS:
        for text in taken_apart(case, segment):
            yield fix(text)
        for word in _near(typed, segment):
            yield fix(replaced(case, segment, 0, word))


def _near(typed: str, segment: Segment) -> Sequence[str]:
    """A program whose subcommand stands behind it comes before one that is only spelled alike."""
    found = nearest(typed, PROGRAMS, most=6)
    second = segment.words[1] if len(segment.words) > 1 else ""
    fitting = [
        word for word in found if second and (second in subcommands(word) or nearest(second, subcommands(word), most=1))
    ]
    exact = [word for word in fitting if second in subcommands(word)]
    return list(dict.fromkeys([*exact, *fitting, *found]))[:3]


def _without_prompt(case: Case, segment: Segment) -> Iterator[Fix]:
    at = 0
    while at < len(segment.words) - 1 and _PROMPT.match(segment.words[at]):
        at += 1
    if segment.words[0].startswith("[") and "]" in "".join(segment.words[:4]):
        at = next(index for index, word in enumerate(segment.words) if "]" in word) + 1
    if 0 < at < len(segment.words):
        yield fix(case.command[segment.spans[at][0] :].strip())


def _installs(case: Case, typed: str) -> Iterator[Fix]:
    offered = [match.group(1).strip() for _, line in case.lines if (match := _OFFERED_INSTALL.match(line))]
    for text in offered[:2]:
        yield install(text)
    if not offered and (text := install_command(typed)):
        yield install(text, f"{typed} is not installed")


_OFFERED_INSTALL = re.compile(
    r"^(?:Try: )?\s*((?:sudo )?(?:apt|apt-get|snap|dnf|yum|brew|pacman|apk|zypper) (?:-?\w+ )?install [\w.+:-]+)"
)

"""A command that the output itself tells to run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from journeyman.faults.case import Case
from journeyman.faults.correction.known_programs import PROGRAMS
from journeyman.faults.correction.known_words import subcommands
from journeyman.faults.correction.rewrite import fix
from journeyman.faults.correction.suggestions import ends
from journeyman.faults.scan import scan
from journeyman.values import Diagnosis

_INLINE = re.compile(
    r"(?:\b[Rr]un(?:ning)?|\b[Tt]ry(?:ing)?|\b[Uu]s(?:e|ing)|\b[Ee]xecut(?:e|ing)|\bcall|\btype|\bdo|\bissue"
    r"|\bwith|\bvia|\binvoke|\bcommand)"
    r"(?: with| to (?:run|use)|: ?| the (?:following )?command|)[ :]{0,3}(?:[`'\"“‘»]([^`'\"”’«\n]{3,200})[`'\"”’«])"
)
_BARE = re.compile(
    r"(?:[Pp]lease run|[Tt]ry running|[Tt]ry|[Rr]un|[Pp]lease use|you can run|you may run|[Ee]xecute):?"
    r" {1,3}([a-z][\w./-]* [^.,;:\n]{2,150}?)(?: to |\.?$| first| and )"
)
_BELOW = re.compile(
    r"(?:\brun(?:ning)?|\buse|\btry|\bexecute|\bcommand|\bdo|\bwith|\bit|\binstead|\bthis|\bby|\bplease)["
    r" \w]{0,40}(?::|,)$|\brun:?$|remove it:$",
    re.IGNORECASE,
)
_COMMAND = re.compile(r"[`'\"“‘]([a-z][\w:-]{1,30})[`'\"”’] command\b")
_PLACEHOLDER = re.compile(
    r"<[^>]{1,40}>|\.\.\.|…|\[[A-Za-z_ -]{2,40}\]|\{\w+\}|\bPACKAGE\b|\bNAME\b|you@example|Your Name"
)
_INSTEAD = re.compile(
    r"\binstead\b|[Tt]o force|[Ii]f you(?:'re| are) sure|[Tt]o push|[Ii]f you (?:really )?(?:want|mean|meant"
    r"|wish)|override|[Tt]o (?:overwrite|reinstall)"
)
_TELLING = (
    "un",
    "ry",
    "RUN",
    "se ",
    "sing",
    "xecut",
    "ommand",
    "ype",
    "ith",
    "ia ",
    "nvoke",
    ":",
    " do",
    "ssue",
    "call",
    "by",
    "it",
)
_HELP = re.compile(
    r"--?help\b|^\S+ help\b|^man |--version$|^info |-h$|--verbose$|--debug$|\blogs?$|journalctl|systemctl status"
)


class Advised:
    """Knows what a program tells its user to run."""

    name = "cli"

    def diagnose(self, case: Case) -> Diagnosis | None:
        """See :class:`journeyman.faults.diagnoser.Diagnoser`."""
        if case.kind != "shell" or not case.segments:
            return None
        programs = {segment.program for segment in case.segments}
        for line, text, around in _told(case):
            words = text.split()
            known = words and (words[0] in programs or words[0] in PROGRAMS or words[0].startswith(("./", "bin/")))
            if not known or _HELP.search(text) or _PLACEHOLDER.search(text) or text == case.command.strip():
                continue
            if len(words) < 2 and not words[0].startswith("./"):
                continue
            return _diagnosis(case, text, line, around)
        return None


def _told(case: Case) -> Iterator[tuple[int, str, str]]:
    """Yield (line, command, the text around it)."""
    lines = ends(case.lines)
    for at, (number, line) in enumerate(lines):
        if not any(literal in line for literal in _TELLING):
            continue
        if (match := _COMMAND.search(line)) and match.group(1) in subcommands(case.segments[-1].program, "") + (
            "login",
            "init",
        ):
            yield number, f"{case.segments[-1].program} {match.group(1)}", line
        for pattern in (_INLINE, _BARE):
            if match := pattern.search(line):
                yield number, match.group(1).strip(" ?").removeprefix("$ "), line
        if _BELOW.search(line.rstrip()):
            for _, below in lines[at + 1 : at + 4]:
                if below.startswith((" ", "\t", "$")) and below.strip():
                    said = " ".join(text for _, text in lines[max(0, at - 1) : at + 1])
                    yield number, below.strip().removeprefix("$ "), said
                    break
                if below.strip():
                    break


def _diagnosis(case: Case, text: str, line: int, around: str) -> Diagnosis:
    own = case.segments[-1]
    command = case.command.strip()
    advised = [token.text for token in scan(text) if token.kind == "word"]
    if case.segments[-1].before[:1] == ("sudo",) and advised[:1] != ["sudo"] and advised[0] == own.program:
        text = f"sudo {text}"
    replaces = _INSTEAD.search(around) or _same(advised, own.words)
    texts = [text] if replaces else [f"{text} && {command}", text]
    summary = f"it says what to run: {text}"
    return Diagnosis("cli.told_what_to_run", summary, "moderate", line, tuple(fix(each) for each in texts))


def _same(advised: Sequence[str], words: Sequence[str]) -> bool:
    """The same program and subcommand, said another way."""
    bare = [word for word in advised if word != "sudo"]
    return len(bare) > 1 and len(words) > 1 and bare[0] == words[0] and bare[1] == words[1]

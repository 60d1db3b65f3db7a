"""A subcommand that its program does not know: the one that was meant, from the output or from what is known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.command import Segment
from journeyman.faults.correction.distance import closest_pair, nearest
from journeyman.faults.correction.known_words import subcommands
from journeyman.faults.correction.mention import likeliest, mentioned
from journeyman.faults.correction.rewrite import fix, raw, replaced, swapped
from journeyman.faults.correction.suggestions import Offer, ends, offers, usage_words
from journeyman.faults.viewers import shows
from journeyman.values import Diagnosis, Fix
from journeyman.values.fault import advice

_NOUN = (
    r"(?:sub-?commands?|commands?|operations?|tasks?|verbs?|actions?|goals?|phases?|choices?|targets?|scripts?|recipes?"
    r"|keywords?|jobs?)"
)
_COMPLAINT = re.compile(
    rf"\b(?:unknown|unrecogni[sz]ed|unrecogni[sz]able|invalid|undefined|unsupported|illegal|bad|no such"
    rf"|ambiguous|no)[ :\"'`]{{1,3}}(?:[\w-]+ ){{0,2}}{_NOUN}\b"
    rf"|(?:is|was) not (?:a|an) (?:[\w./-]+ ){{0,4}}{_NOUN}|not a (?:valid|known) {_NOUN}|has no {_NOUN}|isn't a"
    rf" (?:\w+ )?{_NOUN}"
    rf"|{_NOUN} .{{1,80}}(?:not found|not defined|does not exist|is unknown|could not be found|never defined|is"
    rf" not in|not recogni[sz]ed|is ambiguous)"
    rf"|could not find (?:a )?{_NOUN}|don't know how to build task|missing script|no rule to make target|no"
    rf" {_NOUN} named"
    r"|unexpected token|No module named|doesn't have a resource type"
    r"|not (?:recogni[sz]ed|understood)|did you mean|: unknown command|unknown lifecycle|no scripts? (?:found"
    r"|named)|couldn't find .{1,30}script",
    re.IGNORECASE,
)
_MOST = 40
_COMPLAINING = (
    *(
        "nknown",
        "nrecogni",
        "nvalid",
        "ndefined",
        "nsupported",
        "llegal",
        "ad ",
        "o such",
        "mbiguous",
        "No ",
        "not ",
        "n't",
    ),
    *(" no ", "issing", "nexpected", "id you mean", "never defined"),
)
_SOURCE = re.compile(r"^\s*[\w./-]+:\d+:|\w+Error: |^\s+\^|^\s*\d+ \|")
_MODULES = [
    "pytest",
    "pip",
    "venv",
    "http.server",
    "unittest",
    "json.tool",
    "black",
    "ruff",
    "mypy",
    "flask",
    "uvicorn",
    "build",
]
_PATHS = re.compile(r"[/\\]|\.\w{1,4}$")


class UnknownCommand:
    """Knows what any program says when it is given a subcommand, a task or a script that it does not have."""

    name = "cli"

    def diagnose(self, case: Case) -> Diagnosis | None:
        """See :class:`journeyman.faults.diagnoser.Diagnoser`."""
        if case.kind != "shell":
            return None
        for segment in reversed(case.segments):
            if len(segment.words) < 2 or (shows(segment) and not subcommands(segment.program)):
                continue
            if found := _offered(case, segment) or _complained(case, segment) or _usage(case, segment):
                return found
        return None


def _offered(case: Case, segment: Segment) -> Diagnosis | None:
    for offer in offers(case.lines):
        candidates = [bare for candidate in offer.candidates if (bare := _bare(candidate, segment))]
        line = next((text for number, text in case.lines if number == offer.line), "")
        if not candidates or _SOURCE.search(line):
            continue
        index = _wrong_word(case, segment, offer, candidates)
        if index is None:
            continue
        typed = segment.words[index].partition("=")[0] if segment.words[index].startswith("-") else segment.words[index]
        best = nearest(typed, candidates, offered=offer.sure)
        if best and typed != segment.program:
            return _diagnosis(case, segment, index, typed, best, offer.line)
    return None


def _wrong_word(case: Case, segment: Segment, offer: Offer, candidates: Sequence[str]) -> int | None:
    found = [index for index in mentioned(segment, offer.before) if segment.words[index] not in candidates]
    if found:
        return likeliest(segment, found, candidates)
    if not offer.sure or len(case.lines) > 80:
        return None
    for candidate in offer.candidates:
        if (at := _position(candidate, segment)) is not None:
            return at
    words = ["" if _PATHS.search(word) else word for word in segment.words[1:]]
    pair = closest_pair(words, candidates)
    return pair[0] + 1 if pair else None


def _complained(case: Case, segment: Segment) -> Diagnosis | None:
    holding = [each for each in ends(case.lines) if any(literal in each[1] for literal in _COMPLAINING)]
    for number, line in holding[:_MOST]:
        if not _COMPLAINT.search(line):
            continue
        found = [
            index
            for index in mentioned(segment, line)
            if segment.words[index][0] != "-" and segment.words[index] != segment.program
        ]
        for index in found:
            known = _known(case, segment, index)
            if best := nearest(segment.words[index], known):
                return _diagnosis(case, segment, index, segment.words[index], best, number)
        if found and not _SOURCE.search(line) and _known(case, segment, found[0]):
            return _unknown(segment, segment.words[found[0]], number)
    return None


def _usage(case: Case, segment: Segment) -> Diagnosis | None:
    """Only a usage text: the first word that is no subcommand, but near one."""
    first = next((index for index, word in enumerate(segment.words) if index and not word.startswith("-")), None)
    known = _known(case, segment, first or 1)
    if (
        first is None
        or not case.lines
        or not case.text.strip()
        or len(known) < 4
        or ("sage" not in case.text[:4000] and not subcommands(segment.program))
    ):
        return None
    for index in range(first, min(len(segment.words), first + 3)):
        word = segment.words[index]
        if word in known:
            return None
        if not word.startswith("-") and (best := nearest(word, known)):
            return _diagnosis(case, segment, index, word, best, case.lines[0][0])
    return None


def _known(case: Case, segment: Segment, index: int) -> list[str]:
    if segment.words[index - 1] == "-m" and segment.program.startswith("python"):
        return _MODULES
    before = [word for word in segment.words[1:index] if not word.startswith("-")]
    if before == ["run"] and segment.program in {"npm", "yarn", "pnpm"}:
        return usage_words(case.lines)
    known = [*subcommands(segment.program, before[0])] if before else []
    return [*(known or subcommands(segment.program)), *usage_words(case.lines)]


def _bare(candidate: str, segment: Segment) -> str:
    """Return a candidate without the program and what else the command has in front of the wrong word."""
    words = candidate.split()
    if len(words) > 1 and words[0] == segment.program:
        words = words[1:]
        given = list(segment.words[1:])
        while len(words) > 1 and given and words[0] == given[0]:
            words, given = words[1:], given[1:]
    return " ".join(words) if len(words) <= 3 else ""


def _position(candidate: str, segment: Segment) -> int | None:
    """A candidate that is a whole command says where the wrong word stands."""
    words = candidate.split()
    if len(words) < 2 or words[0] != segment.program:
        return None
    for index, (meant, typed) in enumerate(zip(words, segment.words, strict=False)):
        if index and meant != typed:
            return None if typed.startswith("-") else index
    return None


def _diagnosis(case: Case, segment: Segment, index: int, typed: str, best: Sequence[str], line: int) -> Diagnosis:
    fixes = tuple(_put(case, segment, index, typed, word) for word in best)
    what = "option" if typed.startswith("-") else "command"
    code = "cli.unknown_option" if what == "option" else "cli.unknown_command"
    summary = f"{segment.program} has no {what} {typed}; {best[0]} may be meant"
    return Diagnosis(code, summary, "moderate", line, fixes)


def _put(case: Case, segment: Segment, index: int, typed: str, word: str) -> Fix:
    if raw(case, segment, index) == typed:
        return fix(replaced(case, segment, index, word))
    return fix(swapped(case, segment, index, typed, word))


def _unknown(segment: Segment, typed: str, line: int) -> Diagnosis:
    fixes = (advice(f"see what there is: {segment.program} --help"),)
    return Diagnosis("cli.unknown_command", f"{segment.program} has no command {typed}", "moderate", line, fixes)

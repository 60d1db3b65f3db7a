"""An option that its program does not know: the near one, from the output or from what is known."""

from __future__ import annotations

import re
from dataclasses import dataclass

from journeyman.faults.case import Case
from journeyman.faults.command import Segment
from journeyman.faults.correction.distance import nearest
from journeyman.faults.correction.known_options import options
from journeyman.faults.correction.rewrite import fix, raw, replaced
from journeyman.faults.correction.suggestions import ends, usage_options
from journeyman.values import Diagnosis, Fix
from journeyman.values.fault import advice

_NOUN = r"(?:options?|flags?|arguments?|switch(?:es)?|parameters?|predicates?|operands?|property|primary)"
_COMPLAINT = re.compile(
    rf"(?:unknown|unrecogni[sz]ed|invalid|illegal|bad|no such|unexpected|ambiguous|undefined|unsupported|not a"
    rf" known)[ :]{{1,2}}(?:[\w-]+ ){{0,2}}{_NOUN}"
    rf"|{_NOUN}[: ].{{1,60}}(?:is unknown|is ambiguous|not recogni[sz]ed|not defined|not found|is not valid"
    rf"|wasn't expected|does not exist)"
    r"|flag provided but not defined|no such option|unknown shorthand",
    re.IGNORECASE,
)
_MOST = 40
_COMPLAINING = (
    *(
        "nknown",
        "nrecogni",
        "nvalid",
        "llegal",
        "ad ",
        "o such",
        "nexpected",
        "mbiguous",
        "ndefined",
        "nsupported",
        "not ",
    ),
    *("n't", "known"),
)
_MISPLACED = ("after filename", "before non-option")
"""What git calls unknown only because it stands in the wrong place."""
_LONG = frozenset(
    ("help", "version", "verbose", "recursive", "force", "all", "quiet", "dry-run", "yes", "debug", "output")
)
_ANY_DASH = "-\u2013\u2014\u2212"
_DASHES = re.compile(r"^[\u2013\u2014\u2212]{1,2}(?=\w)")


@dataclass(frozen=True, slots=True)
class UnknownOption:
    """Knows what any program says when it is given an option that it does not have.

    With ``only_near`` it speaks only when it knows which option was meant.
    """

    name: str = "cli"
    only_near: bool = False

    def diagnose(self, case: Case) -> Diagnosis | None:
        """See :class:`journeyman.faults.diagnoser.Diagnoser`."""
        if case.kind != "shell":
            return None
        holding = [each for each in ends(case.lines) if any(literal in each[1] for literal in _COMPLAINING)]
        for number, line in holding[:_MOST]:
            if not _COMPLAINT.search(line) or any(sign in line for sign in _MISPLACED):
                continue
            for segment in reversed(case.segments):
                if (index := _complained_of(segment, line)) is None:
                    continue
                found = _diagnosis(case, segment, index, number)
                if not self.only_near or any(each.command for each in found.fixes):
                    return found
        return None


def _complained_of(segment: Segment, line: str) -> int | None:
    for index, word in enumerate(segment.words):
        if index == 0 or word[:1] not in "-\u2013\u2014\u2212" or len(word) < 2:
            continue
        name = word.partition("=")[0]
        if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])|[`'‘\"]{re.escape(name.lstrip(_ANY_DASH))}['’\"`]", line):
            return index
    letter = re.search(
        r"(?:option|switch|flag)[^\w]{1,6}(?:-- ?)?[`'‘\"]?-?(\w)['’\"]?(?: in (-\w+))?\s*(?:$|\W)", line
    )
    if letter is None:
        return None
    for index, word in enumerate(segment.words):
        if index and re.fullmatch(r"-\w+", word) and letter.group(1) in word:
            return index
        if index and word[:1] in "\u2013\u2014\u2212":
            return index
    return None


def _diagnosis(case: Case, segment: Segment, index: int, line: int) -> Diagnosis:
    typed, equals, value = segment.words[index].partition("=")
    found = [replaced(case, segment, index, word + equals + value) for word in _meant(case, segment, typed)]
    if typed == "-h" and not found:
        found = [replaced(case, segment, index, "--help")]
    fixes: tuple[Fix, ...] = tuple(fix(text) for text in found)
    if not fixes:
        fixes = (advice(f"see which it has: {segment.program} --help"),)
    near = f"; {found[0]} may be meant" if found else ""
    return Diagnosis(
        "cli.unknown_option",
        f"{segment.program} has no option {raw(case, segment, index)}{near}",
        "moderate",
        line,
        fixes,
    )


def _meant(case: Case, segment: Segment, typed: str) -> list[str]:
    if _DASHES.match(typed):
        bare = _DASHES.sub("", typed)
        return [("--" if len(bare) > 1 else "-") + bare]
    known = [word for word in (*usage_options(case.lines), *options(segment.program)) if word != typed]
    bare = typed.lstrip("-")
    if not typed.startswith("--") and len(bare) > 2 and (f"--{bare}" in known or bare in _LONG):
        return [f"--{bare}"]
    if segment.program == "pacman" and typed[1:2].islower():
        return [f"-{typed[1].upper()}{typed[2:]}"]
    same = [word for word in known if word.startswith("--") == typed.startswith("--")]
    if len(bare) >= 3 and (
        best := [f"{_dashes(word)}{word.lstrip('-')}" for word in _near(typed, same) or _near(typed, known)]
    ):
        return best
    if typed.startswith("--") and re.fullmatch(r"[A-Za-z]{1,5}", bare):
        return [f"-{bare}"]
    return []


def _near(typed: str, known: list[str]) -> list[str]:
    """Compare without the dashes, and give back what it was found for."""
    by_name = {word.lstrip("-"): word for word in reversed(known)}
    return [by_name[name] for name in nearest(typed.lstrip("-"), reversed(by_name))]


def _dashes(word: str) -> str:
    return word[: len(word) - len(word.lstrip("-"))]

"""What the output itself offers in place of a wrong word: "did you mean", "most similar", lists to choose from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from journeyman.faults.case import Lines

_OFFER = re.compile(
    r"(?:did you (?:perhaps |maybe |actually )?mean|(?:maybe|perhaps|probably) you meant|you (?:might|may"
    r"|probably) (?:have )?mea?nt"
    r"|meant to (?:type|run|say|use|write)|(?:most|with a) similar (?:commands?|names?)(?: (?:is|are|exists))?"
    r"|similar (?:\w+ )?(?:sub)?(?:commands?|arguments?|options?|values?|names?|tasks?|flags?)(?: exists?)?"
    r"|\(similar|closest (?:match|command)"
    r"|candidates? (?:are|is)|possible alternatives|possible options|could be (?=--|one of))",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"(?:choose from|possible (?:values|subcommands)|possibilities|is ambiguous(?!; )|where <command> is one of"
    r"|one of the following"
    r"|(?:must|should|can) be one of|expected one of|allowed (?:values|choices)|available [\w ]{0,30}(?:are|is)?(?=:)"
    r"|\bvalid [\w ]{0,20}(?:are|is)?(?=:)|(?:commands|subcommands|tasks|scripts)(?=:))",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"(?<!\w)(?:'([^'\n]{1,80})'|\"([^\"\n]{1,80})\"|`([^`'\n]{1,80})[`']|‘([^’\n]{1,80})’|“([^”\n]{1,80})”)"
)
_FILLER = re.compile(
    r"^(?:(?:any |some |one )?of |(?:the )?(?:following|this|these|those|that|either)\b(?: commands?| ones?)?"
    r"|to use |to run |command )+",
    re.IGNORECASE,
)
_EDGE = " \t.,;:?!()[]{}<>\"'`‘’“”|│"
_BULLET = re.compile(r"^(?:[*•·▸\u203a-]|\d\.|\$|[│|])\s+(?=\S)")
_PREFIX = re.compile(r"^(?:npm (?:ERR!|error)|\[ERROR\]|│|\|) ?")
_PREFIXES = ("npm ", "[ERROR]", "│", "|")
_OFFERING = ("id you", "ID YOU", "eant", "imilar", "losest", "andidate", "lternatives", "options", "ould be")
_LISTING = ("hoose", "ossib", "ambiguous", "one of", "llowed", "vailable", "alid ", "ommands", "asks", "cripts")
_HEAD, _TAIL, _OFFERS = 60, 140, 30
_MOST, _NEXT = 60, 40


@dataclass(frozen=True, slots=True)
class Offer:
    """What a line of the output offers; ``sure`` when it is meant for this very mistake."""

    line: int
    before: str
    candidates: tuple[str, ...]
    sure: bool


def ends(lines: Lines) -> Lines:
    """Return the lines in which a program may speak of how it was called: of a long output only its ends."""
    return lines if len(lines) <= _HEAD + _TAIL else [*lines[:_HEAD], *lines[-_TAIL:]]


def offers(lines: Lines) -> Iterator[Offer]:
    """Yield what the output offers, suggestions before lists."""
    lines = [(number, _PREFIX.sub("", line) if line.startswith(_PREFIXES) else line) for number, line in ends(lines)]
    for pattern, literals, sure in ((_OFFER, _OFFERING, True), (_LIST, _LISTING, False)):
        holding = [at for at, (_, line) in enumerate(lines) if any(literal in line for literal in literals)]
        for at in holding[:_OFFERS]:
            number, line = lines[at]
            match = pattern.search(line)
            if match is None:
                continue
            found = _candidates(line[match.end() :], [text for _, text in lines[at + 1 : at + 1 + _NEXT]])
            if found:
                before = "\n".join(text for _, text in lines[max(0, at - 4) : at]) + "\n" + line[: match.start()]
                meant = sure or match.group().startswith(("is ambiguous", "possibilities"))
                yield Offer(number, before, tuple(found), meant)


def _candidates(rest: str, following: Sequence[str]) -> list[str]:
    rest = re.split(r"\?(?=\s)", rest, maxsplit=1)[0] if re.match(r"[^?'\"`]*\w\?\s", rest) else rest
    rest = rest.lstrip(_EDGE.replace("'", "").replace('"', "").replace("`", "").replace("‘", "").replace("“", ""))
    quoted = [next(filter(None, match.groups())).strip() for match in _QUOTED.finditer(rest)]
    if quoted:
        return quoted[:_MOST]
    bare = _FILLER.sub("", rest.strip(_EDGE)).strip(_EDGE)
    if bare:
        return [word for part in re.split(r",\s*|\s+or\s+|\s*\|\s*", bare) if (word := _cleaned(part))][:_MOST]
    return _listed(following)


def _listed(following: Sequence[str]) -> list[str]:
    """Return what the lines below list: indented, or with bullets, up to the next gap."""
    found: list[str] = []
    for line in following:
        text = line.strip()
        if not text:
            if found:
                break
            continue
        if not line[:1].isspace() and not _BULLET.match(line) and not _QUOTED.match(line):
            break
        text = _BULLET.sub("", text)
        parts = text.split(",") if "," in text else [text]
        if len(parts) == 1 and re.fullmatch(r"[a-z][\w:-]*(?: [a-z][\w:-]*){2,}", text):
            parts = text.split()
        found += [word for part in parts if (word := _cleaned(part))]
        if len(found) >= _MOST:
            break
    return found


def _cleaned(part: str) -> str:
    text = re.split(r"\s+#|\s{2,}|\t|\s+from (?:deb|snap|package)\b|\s+[-\u2013—] ", part.strip(), maxsplit=1)[0]
    if match := _QUOTED.search(text):
        return str(next(filter(None, match.groups()))).strip()
    text = re.sub(r"^[Cc]ommand ", "", text)
    return text.strip(_EDGE) if len(text) <= 80 else ""


_INDENTED = re.compile(r"^(?:\s{1,12}|\[)([a-z][\w:.-]{1,40})(?:,? |$|\s{2,}|\t|\])")
_OPTION = re.compile(r"(?<![\w-])--?(?:\[no-\])?[A-Za-z][\w-]{0,40}")


def usage_words(lines: Lines) -> list[str]:
    """Return the words that a usage text lists as its subcommands, as far as layout tells."""
    found: list[str] = []
    for _, line in ends(lines):
        if line.count(",") >= 2 and line[:1].isspace():
            found += [word.strip() for word in line.split(",") if re.fullmatch(r"[a-z][\w:-]*", word.strip())]
        elif match := _INDENTED.match(line):
            found.append(match.group(1))
        elif match := re.search(r"[{<\[]([a-z][\w-]*(?:[,|][a-z][\w-]*){2,100})[}>\]]", line[:1500]):
            found += re.split(r"[,|]", match.group(1))
    return list(dict.fromkeys(found))[:800]


def usage_options(lines: Lines) -> list[str]:
    """Return the options that the output names."""
    found = [match.group() for _, line in ends(lines) for match in _OPTION.finditer(line)]
    flat = [
        form
        for word in found
        for form in ((word.replace("[no-]", ""), word.replace("[no-]", "no-")) if "[" in word else (word,))
    ]
    return list(dict.fromkeys(flat))[:800]

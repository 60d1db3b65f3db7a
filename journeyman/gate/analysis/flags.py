"""Command-line options checked against an allowlist: what is not listed is not known to be harmless."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from journeyman.gate.analysis.literals import LISTED, NAMED
from journeyman.gate.analysis.words import HOLE, Word

BOOLEAN, VALUE, OPTIONAL, SEPARATE = 0, 1, 2, 3
_ACTS = re.compile(
    r"--?(out(put)?[-_]?(file|dir|directory|path|folder)|log[-_]?file|save([-_](to|as|file))?|write([-_](file|to|config))?|in[-_]?place|fix|autofix"
    r"|auto[-_]?correct|delete|remove|purge|prune|clear|overwrite|install|uninstall|upload|exec|execute|editor|pager|apply|dump[-_](to|file)"
    r"|export[-_](to|file|dir)|generate[-_]config|init|edit)\Z"
)
"""Names of options that do more than read wherever they are known: an entry that means another thing lists them."""


@dataclass(frozen=True, slots=True)
class Flags:
    """Allowed options. ``known`` maps a name to BOOLEAN, VALUE, OPTIONAL (value only attached) or SEPARATE (never
    attached).

    ``number``: ``-5`` is allowed. ``single``: long options have one dash (``-name``), so short ones do not cluster.
    ``everything``: any option is harmless; those in ``known`` only tell which take a value.
    ``refused`` are never allowed, also under ``everything``. ``stop``: options end at the first other word.
    """

    known: dict[str, int] = field(default_factory=dict)
    number: bool = False
    single: bool = False
    everything: bool = False
    refused: frozenset[str] = frozenset()
    stop: bool = False

    def names_whole(self, text: str) -> bool:
        """Return whether ``text`` is one option of several letters (``-ps``), no cluster of short ones."""
        return self.single or text[:2] == "--" or (len(text) > 2 and (text in self.known or text in self.refused))


@dataclass(slots=True)
class Parsed:
    """A command's words sorted: option names (with values), other words, and options that are not allowed."""

    names: list[str] = field(default_factory=list)
    values: list[tuple[str, Word]] = field(default_factory=list)
    rest: list[Word] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def value(self, *names: str) -> Word | None:
        """Return the last value given to one of ``names``."""
        return next((word for name, word in reversed(self.values) if name in names), None)

    def has(self, *names: str) -> bool:
        """Return whether one of ``names`` was given."""
        return any(name in self.names for name in names)


def make_flags(text: str, *, single: bool = False, refused: str = "", stop: bool = False) -> Flags:
    """Compile ``-a -n: --color? --lines= -#``: ``:`` or ``=`` takes a value, ``?`` an attached one, ``+`` one that is
    never attached (the letters behind it are options), ``-#`` a number.

    The word ``any`` allows every option except the ``refused`` ones.
    """
    known: dict[str, int] = {}
    number = everything = False
    for entry in text.split():
        if entry == "any":
            everything = True
        elif entry == "-#":
            number = True
            known[entry] = BOOLEAN
        elif entry[-1] in ":=" and len(entry) > 2:
            known[entry[:-1]] = VALUE
        elif entry[-1] == "+" and len(entry) > 2:
            known[entry[:-1]] = SEPARATE
        elif entry[-1] == "?" and len(entry) > 2:
            known[entry[:-1]] = OPTIONAL
        else:
            known[entry] = BOOLEAN
    return Flags(known, number, single, everything, frozenset(refused.split()), stop)


def refuses(flags: Flags, name: str) -> bool:
    """Return whether ``name`` is a refused option, or may be short for one (``--out`` for ``--output``)."""
    if name in flags.known:
        return False
    if flags.everything and _ACTS.match(name):
        return True
    shortened = len(name) > 2 and name[:2] == "--"
    return name in flags.refused or (shortened and any(refused.startswith(name) for refused in flags.refused))


def split(words: Sequence[Word], flags: Flags) -> Parsed:
    """Sort ``words`` (without the program) into options and other words."""
    parsed = Parsed()
    position, end = 0, len(words)
    while position < end:
        word = words[position]
        text = word.text
        position += 1
        if text == "--":
            parsed.rest.extend(words[position:])
            break
        if text[:1] != "-" or text == "-":
            if text[:1] == HOLE and not text.startswith((NAMED, LISTED)) and (flags.refused or not flags.everything):
                parsed.unknown.append("an unknown word that may be an option")
            parsed.rest.append(word)
            if flags.stop:
                parsed.rest.extend(words[position:])
                break
        elif flags.names_whole(text):
            position += _long(text, words[position:], flags, parsed)
        else:
            position += _short(text, words[position:], flags, parsed)
    return parsed


def _long(text: str, following: Sequence[Word], flags: Flags, parsed: Parsed) -> int:
    """Record one long option; return how many following words it takes."""
    name, equals, value = text.partition("=")
    parsed.names.append(name)
    arity = flags.known.get(name)
    if refuses(flags, name) or HOLE in name:
        parsed.unknown.append(name.replace(HOLE, "..."))
        return 0
    if arity is None:
        if not flags.everything and not (flags.number and name[1:].isdigit()):
            parsed.unknown.append(name)
        if equals:
            parsed.values.append((name, Word(value)))
        return 0
    if arity == BOOLEAN and equals and not flags.everything:
        parsed.unknown.append(text)
    if equals:
        parsed.values.append((name, Word(value)))
    elif arity in {VALUE, SEPARATE}:
        if following:
            parsed.values.append((name, following[0]))
            return 1
        parsed.unknown.append(f"{name} without a value")
    return 0


def _short(text: str, following: Sequence[Word], flags: Flags, parsed: Parsed) -> int:
    """Record a cluster of short options; return how many following words it takes."""
    if text[1:].isdigit() and flags.number:
        parsed.names.append("-#")
        return 0
    for index in range(1, len(text)):
        name = "-" + text[index]
        parsed.names.append(name)
        arity = flags.known.get(name)
        if refuses(flags, name) or HOLE in name or (arity is None and not flags.everything):
            parsed.unknown.append(name.replace(HOLE, "..."))
            return 0
        if arity is None or arity == BOOLEAN:
            continue
        attached = text[index + 1 :]
        if attached and arity == SEPARATE:
            parsed.unknown.append(text)
            return 0
        if attached:
            parsed.values.append((name, Word(attached)))
        elif arity in {VALUE, SEPARATE}:
            if following:
                parsed.values.append((name, following[0]))
                return 1
            parsed.unknown.append(f"{name} without a value")
        return 0
    return 0

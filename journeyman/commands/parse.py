"""Turn what a user typed into a verb's arguments; every mistake is one line that says what is allowed."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Mapping, Sequence
from typing import NoReturn

from journeyman.commands.verb import Verb
from journeyman.errors import UsageError

_WORD = re.compile(r"""\s*(?:"([^"]*)"(?=\s|$)|'([^']*)'(?=\s|$)|(\S+))""")


class HelpAsked(Exception):
    """The user asked for help; the text is the message."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        usage = " ".join(self.format_usage().split()).removeprefix("usage: ")
        raise UsageError(f"{message}; usage: {usage}")

    def print_help(self, file: object = None) -> None:
        raise HelpAsked(self.format_help())


def find_verb(name: str, verbs: Mapping[str, Verb]) -> Verb:
    """Return the verb called ``name``. Raises UsageError with near names when there is none."""
    if name in verbs:
        return verbs[name]
    near = difflib.get_close_matches(name, verbs, n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else "`help` lists the verbs"
    raise UsageError(f"unknown verb {name[:60]!r}; {hint}")


def parser(verb: Verb, magic: str) -> argparse.ArgumentParser:
    """Return the argument parser of one verb."""
    made = _Parser(prog=f"{magic} {verb.name}", description=verb.summary, allow_abbrev=False)
    made.add_argument("--json", action="store_true", help="print the answer as JSON")
    for arg in verb.args:
        options = dict(arg.options)
        if arg.rest:
            options.setdefault("nargs", "*")
        made.add_argument(arg.name, help=arg.help, **options)
    return made


def _parse(verb: Verb, words: Sequence[str], magic: str) -> argparse.Namespace:
    known = {arg.name for arg in verb.args if arg.name.startswith("--")} | {"--json", "--help"}
    if not any(arg.rest for arg in verb.args):
        for word in words:
            if word.startswith("--") and word.partition("=")[0] not in known:
                raise UsageError(f"{verb.name} has no option {word[:40]}; allowed: {', '.join(sorted(known))}")
    return parser(verb, magic).parse_args(list(words))


def parse_words(verb: Verb, words: Sequence[str], magic: str) -> argparse.Namespace:
    """Parse words that a shell has split already. Raises UsageError or HelpAsked.

    For a verb with a rest argument the verb's own options may stand anywhere; everything else from the first plain word
    on, and everything after ``--``, is its text.
    """
    rest = next((arg for arg in verb.args if arg.rest), None)
    if rest is None:
        return _parse(verb, words, magic)
    flags, switches = _flags(verb)
    place = words.index("--") if "--" in words else len(words)
    taken: list[str] = []
    text: list[str] = []
    for word in words[:place]:
        option = word.partition("=")[0] in flags or (bool(taken) and taken[-1] in flags - switches)
        unknown = word.startswith("-") and not text and " " not in word
        (taken if option or unknown else text).append(word)
    space = _parse(verb, taken, magic)
    setattr(space, rest.name, " ".join([*text, *words[place + 1 :]]))
    return space


def _flags(verb: Verb) -> tuple[set[str], set[str]]:
    """Return the options of ``verb``, and those of them that take no value."""
    always = {"--json", "--help", "-h"}
    flags = {arg.name for arg in verb.args if arg.name.startswith("--")} | always
    return flags, {arg.name for arg in verb.args if "action" in arg.options} | always


def parse_line(verb: Verb, text: str, magic: str) -> argparse.Namespace:
    """Parse free text: options first, then, for a verb with a rest argument, everything else as it was typed.

    Apostrophes and unbalanced quotes in the rest are text; one pair of quotes around the whole rest is dropped. Raises
    UsageError or HelpAsked.
    """
    rest = next((arg for arg in verb.args if arg.rest), None)
    if rest is None:
        return _parse(verb, [word for word, _ in _words(text)], magic)
    flags, switches = _flags(verb)
    leading = sum(1 for arg in verb.args if not arg.rest and not arg.name.startswith("-"))
    taken: list[str] = []
    position = 0
    for word, end in _words(text):
        if word in flags or (taken and taken[-1] in flags - switches):
            taken.append(word)
        elif leading:
            taken.append(word)
            leading -= 1
        else:
            break
        position = end
    space = _parse(verb, taken, magic)
    setattr(space, rest.name, unquote(text[position:].strip()))
    return space


def split_head(line: str) -> tuple[str, str]:
    """Return the first word of ``line`` and the rest as it was typed."""
    head, _, rest = line.strip().partition(" ")
    return head, rest


def _words(text: str) -> list[tuple[str, int]]:
    found = []
    for match in _WORD.finditer(text):
        word = next(group for group in match.groups() if group is not None)
        found.append((word, match.end()))
    return found


def unquote(text: str) -> str:
    """Return ``text`` without the one pair of quotes around all of it, if it has one."""
    for quote in "\"'":
        if len(text) >= 2 and text[0] == text[-1] == quote and quote not in text[1:-1]:
            return text[1:-1]
    return text

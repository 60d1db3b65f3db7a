"""Builtins that set variables, or evaluate a name: ``read 'a[$(cmd)]'`` runs ``cmd``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from journeyman.gate.analysis.environment import judge_given
from journeyman.gate.analysis.literals import HOLE, LISTED
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word

_FORGETTING = names("read mapfile readarray getopts source . eval set shopt wait let")
_PLAIN_SETTERS = names("read mapfile readarray getopts")
"""Those of them that set no more than the names they are given, when these are plain."""
_NAME = re.compile(r"[A-Za-z_]\w*(\[(\d+|[@*])\])?\Z")
_READ_VALUES = re.compile(r"-[a-zA-Z]*[pdnNtui]\Z")
_MAP_VALUES = re.compile(r"-[a-zA-Z]*[dnOsuCc]\Z")
_LEFT = re.compile(r"\w*")
_PLAIN_NUMBER = re.compile(r"[A-Za-z_]\w*([-+*/%]?=|\+\+|--)-?\d*\Z|-?\d+\Z")


def judge_setter(program: str, words: Sequence[Word], record: Record) -> None:
    """Record what a builtin sets; a name that may hold an index is refused."""
    found = _NAMES.get(program)
    if found is not None:
        for word in found(words):
            if not _NAME.match(word.text):
                record.note("unknown", "floor", f"{program} evaluates the index of a variable that is not known")
    if program == "let":
        for word in words:
            judge_given(_LEFT.match(word.text)[0], None, record)  # type: ignore[index]  # it matches anything
    plain = program in _PLAIN_SETTERS and all(_NAME.match(word.text) for word in _NAMES[program](words))
    if program in _FORGETTING and not plain:
        record.scope.forget()
    if program == "shift":
        record.scope.give([None])
    given = _given(words, record) if program == "read" else None
    for word in found(words) if found and program not in {"test", "["} else ():
        judge_given(word.text.partition("[")[0], given, record)
        record.scope.assign(word.text, given)


def _given(words: Sequence[Word], record: Record) -> str | None:
    """Return what ``read`` puts into its variable, when its input is lines of names, each read as a whole."""
    kind = record.stdin.names
    texts = [word.text for word in words if word.text not in {"-r", "-d", ""}]
    whole = record.scope.variables.get("IFS", "") == "" and not any(text[:1] == "-" for text in texts)
    whole = whole and all(after.text == "" for word, after in pairwise(words) if word.text == "-d")
    return kind if kind and whole and (len(texts) == 1 or kind != LISTED) else None


def _read(words: Sequence[Word]) -> list[Word]:
    return _operands(words, _READ_VALUES)


def _map(words: Sequence[Word]) -> list[Word]:
    return _operands(words, _MAP_VALUES)


def _operands(words: Sequence[Word], takes: re.Pattern[str]) -> list[Word]:
    """Return the words that are names: an array's behind ``-a``, and those that are no options."""
    found: list[Word] = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word.text[:1] == "-":
            skip = bool(takes.match(word.text))
        else:
            found.append(word)
    return found


def _printf(words: Sequence[Word]) -> list[Word]:
    """Return the name behind ``-v``."""
    if not words or words[0].text[:1] != "-":
        return [word for word in words[1:2] if words[0].text[:1] == HOLE and "[" in word.text]
    if words[0].text[:2] == "-v":
        return [Word(words[0].text[2:])] if len(words[0].text) > 2 else list(words[1:2])
    return []


def _wait(words: Sequence[Word]) -> list[Word]:
    return [
        Word(word.text[2:]) if len(word.text) > 2 else following
        for word, following in zip(words, [*words[1:], Word("")], strict=False)
        if word.text[:2] == "-p"
    ]


def _getopts(words: Sequence[Word]) -> list[Word]:
    return list(words[1:2])


def _test(words: Sequence[Word]) -> list[Word]:
    """Return the names behind ``-v`` and ``-R``; a word that is not known may be one of them."""
    return [
        following
        for word, following in pairwise(words)
        if word.text in {"-v", "-R"} or (word.text[:1] == HOLE and following.text[:1] == HOLE)
    ]


def _let(words: Sequence[Word]) -> list[Word]:
    return [Word("") for word in words if not _PLAIN_NUMBER.match(word.text)]


_NAMES = {
    "read": _read,
    "mapfile": _map,
    "readarray": _map,
    "printf": _printf,
    "wait": _wait,
    "getopts": _getopts,
    "test": _test,
    "[": _test,
    "let": _let,
}

"""Words and their stems: what two ways of saying the same have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

Phrase = tuple[str, ...]
"""The stems of one or more words in a row."""

VERSION = "<version>"
QUOTED = "<quoted>"

_TOKEN = re.compile(r"<quoted>|\.?[a-z0-9](?:[a-z0-9_'+#./-]*[a-z0-9+#])?|[.,;:!?\n]")
_QUOTES = re.compile(r"(?<![\w])(['\"`])(?=\S)(.{1,400}?)(?<=\S)\1(?!\w)|[“‘«](.{1,400}?)[”’»]", re.DOTALL)
_VERSION = re.compile(r"v?\d+(?:\.\d+)+(?:[-+.]?[a-z0-9]+)*|v\d+")


def tokens(text: str) -> list[str]:
    """Return lower-case words and punctuation; quoted text is one token ``<quoted>``."""
    plain = _QUOTES.sub(" <quoted> ", text).replace("\u2019", "'")
    return _TOKEN.findall(plain.lower())


_WHOLE = frozenset({"https"})
"""Words whose ending is part of their meaning."""


def without_sentences(text: str) -> str:
    """Return ``text`` without what is quoted in it, except single words."""
    return _QUOTES.sub(lambda quote: quote[0] if len(quote[0].split()) == 1 else " ", text)


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return the stem of an English word: rough, but the same for its common forms; versions become one token."""
    if word.startswith("<") or word in _WHOLE:
        return word
    if _VERSION.fullmatch(word):
        return VERSION
    word = word.removesuffix("'s")
    for ending, shortest in (("ing", 6), ("ed", 5), ("ies", 5), ("es", 5), ("s", 4)):
        if word.endswith(ending) and len(word) >= shortest and not word.endswith("ss"):
            word = word[: -len(ending)] + ("y" if ending == "ies" else "")
            break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 2 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word


def phrase(text: str) -> Phrase:
    """Return the stems of ``text``; a name in angle brackets stays as it is."""
    if text.startswith("<"):
        return (text,)
    return tuple(stem(token) for token in tokens(text))


def phrases(texts: Iterable[str]) -> frozenset[Phrase]:
    """Return the stems of each text."""
    return frozenset(phrase(text) for text in texts)


def starts_with(stems: Sequence[str], known: frozenset[Phrase]) -> int:
    """Return the length of the longest phrase of ``known`` that ``stems`` begin with (0: none)."""
    for length in range(min(len(stems), 6), 0, -1):
        if tuple(stems[:length]) in known:
            return length
    return 0


def ends_with(stems: Sequence[str], known: frozenset[Phrase]) -> int:
    """Return the length of the longest phrase of ``known`` that ``stems`` end with (0: none)."""
    for length in range(min(len(stems), 6), 0, -1):
        if tuple(stems[-length:]) in known:
            return length
    return 0


def found(stems: Sequence[str], known: frozenset[Phrase]) -> list[Phrase]:
    """Return the phrases of ``known`` that occur in ``stems``, longest first, not overlapping."""
    hits = []
    position = 0
    while position < len(stems):
        length = starts_with(stems[position:], known)
        if length:
            hits.append(tuple(stems[position : position + length]))
        position += length or 1
    return hits


def as_written(stems: Phrase, text: str) -> str:
    """Return the words of ``text`` that have these ``stems``, for people; the stems themselves when it has none."""
    words = tokens(text)
    for start in range(len(words) - len(stems) + 1):
        part = words[start : start + len(stems)]
        if tuple(map(stem, part)) == stems:
            return " ".join(part)
    return " ".join(stems)

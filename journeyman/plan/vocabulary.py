"""The words that all recipes share, from ``configs/recipes/vocabulary.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from journeyman.errors import ConfigError
from journeyman.plan.recipe_file import read_checked
from journeyman.plan.words import QUOTED, VERSION, Phrase, phrases, tokens


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Word lists; ``adjectives``, ``verbs`` and ``groups`` hold stems, the others words as they are written."""

    openers: frozenset[Phrase]
    questions: frozenset[Phrase]
    negations: frozenset[Phrase]
    exclusions: frozenset[Phrase]
    determiners: frozenset[Phrase]
    existing: frozenset[Phrase]
    unless: frozenset[Phrase]
    boundaries: frozenset[Phrase]
    adjectives: frozenset[Phrase]
    decoys: tuple[str, ...]
    patterns: Mapping[str, str]
    groups: Mapping[str, frozenset[Phrase]]
    verbs: frozenset[Phrase]

    def resolve(self, words: Iterable[str], where: str) -> frozenset[Phrase]:
        """Return the stems of ``words``, a ``<group>`` replaced by its members. Raises ConfigError naming ``where``."""
        result: frozenset[Phrase] = frozenset()
        for word in words:
            group = word[1:-1] if word.startswith("<") else ""
            if group in _CLASSES:
                result |= _CLASSES[group]
            elif not group:
                result |= phrases([word])
            elif group in self.groups:
                result |= self.groups[group]
            else:
                allowed = ", ".join(f"<{name}>" for name in (*self.groups, *_CLASSES))
                raise ConfigError(f"{where}: no group {word}; allowed are {allowed}")
        return result

    def pattern(self, text: str) -> str:
        """Return a regular expression with each ``<name>`` of :attr:`patterns` put in."""
        for name, expression in self.patterns.items():
            text = text.replace(f"<{name}>", expression)
        return text


_CLASSES: Mapping[str, frozenset[Phrase]] = {
    "version": frozenset({(VERSION,)}),
    "quoted": frozenset({(QUOTED,)}),
    "nothing": frozenset({()}),
}
"""What a word list may name in angle brackets that is no group: any version, any quoted text, no word at all."""

_VERB_GROUPS = ("make", "commit", "tag", "test", "install", "finish", "foreign")


@cache
def load_vocabulary(path: Path) -> Vocabulary:
    """Read the vocabulary. Raises ConfigError naming file, key and what is allowed."""
    data = read_checked(path, "vocabulary")
    groups = {name: phrases(words) for name, words in data.pop("groups").items()}
    verbs = frozenset().union(*(groups.get(name, frozenset()) for name in _VERB_GROUPS))
    adjectives = phrases(data.pop("adjectives"))
    decoys, patterns = tuple(data.pop("decoys")), data.pop("patterns")
    plain = {name: frozenset(tuple(tokens(word)) for word in words) for name, words in data.items()}
    return Vocabulary(**plain, adjectives=adjectives, decoys=decoys, patterns=patterns, groups=groups, verbs=verbs)

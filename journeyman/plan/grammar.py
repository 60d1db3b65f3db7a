"""Take a goal apart: what is to be done (verb) to what (object), in each of its clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from journeyman.plan.vocabulary import Vocabulary
from journeyman.plan.words import Phrase, starts_with, stem, tokens

_SENTENCE = frozenset(".;!?\n:")
_NAMING = frozenset({"called", "named", "titled", "entitled"})
_JOINS = frozenset({",", "and", "then", "&", "plus", "+", "but"})


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that the goal says. ``verb`` is () for a clause without one; all words are stems.

    ``thing`` is the noun phrase after the verb, its determiners taken off; ``existing`` tells that these said
    ("my", "this") that the thing is there already, ``definite`` that it was "the".
    """

    verb: Phrase
    thing: tuple[str, ...]
    existing: bool = False
    definite: bool = False
    question: bool = False
    negated: bool = False


@dataclass(frozen=True)
class Goal:
    """A goal taken apart. ``wished`` are the stems of all its words except what it excludes."""

    text: str
    clauses: tuple[Clause, ...]
    wished: tuple[str, ...]

    @cached_property
    def question(self) -> bool:
        """True when it asks for an answer instead of work."""
        return any(clause.question for clause in self.clauses[:1])

    @cached_property
    def negated(self) -> bool:
        """True when it forbids something instead of asking for it."""
        return any(clause.negated for clause in self.clauses[:1])


def read_goal(text: str, vocabulary: Vocabulary) -> Goal:
    """Take ``text`` apart."""
    words = tokens(text)
    clauses = tuple(_clause(part, vocabulary) for part in _split(words, vocabulary))
    return Goal(text, clauses, tuple(stem(word) for word in _without_exclusions(words, vocabulary)))


def _split(words: Sequence[str], vocabulary: Vocabulary) -> list[list[str]]:
    """Cut at the ends of sentences, and at "and", "then" and commas where a verb follows."""
    parts: list[list[str]] = [[]]
    for position, word in enumerate(words):
        if word in _SENTENCE or (
            word in _JOINS and (not parts[-1] or _verb_follows(words[position + 1 :], vocabulary))
        ):
            parts.append([])
        elif word not in _JOINS or parts[-1]:
            parts[-1].append(word)
    return [part for part in parts if any(word not in _JOINS for word in part)]


def _verb_follows(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    rest = list(words)
    while rest and rest[0] in _JOINS:
        rest = rest[1:]
    if starts_with(rest, vocabulary.negations):
        return True
    rest = _without_openers(rest, vocabulary)
    return starts_with([stem(word) for word in rest[:8]], vocabulary.verbs) > 0


def _without_openers(words: list[str], vocabulary: Vocabulary) -> list[str]:
    while words:
        length = starts_with(words, vocabulary.openers)
        if words[0] in _JOINS:
            length = max(length, 1)
        if not length:
            break
        words = words[length:]
    return words


def _clause(words: list[str], vocabulary: Vocabulary) -> Clause:
    words = _without_openers(words, vocabulary)
    if starts_with(words, vocabulary.negations):
        return Clause((), (), negated=True)
    if starts_with(words, vocabulary.questions):
        return Clause((), (), question=True)
    stems = [stem(word) for word in words]
    length = starts_with(stems, vocabulary.verbs)
    verb, rest = tuple(stems[:length]), words[length:]
    existing = definite = False
    while rest and (rest[0],) in vocabulary.determiners:
        unless = len(rest) > 1 and (rest[1],) in vocabulary.unless
        existing |= (rest[0],) in vocabulary.existing and not unless
        definite |= rest[0] == "the"
        rest = rest[1:]
    if rest and (rest[0],) in vocabulary.existing:
        existing = True
    return Clause(verb, tuple(stem(word) for word in _until_boundary(rest, vocabulary)), existing, definite)


def _until_boundary(words: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    thing: list[str] = []
    for position, word in enumerate(words):
        if word in _JOINS or starts_with(words[position:], vocabulary.boundaries):
            break
        thing.append(word)
    return thing


def _without_exclusions(words: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Leave out names ("called auth"), and up to three words behind "without", "instead of" and their like."""
    kept: list[str] = []
    position = 0
    while position < len(words):
        if words[position] in _NAMING:
            position += 2
            continue
        length = starts_with(words[position:], vocabulary.exclusions)
        position += length
        if not length:
            kept.append(words[position])
            position += 1
            continue
        for _ in range(3):
            if position >= len(words) or words[position] in _SENTENCE | _JOINS:
                break
            if starts_with(words[position:], vocabulary.boundaries):
                break
            position += 1
    return kept

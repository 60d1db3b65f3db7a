"""Patterns in messages that no rule knows: a tree of templates in the way of Drain, with a cap on how many are kept.

P. He, J. Zhu, Z. Zheng, M. R. Lyu, "Drain: an online log parsing approach with fixed depth tree", ICWS 2017. The tree's
first level is the number of words, its second the first word; below that the most similar template takes the message.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from dataclasses import dataclass, replace

from journeyman.values import Json

ANY = "<*>"
_SIMILAR = 0.6
_WORDS = 40
_VARIES = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A template: words, ``<*>`` standing for any; ``count`` messages were like it."""

    id: str
    words: tuple[str, ...]
    count: int = 1

    @property
    def text(self) -> str:
        """The template as one line."""
        return " ".join(self.words)


class Miner:
    """Learns patterns one message at a time; of more than ``most`` those unseen for longest are forgotten."""

    def __init__(self, most: int = 500) -> None:
        self._most = most
        self._found: OrderedDict[str, Pattern] = OrderedDict()
        self._leaves: dict[tuple[int, str], list[str]] = {}

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """All patterns, those seen most often first."""
        return tuple(sorted(self._found.values(), key=lambda pattern: -pattern.count))

    def learn(self, message: str) -> Pattern | None:
        """Return the pattern of ``message``, new or known; None for a message without words."""
        words = tuple(ANY if _VARIES.search(word) else word for word in message.split()[:_WORDS])
        if not words:
            return None
        leaf = self._leaves.setdefault((len(words), words[0]), [])
        known = max((self._found[found] for found in leaf), key=lambda each: _likeness(each.words, words), default=None)
        if known is not None and _likeness(known.words, words) >= _SIMILAR:
            merged = tuple(old if old == new else ANY for old, new in zip(known.words, words, strict=True))
            return self._keep(replace(known, words=merged, count=known.count + 1))
        made = Pattern(hashlib.sha256(" ".join(words).encode()).hexdigest()[:12], words)
        if made.id not in leaf:
            leaf.append(made.id)
        return self._keep(made)

    def _keep(self, pattern: Pattern) -> Pattern:
        self._found[pattern.id] = pattern
        self._found.move_to_end(pattern.id)
        while len(self._found) > self._most:
            forgotten, old = self._found.popitem(last=False)
            for leaf in (self._leaves.get((len(old.words), old.words[0])), self._leaves.get((len(old.words), ANY))):
                if leaf and forgotten in leaf:
                    leaf.remove(forgotten)
        return pattern

    def to_list(self) -> list[Json]:
        """Return everything as JSON, those unseen for longest first."""
        return [[each.id, list(each.words), each.count] for each in self._found.values()]

    @classmethod
    def from_list(cls, data: list[Json], most: int = 500) -> Miner:
        """Rebuild from :meth:`to_list`."""
        miner = cls(most)
        for found, words, count in data:
            miner._leaves.setdefault((len(words), words[0]), []).append(found)
            miner._keep(Pattern(found, tuple(words), count))
        return miner


def _likeness(template: tuple[str, ...], words: tuple[str, ...]) -> float:
    return sum(old == new for old, new in zip(template, words, strict=True)) / len(words)

"""How near two texts are in meaning: by vectors where they are at hand, else by the words they share."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from journeyman.plan.words import stem, tokens

# fmt: off
_EMPTY_WORDS = frozenset(map(stem, (
    "a", "an", "the", "to", "of", "in", "on", "for", "with", "and", "or", "that", "which", "is", "it", "i",
    "me", "my", "we", "us", "our", "you", "your", "please", "can", "could", "would", "want", "need", "like",
    "some", "this", "so", "as", "at", "by", "be", "from", "into", "new", "just", "hello", "world",
)))
# fmt: on


class Meaning(Protocol):
    """A way to compare texts."""

    threshold: float
    """The similarity (0 to 1) from which two texts may say the same."""
    margin: float
    """How much nearer the one must be than anything that says something else."""

    def nearest(self, text: str, others: Sequence[str]) -> float:
        """Return how near the nearest of ``others`` is to ``text``, 0 to 1."""
        ...


class SharedWords:
    """The twin without vectors: the share of stems that two texts have in common (Dice's coefficient)."""

    threshold = 0.6
    margin = 0.1

    def nearest(self, text: str, others: Sequence[str]) -> float:
        """Return how near the nearest of ``others`` is to ``text``, 0 to 1."""
        own = _content(text)
        return max((_dice(own, _content(other)) for other in others), default=0.0)


class WordVectors:
    """Static word vectors from the weights inside the ``wordllama`` wheel; nothing is fetched."""

    threshold = 0.45
    margin = 0.05

    def __init__(self) -> None:
        self._model: Any = None
        self._known: dict[tuple[str, ...], Any] = {}

    def nearest(self, text: str, others: Sequence[str]) -> float:
        """Return how near the nearest of ``others`` is to ``text``, 0 to 1."""
        if self._model is None:
            self._model = _load()
        key = tuple(others)
        if key not in self._known:
            self._known[key] = self._model.embed(list(others), norm=True)
        own = self._model.embed([text.lower()], norm=True)[0]
        return max(0.0, float((self._known[key] @ own).max()))


def best_meaning() -> Meaning:
    """Return vectors when the extra ``semantic`` is installed, else shared words. Loads nothing yet."""
    return WordVectors() if importlib.util.find_spec("wordllama") else SharedWords()


def _load() -> Any:
    wordllama = importlib.import_module("wordllama")
    folder = Path(str(wordllama.__file__)).parent  # the weights travel in the wheel; the default looks elsewhere
    return wordllama.WordLlama.load(cache_dir=folder, disable_download=True)


def _content(text: str) -> frozenset[str]:
    return frozenset(stem(token) for token in tokens(text) if token[0].isalnum()) - _EMPTY_WORDS


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0

"""Find the word that was meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

_LONGEST, _MOST = 60, 4000


def near(word: str, candidates: Iterable[str], most: int = 3, *, at_least: float = 0.7) -> list[str]:
    """Return the candidates most like ``word``, the likeliest first; never ``word`` itself."""
    if not word or len(word) > _LONGEST:
        return []
    flat = _flat(word)
    scored: list[tuple[float, str]] = []
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(flat)
    for candidate in sorted(set(candidates))[:_MOST]:
        if candidate == word or abs(len(candidate) - len(word)) > max(3, len(word) // 2):
            continue
        other = _flat(candidate)
        if other == flat:
            scored.append((2.0, candidate))
            continue
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() < at_least or matcher.quick_ratio() < at_least:
            continue
        score = matcher.ratio() + 0.1 * (other[:1] == flat[:1]) + 0.15 * (sorted(other) == sorted(flat))
        if score >= at_least + (0.1 if len(word) > 2 else 0.25):
            scored.append((score, candidate))
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    return [candidate for _, candidate in scored[:most]]


def _flat(word: str) -> str:
    return word.lower().replace("_", "").replace("-", "")

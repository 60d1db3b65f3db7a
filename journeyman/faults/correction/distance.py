"""How far a typed word is from one that may have been meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_SWAPPED, _DOUBLED, _NEAR_KEY = 0.6, 0.7, 0.9
_LONGEST = 40
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PLACES = {key: (row, at + row * 0.4) for row, keys in enumerate(_ROWS) for at, key in enumerate(keys)}


def distance(typed: str, meant: str) -> float:
    """Return the cost of the slips from ``meant`` to ``typed``: swapped letters, doubled or near keys cost least."""
    a, b = typed, meant
    before: list[float] = []
    row = [float(j) for j in range(len(b) + 1)]
    for i, sign in enumerate(a, 1):
        older, before, row = before, row, [float(i)]
        for j, other in enumerate(b, 1):
            extra = _DOUBLED if i > 1 and a[i - 2] == sign else 1.0
            missed = _DOUBLED if j > 1 and b[j - 2] == other else 1.0
            best = min(before[j] + extra, row[j - 1] + missed, before[j - 1] + _swap_cost(sign, other))
            if older and i > 1 and j > 1 and sign == b[j - 2] and a[i - 2] == other and sign != other:
                best = min(best, older[j - 2] + _SWAPPED)
            row.append(best)
    return row[-1]


def _swap_cost(sign: str, other: str) -> float:
    if sign == other:
        return 0.0
    if sign.lower() == other.lower() or {sign, other} == {"-", "_"}:
        return 0.2
    one, two = _PLACES.get(sign), _PLACES.get(other)
    near = one is not None and two is not None and abs(one[0] - two[0]) <= 1 and abs(one[1] - two[1]) <= 1.1
    return _NEAR_KEY if near else 1.0


def nearest(typed: str, candidates: Iterable[str], *, most: int = 3, offered: bool = False) -> list[str]:
    """Return the candidates that may have been meant by ``typed``, the likeliest first; ties keep the given order.

    Candidates that were ``offered`` for this very word need not be near; others must.
    """
    if not typed or len(typed) > _LONGEST:
        return []
    limit = 99.0 if offered else _limit(typed)
    found = []
    for at, word in enumerate(dict.fromkeys(candidates)):
        if word == typed or not word or len(word) > _LONGEST:
            continue
        if not offered and abs(len(word) - len(typed)) > limit and not word.startswith(typed):
            continue
        cost = _cost(typed, word)
        if cost <= limit:
            score = cost - 0.25 * (word[0] == typed[0])
            found.append((round(score * 4) / 4 if offered else round(score, 3), at, word))
    return [word for _, _, word in sorted(found)[:most]]


def _cost(typed: str, word: str) -> float:
    cost = distance(typed, word)
    if len(typed) >= 3 and word.startswith(typed):
        return min(cost, 1.0 + 0.1 * (len(word) - len(typed)))
    if len(typed) >= 3 and typed in word:
        return cost - 0.5
    if sorted(typed) == sorted(word):
        return min(cost, 1.2)
    return cost


def _limit(typed: str) -> float:
    if len(typed) <= 2:
        return 1.0 if len(typed) == 2 else 0.0
    return 1.0 if len(typed) == 3 else 1.7 if len(typed) == 4 else 2.0 if len(typed) <= 7 else 3.0


def closest_pair(words: Sequence[str], candidates: Sequence[str]) -> tuple[int, str] | None:
    """Return the index of the word that is nearest to one of the candidates, and that candidate."""
    scored = [
        (distance(word, candidate) / max(len(word), len(candidate), 1), order, at, candidate)
        for order, candidate in enumerate(candidates)
        for at, word in enumerate(words)
        if 0 < len(word) <= _LONGEST and 0 < len(candidate) <= _LONGEST and word != candidate
    ]
    if not scored:
        return None
    share, _, at, candidate = min(scored)
    return (at, candidate) if share <= 0.6 else None

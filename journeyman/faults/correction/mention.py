"""Find the word of the command that a line of the output complains about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.command import Segment
from journeyman.faults.correction.distance import distance


def mentioned(segment: Segment, text: str) -> list[int]:
    """Return the indices of the words after the program that occur in ``text``, the quoted ones first."""
    quoted: list[int] = []
    bare: list[int] = []
    for index, word in enumerate(segment.words[1:], 1):
        name = word.partition("=")[0] if word.startswith("-") else word
        if not name or name.startswith("$"):
            continue
        if re.search(rf"[\"'`‘“«]-{{0,2}}{re.escape(name.lstrip('-') or name)}[\"'`’”»]", text):
            quoted.append(index)
        elif re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
            bare.append(index)
    return quoted or bare


def likeliest(segment: Segment, indices: Sequence[int], candidates: Sequence[str]) -> int:
    """Return which of ``indices`` is nearest to one of ``candidates``."""

    def far(index: int) -> float:
        word = segment.words[index]
        return min(
            (distance(word[:40], candidate[:40]) / max(len(word), len(candidate), 1) for candidate in candidates),
            default=1.0,
        )

    return min(indices, key=far)

"""Words of the shell, and what reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from journeyman.gate.analysis.literals import HOLE
from journeyman.gate.analysis.scope import Scope

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command. ``text`` holds :data:`HOLE` where it is not known; ``glob``: it is matched to names."""

    text: str
    glob: bool = False

    @property
    def known(self) -> bool:
        """True when the whole text is known."""
        return HOLE not in self.text


@dataclass(slots=True)
class Part:
    """What a node stands for before words are split: ``splits`` when an unquoted value is in it."""

    text: str
    glob: bool = False
    brace: bool = False
    quoted: bool = False
    splits: bool = False


class Reader(Protocol):
    """What expansions and arithmetic need of the one who reads words."""

    source: bytes
    scope: Scope
    inner: Callable[[Node], str]
    mention: Callable[[str], None]
    folder: Callable[[], str | None]
    operands: list[str]

    def part(self, node: Node) -> Part:
        """Return what one node stands for. Raises Unreadable for a kind that is not known."""
        ...

"""What the parts of the walk need of the walker: the text, what is known so far, and visiting what stands below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import WordReader

if TYPE_CHECKING:
    from tree_sitter import Node


class Visitor(Protocol):
    """Walks one tree; see :class:`journeyman.gate.analysis.walker.Walker`."""

    source: bytes
    record: Record
    words: WordReader

    def statement(self, node: Node) -> None:
        """Visit one statement."""
        ...

    def each(self, node: Node) -> None:
        """Visit the statements inside ``node``."""
        ...

    def punctuation(self, node: Node) -> None:
        """Check a token without a name."""
        ...

    def check(self, nodes: Sequence[Node]) -> None:
        """Look at statements that may never run: they must be readable, or what stands behind them is not."""
        ...

    def inner(self, node: Node) -> str:
        """Visit a substitution; return what it prints."""
        ...

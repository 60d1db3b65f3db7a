"""What a verb answers: blocks that every front end can show, data for programs, and an exit code."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from journeyman.values import Json

Tone = Literal["plain", "title", "good", "warn", "bad", "dim", "code"]

_STYLES: Mapping[str, str] = {
    "title": "font-weight:600",
    "good": "color:#1a7f37",
    "warn": "color:#9a6700",
    "bad": "color:#cf222e",
    "dim": "opacity:.65",
}


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``code`` keeps its white space."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column heads; all cells are text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image for places that can show one (``svg``, made by our own code), and ``text`` for the others.

    With no ``text`` it is left out there.
    """

    svg: str
    text: str = ""


Block = Text | Table | Picture


@dataclass(frozen=True, slots=True)
class Result:
    """The answer of one verb.

    ``exit_code``: 0 done, 1 failed, 2 usage, 3 pending approval, 4 denied. ``card`` names the interactive view that a
    notebook may offer instead of the blocks (``plan``, ``approval``), its contents being in ``data``.
    """

    blocks: tuple[Block, ...] = ()
    data: Mapping[str, Json] = field(default_factory=dict)
    exit_code: int = 0
    card: str = ""

    @property
    def text(self) -> str:
        """The blocks as plain text, without a trailing line break."""
        shown = (block for block in self.blocks if not isinstance(block, Picture) or block.text)
        return "\n".join(_block_text(block) for block in shown)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    @property
    def html(self) -> str:
        """The blocks as HTML, every text escaped."""
        return "<div>" + "".join(_block_html(block) for block in self.blocks) + "</div>"

    def _repr_mimebundle_(
        self, include: Sequence[str] | None = None, exclude: Sequence[str] | None = None
    ) -> dict[str, str]:
        pictures = [block.svg for block in self.blocks if isinstance(block, Picture)]
        alone = {"image/svg+xml": pictures[0]} if len(pictures) == 1 else {}
        return {"text/plain": self.text, "text/html": self.html, **alone}


def say(text: str, tone: Tone = "plain", exit_code: int = 0, **data: Json) -> Result:
    """Return a result of one line."""
    return Result((Text(text, tone),), data, exit_code)


def counted(number: int, noun: str) -> str:
    """Return ``1 step``, ``2 steps``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _block_text(block: Block) -> str:
    if isinstance(block, Text | Picture):
        return block.text
    widths = [max(len(row[column]) for row in (block.columns, *block.rows)) for column in range(len(block.columns))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (block.columns, *block.rows)
    ]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def _block_html(block: Block) -> str:
    if isinstance(block, Text):
        tag = "pre" if block.tone == "code" else "p"
        style = _STYLES.get(block.tone, "")
        return f'<{tag} style="margin:.2em 0;{style}">{html.escape(block.text)}</{tag}>'
    if isinstance(block, Picture):
        return f'<div style="display:inline-block;margin:.4em .8em .4em 0">{block.svg}</div>'
    head = "".join(f"<th style='text-align:left'>{html.escape(column)}</th>" for column in block.columns)
    body = "".join(
        "<tr>" + "".join(f"<td style='text-align:left'>{html.escape(cell)}</td>" for cell in row) + "</tr>"
        for row in block.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

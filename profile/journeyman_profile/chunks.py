"""Open Interpreter's messages: small dicts that stream from what runs to the screen and to the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Chunk = dict[str, Any]
"""``type`` (``console``, ``image``, ``code``), ``format`` (``output``, ``active_line``...) and ``content``."""


def console(text: str) -> Chunk:
    """Return a piece of output that both the user and the model see."""
    return {"type": "console", "format": "output", "content": text}


def is_output(chunk: Chunk) -> bool:
    """Tell whether ``chunk`` is printed text (and no image or line marker)."""
    return chunk.get("type") == "console" and chunk.get("format") == "output"


def merged(chunks: Iterable[Chunk]) -> list[Chunk]:
    """Return what a call without streaming answers: neighbours of one sort joined, line markers dropped."""
    messages: list[Chunk] = []
    for chunk in chunks:
        if chunk.get("format") == "active_line":
            continue
        last = messages[-1] if messages else {}
        if (last.get("type"), last.get("format")) == (chunk.get("type"), chunk.get("format")):
            last["content"] += chunk["content"]
        else:
            messages.append(dict(chunk))
    return messages


def echoed(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """Print output as it passes, as ``display=True`` asks for."""
    for chunk in chunks:
        if chunk.get("format") != "active_line" and chunk.get("content"):
            print(chunk["content"], end="", flush=True)  # noqa: T201 - the caller asked for the screen
        yield chunk

"""JSON lines in, one JSON object a line out, in order: for commands that other programs keep open."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from journeyman.errors import UsageError
from journeyman.values import Json

_CHUNK = 1 << 16


def answer_lines(
    source: BinaryIO,
    answer: Callable[[bytes | None], str],
    write: Callable[[str], object],
    flush: Callable[[], object],
    longest: int,
) -> None:
    """Answer every line of ``source`` on ``write``, and ``flush`` whenever no whole line waits to be read.

    ``answer`` gets None for a line of more than ``longest`` bytes.
    """
    for lines in _batches(source, longest):
        for line in lines:
            write(answer(line) + "\n")
        flush()


def _batches(source: BinaryIO, longest: int) -> Iterator[list[bytes | None]]:
    """Yield the lines that have arrived, as soon as they have; None for one that is too long."""
    rest, skipping = bytearray(), False
    while chunk := source.read1(_CHUNK):  # type: ignore[attr-defined]  # every buffered reader has it
        first, *others = chunk.split(b"\n")
        if not skipping:
            rest += first
        if len(rest) > longest:
            rest, skipping = bytearray(), True
        if others:
            yield [None if skipping else bytes(rest), *others[:-1]]
            rest, skipping = bytearray(others[-1]), False
    if rest or skipping:
        yield [None if skipping else bytes(rest)]


def parsed(line: bytes | None, longest: int, example: str) -> dict[str, Json]:
    """Return the object that a line holds; ``example`` shows in the message what one looks like."""
    if line is None:
        raise UsageError(f"is longer than {longest} bytes")
    try:
        given = json.loads(line)
    except RecursionError:
        raise UsageError("is nested too deeply") from None
    except ValueError as error:
        raise UsageError(f"is not JSON: {error}") from None
    if not isinstance(given, dict):
        raise UsageError(f"is not an object; write {example}")
    return given


def text(given: Mapping[str, Json], key: str, default: str | None = None) -> str:
    """Return the text under ``key``; without a ``default`` it must be there."""
    value = given.get(key, default)
    if not isinstance(value, str):
        raise UsageError(f"has no {key}" if value is None else f"has a {key} that is no text")
    if not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value):
        raise UsageError(f"has a {key} that is not valid Unicode")
    return value

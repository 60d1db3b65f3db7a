"""Find token formats: only around long runs of word characters, since every format holds one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from journeyman.redact.fields import Span
from journeyman.redact.patterns import DISCORD, REACH, RUN, WORD, TokenFormat, by_literal, compiled, probe

_BACK = 4096
_CLASSES = bytes(97 if chr(code) in WORD else 32 for code in range(256))
_LONG = b"a" * RUN
_HEX = "0123456789abcdef-"
_SMALL = "abcdefghijklmnopqrstuvwxyz_-"
_JOINING = frozenset("./:~$@")
"""What may stand inside of a format's literal, or between it and a long run."""
_ESCAPES = frozenset("\\%[;")


def runs(text: str) -> bytes:
    """Return ``text`` with word characters as ``a`` and all others as spaces, one byte each."""
    return text.encode("latin-1", "replace").translate(_CLASSES)


def tokens(text: str, classes: bytes) -> Iterator[Span]:
    """Yield the tokens of ``text``; ``classes`` is :func:`runs` of it."""
    start = classes.find(_LONG)
    scanned = 0
    while start >= 0:
        end = classes.find(b" ", start + RUN)
        end = len(text) if end < 0 else end
        before = text[start - 1 : start]
        if before in _JOINING or not _is_ordinary(text[start:end], before):
            first = max(scanned - RUN, start - REACH, 0) if before in _JOINING else start
            yield from _from_literals(text, first, end + 8)
            if text[end : end + 1] == ".":
                yield from _discord(text, start, end)
        scanned = end
        start = classes.find(_LONG, end)


def _is_ordinary(run: str, before: str) -> bool:
    """Tell at little cost whether a run is a digest, a UUID or an identifier in small letters, and no token."""
    if len(run) > 128 or before in _ESCAPES:
        return False
    if not run.strip(_HEX):
        return "-us" not in run
    if not run.strip(_SMALL):
        return _first_pieces().isdisjoint(run.replace("-", "_").split("_"))
    return False


@cache
def _first_pieces() -> frozenset[str]:
    return frozenset(literal.replace("-", "_").split("_")[0] for literal in by_literal())


def _from_literals(text: str, first: int, end: int) -> Iterator[Span]:
    table = by_literal()
    search = probe().search
    found = search(text, first, end)
    while found:
        at = found.start()
        for row in table[found[0]]:
            span = _match(text, at, row)
            if span:
                yield span
                at = max(at, span.end - 1)
                break
        found = search(text, at + 1, end)


def _match(text: str, at: int, row: TokenFormat) -> Span | None:
    start = at
    if row.back:
        window = text[max(0, at - _BACK) : at]
        start = at - len(window) + len(window.rstrip(row.back))
        if row.head:
            start = text.find(row.head, start, at)
    found = compiled(row).match(text, start) if start >= 0 else None
    if found is None or found.end() <= at:
        return None
    group = "s" if "s" in found.re.groupindex else 0
    return Span(start, found.start(group), found.end(group), row.sort)


def _discord(text: str, start: int, end: int) -> Iterator[Span]:
    found = compiled(DISCORD).search(text, max(start, end - 40), end + 96)
    if found:
        yield Span(found.start(), found.start(), found.end(), DISCORD.sort)

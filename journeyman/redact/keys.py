"""Private key blocks: from the line that begins one to the line that ends it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from journeyman.redact.fields import Span

SORT = "private-key"

LONGEST = 131_072
"""A block without an end is hidden as far as its lines look like one; an end further away is another block's."""


@cache
def header() -> re.Pattern[str]:
    """Return the pattern of a first line: ``-----BEGIN ... PRIVATE KEY-----``."""
    return re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")


@cache
def footer() -> re.Pattern[str]:
    """Return the pattern of a last line."""
    return re.compile(r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")


@cache
def _body() -> re.Pattern[str]:
    # Long words of key material, then at most two short ones (the last line, a checksum), and header fields.
    gap = r"(?:\s|\\+[nrt]?|[\"'+,()|>]){0,64}+"
    field = r"[A-Z][A-Za-z-]{2,20}: [^\n\\]{0,200}+"
    return re.compile(
        rf"(?:{gap}(?:{field}|[A-Za-z0-9+/=]{{16,}}+))*+(?:{gap}[A-Za-z0-9+/=]{{1,15}}+(?![ \t]*[A-Za-z0-9])){{0,2}}"
    )


@cache
def _beginning() -> re.Pattern[str]:
    # After a header: line ends, quotes and indentation in any writing, then key material or a header field.
    return re.compile(r"(?:\s|\\+[nrt]?|[\"'+,()|>]){0,40}+(?:[A-Za-z0-9+/=]{8}|[A-Z][A-Za-z-]{2,20}: )")


def private_keys(text: str) -> Iterator[Span]:
    """Yield the private key blocks of ``text``, whole or cut short."""
    at = text.find("-----BEGIN ")
    while at >= 0:
        first = header().match(text, at)
        end = at + 1
        if first and _beginning().match(text, first.end()):
            last = footer().search(text, first.end(), first.end() + LONGEST)
            again = text.find("-----BEGIN ", first.end(), last.start() if last else first.end() + LONGEST)
            if last and again < 0:
                end = last.end()
            else:
                rest = _body().match(text, first.end(), again if again >= 0 else len(text))
                end = rest.end() if rest else first.end()
            yield Span(at, at, end, SORT)
        at = text.find("-----BEGIN ", end)


def undecided(text: str) -> int | None:
    """Return where a first line stands of which it is not clear yet whether key material follows, if one does."""
    at = text.rfind("-----BEGIN ")
    first = header().match(text, at) if at >= 0 else None
    if first and len(text) - first.end() < 128 and not _beginning().match(text, first.end()):
        return at
    return None

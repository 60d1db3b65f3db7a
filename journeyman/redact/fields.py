"""Values that stand beside their name: ``NAME=value``, ``"name": "value"``, ``--name value``, ``<name>value``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from journeyman.redact.names import SecretName, is_secret, secret_name

HINTS = ("pass", "pwd", "secret", "token", "credential", "creds", "key", "auth")
"""Every name that promises a secret holds one of these (in lower case)."""

LONGEST_NAME = 64

HEAD = 1024
"""How much of a value is judged; a value that is hidden is hidden to its end."""


class Span(NamedTuple):
    """A secret in a text: where the context that shows it begins, where it begins and ends, and its sort."""

    context: int
    start: int
    end: int
    sort: str


_NO_NAME = ("${", "redacted:")
"""What stands before the word is part of a reference or of a mark, and no name."""

Reach = Callable[[str, int, int], int]
"""Where the value that begins at a position ends, looking no further than a limit."""

_IDENTIFIER = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-."
_TYPES = (
    r"(?:(?:typing\.)?(?:Optional|Final|ClassVar|Annotated)\[[^\]\n]{0,60}\]+|(?:pydantic\.)?Secret(?:Str|Bytes)|"
    r"str|bytes|string|String|Any|Final|&?'?(?:static )?str)(?:[ ]?\|[ ]?None)?"
)
_BEARER = re.compile(r"(?i:bearer|basic|token|apikey|bot|key|digest|negotiate)(?:[ \t]{1,8}|%20|\+)(?=\S)")


@cache
def _after_name() -> re.Pattern[str]:
    return re.compile(
        r"(?P<close>\\{0,4}[\"'`]?\]?)"
        rf"(?:[ \t]{{0,64}}"
        rf"(?:(?P<annotated>\??:[ \t]{{0,8}}{_TYPES}[ \t]{{0,8}}=)|(?P<sign>:=|=>|<-|[!+]?={{1,3}}|\??::?))"
        r"(?P<space>[ \t]{0,64})"
        r"|(?P<gap>[ \t]{1,64})|(?P<comma>,[ \t]{0,8})(?=\\{0,4}[\"'`])|(?P<tag>>))"
    )


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(r"(?:[rRbBfFuU]{1,2}(?=[\"']))?(\"\"\"|'''|\\{0,8}[\"'`])")


@cache
def _bodies() -> dict[str, re.Pattern[str]]:
    # Units never overlap, and possessive repeats never give back: no input makes these slow.
    return {
        '"': re.compile(r'(?:[^"\\\n]|\\[^\n])*+'),
        "'": re.compile(r"(?:[^'\\\n]|\\[^\n])*+"),
        "`": re.compile(r"[^`\n]*+"),
        '\\"': re.compile(r'(?:[^"\\\n]|\\[^"\\\n]|\\\\(?:\\["\\])?+)*+'),
        "\\'": re.compile(r"(?:[^'\\\n]|\\[^'\\\n]|\\\\(?:\\['\\])?+)*+"),
    }


@cache
def _bare() -> re.Pattern[str]:
    # A comma or a quote inside a word belongs to the word, unless the next field begins there.
    return re.compile(
        r"(?:[^\s\"'`<>;&|,\\]|,(?=[^\s\"'`])(?![\w.-]{1,64}[\"'`]?[ \t]{0,4}[=:])|[\"'](?=\w)"
        r"|\\(?![nrtbf\"'`\\])|&(?=\w)(?![\w.-]{1,64}=))++"
    )


@cache
def _word() -> re.Pattern[str]:
    # A word of the shell: quoted parts and escaped characters belong to it.
    return re.compile(r"(?:[^\s\"'\\]|\\[^\s\"']|\"(?:[^\"\\\s]|\\[^\n])*+\"|'[^'\s]*+')++")


def fields(text: str, lowered: str) -> Iterator[Span]:
    """Yield the hidden values of ``text``; ``lowered`` is the same text in lower case, of the same length."""
    done = 0
    for at in _hints(lowered):
        if at < done:
            continue
        left = text[max(0, at - LONGEST_NAME) : at]
        start = at - len(left) + len(left.rstrip(_IDENTIFIER))
        end = start + _name_length(text, start)
        done = max(end, at + 1)
        name = secret_name(text[start:end].rstrip("."))
        if name is not None and not text.endswith(_NO_NAME, 0, start):
            span = _value_span(text, start, end, name)
            if span is not None:
                done = span.end
                yield span


def _hints(lowered: str) -> list[int]:
    found = []
    for hint in HINTS:
        at = lowered.find(hint)
        while at >= 0:
            found.append(at)
            at = lowered.find(hint, at + len(hint))
    found.sort()
    return found


def _name_length(text: str, start: int) -> int:
    window = text[start : start + 2 * LONGEST_NAME]
    return len(window) - len(window.lstrip(_IDENTIFIER))


def _value_span(text: str, start: int, end: int, name: SecretName) -> Span | None:
    after = _after_name().match(text, end)
    if after is None or not _introduces(text, start, end, after):
        return None
    first = after.end()
    opening = _opening().match(text, first)
    if opening:
        first = opening.end()
    elif not after["sign"] and text.startswith("-", first):
        return None
    reach = _quoted(opening[1]) if opening else _unquoted(text, start, end, after)
    # Only the beginning is judged, so that a value which stays costs little however long it is.
    last = reach(text, first, min(len(text), first + HEAD))
    scheme = _BEARER.match(text, first, last)
    if scheme:
        first = scheme.end()
    if last <= first or not is_secret(text[first:last], name, bool(opening or after["tag"])):
        return None
    if not opening and _is_prose(text, first, last, after):
        return None
    if last - first >= HEAD // 2:
        last = reach(text, first, len(text))
    return Span(start, first, last, name.sort)


def _introduces(text: str, start: int, end: int, after: re.Match[str]) -> bool:
    """Tell whether what follows a name may introduce its value (a gap does so only after a flag)."""
    if after["sign"] or after["annotated"]:
        return True
    if after["tag"]:
        return text[start - 1 : start] == "<"
    if after["comma"]:
        return text[start] == "-" and after["close"] != ""
    if after["close"]:
        return False
    return text[start] == "-" or (
        text[start:end].isupper() and text[max(0, start - 8) : start].lower().endswith(("env ", "setenv ", "arg "))
    )


def _quoted(quote: str) -> Reach:
    pattern = _bodies().get(quote)

    def reach(text: str, first: int, limit: int) -> int:
        if pattern is not None:
            found = pattern.match(text, first, limit)
            return found.end() if found else first
        end = text.find(quote, first, limit)
        line = text.find("\n", first, limit if end < 0 else end) if quote not in {'"""', "'''"} else -1
        return line if line >= 0 else end if end >= 0 else limit

    return reach


def _unquoted(text: str, start: int, end: int, after: re.Match[str]) -> Reach:
    if after["tag"]:
        return lambda text, first, limit: max(first, text.find("<", first, limit))
    alone = text[start - 1 : start] not in {'"', "'", "`"}
    word = alone and text[start:end].isupper() and after["sign"] == "=" and not after["space"]
    pattern = _word() if word else _bare()

    def reach(text: str, first: int, limit: int) -> int:
        found = pattern.match(text, first, limit)
        if not found:
            return first
        last = found.end()
        while last > first and text[last - 1] in ",)]}.;:" and not _opens(text, first, last):
            last -= 1
        return last

    return reach


def _opens(text: str, first: int, last: int) -> bool:
    pair = {")": "(", "]": "[", "}": "{"}.get(text[last - 1], "")
    return bool(pair) and pair in text[first : min(last, first + HEAD)]


def _is_prose(text: str, first: int, last: int, after: re.Match[str]) -> bool:
    """Tell whether an ordinary word after a colon is followed by more words: a sentence, not a setting."""
    if after["sign"] != ":" or not after["space"] or not text[first : min(last, first + 24)].isalpha():
        return False
    rest = text[last : last + 8]
    return rest[:1] == " " and rest[1:2].isalpha()

"""Take a command line apart into words and operators that know where they stand; forgiving, and never an error.

Good enough to weigh an exit code and to put one word in the place of another, never to decide about risk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LONGEST = 20_000
_BLANK = re.compile(r"(?:[ \t\r]|\\\r?\n)+")
_OPERATOR = re.compile(r"&&|\|\||\|&|;;|&(?!>)|[;|()\n]")
_REDIRECTION = re.compile(r"(?:\d{1,2}|&)?(?:<<<|<<-?|>>|>\||[<>]&|<>|[<>])")
_PLAIN = re.compile(r"[^\s'\"\\;&|()<>`$#]+")
_ENDS = " \t\r\n;&|()<>"


@dataclass(frozen=True, slots=True)
class Token:
    """A word (its text without quotes), an operator, or a redirection with its target; ``start:end`` in the command."""

    kind: str
    text: str
    start: int
    end: int
    open: bool = False
    """A quote in it is never closed."""


def scan(command: str) -> list[Token]:
    """Return the tokens of ``command``; kinds are ``word``, ``operator`` and ``redirection``."""
    text, at = command[:_LONGEST], 0
    found: list[Token] = []
    heredocs: list[str] = []
    while at < len(text):
        if match := _BLANK.match(text, at):
            at = match.end()
        elif text[at] == "#" and (at == 0 or text[at - 1] in _ENDS):
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
        elif (match := _REDIRECTION.match(text, at)) and not text.startswith(("<(", ">("), at):
            at, token = _redirection(text, at, match.end())
            found.append(token)
            if match.group().endswith(("<<", "<<-")):
                heredocs.append(token.text)
        elif text.startswith("((", at):
            found.append(_arithmetic(text, at))
            at = found[-1].end
        elif match := _OPERATOR.match(text, at):
            found.append(Token("operator", match.group(), at, match.end()))
            at = match.end()
            if match.group() == "\n" and heredocs:
                at = _after_heredocs(text, at, heredocs)
                heredocs.clear()
        else:
            token = _word(text, at)
            found.append(token)
            at = token.end
    return found


def _arithmetic(text: str, start: int) -> Token:
    end = text.find("))", start)
    return Token("word", "((", start, len(text) if end < 0 else end + 2)


def _redirection(text: str, start: int, at: int) -> tuple[int, Token]:
    if match := _BLANK.match(text, at):
        at = match.end()
    if at >= len(text) or text[at] in "\n;|()&":
        return at, Token("redirection", "", start, at)
    target = _word(text, at)
    return target.end, Token("redirection", target.text, start, target.end)


def _after_heredocs(text: str, at: int, delimiters: list[str]) -> int:
    for delimiter in delimiters:
        end = re.compile(rf"^\t*{re.escape(delimiter)}$", re.MULTILINE).search(text, at)
        if end is None:
            return len(text)
        at = min(end.end() + 1, len(text))
    return at


def _word(text: str, start: int) -> Token:
    parts: list[str] = []
    at = start
    is_open = False
    while at < len(text) and text[at] not in _ENDS:
        sign = text[at]
        if match := _PLAIN.match(text, at):
            parts.append(match.group())
            at = match.end()
        elif sign == "\\":
            parts.append(text[at + 1 : at + 2].replace("\n", ""))
            at += 2
        elif sign in "'\"`":
            inner, at, closed = _quoted(text, at)
            parts.append(inner)
            is_open = is_open or not closed
        elif text.startswith("$(", at):
            end = _closing(text, at + 2)
            parts.append(text[at:end])
            at = end
        else:
            parts.append(sign)
            at += 1
    if at == start:  # a lone `<(` or the like: one sign is a word
        parts.append(text[at])
        at += 1
    return Token("word", "".join(parts), start, min(at, len(text)), is_open)


def _quoted(text: str, start: int) -> tuple[str, int, bool]:
    quote, at, parts = text[start], start + 1, []
    while at < len(text) and text[at] != quote:
        if text[at] == "\\" and quote != "'" and at + 1 < len(text):
            parts.append(text[at + 1] if text[at + 1] in '"\\$`' else text[at : at + 2])
            at += 2
        else:
            parts.append(text[at])
            at += 1
    inner = "".join(parts)
    return f"`{inner}`" if quote == "`" else inner, at + 1, at < len(text)


def _closing(text: str, at: int) -> int:
    """Return where the parenthesis that was opened before ``at`` ends."""
    depth = 1
    while at < len(text) and depth:
        sign = text[at]
        if sign == "\\":
            at += 1
        elif sign in "'\"":
            end = text.find(sign, at + 1)
            at = len(text) if end < 0 else end
        else:
            depth += (sign == "(") - (sign == ")")
        at += 1
    return min(at, len(text))

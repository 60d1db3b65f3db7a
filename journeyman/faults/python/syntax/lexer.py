"""Cut code into tokens, whatever is wrong with it: the standard tokenizer stops at the first mistake."""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Kind = Literal["name", "number", "string", "open_string", "op", "comment", "newline", "continuation", "odd"]

_TOKEN = re.compile(
    r"""(?P<space>[ \t\f]+)
    |(?P<comment>\#[^\n]*)
    |(?P<continuation>\\\r?\n)
    |(?P<newline>\r?\n)
    |(?P<triple>[A-Za-z]{0,2}(?:\"\"\"|'{3}))
    |(?P<string>[A-Za-z]{0,2}(?:"(?:[^"\\\n]|\\.|\\\n)*"|'(?:[^'\\\n]|\\.|\\\n)*'))
    |(?P<open_string>[A-Za-z]{0,2}["'][^\n]*)
    |(?P<number>(?:\d|\.\d)[\w.]*(?:(?<=[eE])[+-]\d+)?)
    |(?P<name>[^\W\d]\w*)
    |(?P<op>\*\*=|//=|>>=|<<=|\.\.\.|!=|->|:=|==|<=|>=|\*\*|//|<<|>>|\+=|-=|\*=|/=|%=|&=|\|=|\^=|@=|[-+*/%@&|^~<>()\[\]{},:.;=])
    |(?P<odd>.)""",
    re.VERBOSE | re.DOTALL,
)
_PREFIX = re.compile(r"(?:[rbuft]|rb|br|fr|rf|tr|rt)?(?=[\"'])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of code, its line from 1 and its column from 0; ``end`` is where it ends in the whole text."""

    kind: Kind
    text: str
    line: int
    column: int
    start: int
    end: int

    @property
    def is_keyword(self) -> bool:
        """Tell whether it is a word that Python keeps for itself."""
        return self.kind == "name" and keyword.iskeyword(self.text)

    @property
    def is_operand(self) -> bool:
        """Tell whether it is a value by itself."""
        return self.kind in {"number", "string"} or (
            self.kind == "name" and (not self.is_keyword or self.text in {"None", "True", "False"})
        )


@lru_cache(maxsize=8)
def tokens(code: str) -> tuple[Token, ...]:
    """Return the tokens of ``code``, blanks left out."""
    found: list[Token] = []
    at, line, start = 0, 1, 0
    while at < len(code):
        match = _TOKEN.match(code, at)
        if match is None:
            break
        kind, end = match.lastgroup or "odd", match.end()
        if kind == "triple":
            close = code.find(match[0][-3:], end)
            kind, end = ("string", close + 3) if close >= 0 else ("open_string", len(code))
        elif kind in {"string", "open_string"} and not _PREFIX.match(match[0]):
            name = re.match(r"\w+", match[0])
            kind, end = "name", at + len(name[0]) if name else at + 1
        if kind != "space":
            found.append(Token(kind, code[at:end], line, at - start, at, end))  # type: ignore[arg-type]  # the groups are the kinds
        breaks = code.count("\n", at, end)
        if breaks:
            line, start = line + breaks, code.rfind("\n", at, end) + 1
        at = end
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Brackets:
    """What is wrong with the brackets: those never closed, and the first closing one without its partner."""

    open: Sequence[Token]
    unmatched: Token | None = None
    partner: Token | None = None


_PAIRS = {")": "(", "]": "[", "}": "{"}


def brackets(found: Sequence[Token]) -> Brackets:
    """Return which brackets do not match."""
    stack: list[Token] = []
    for token in found:
        if token.kind != "op":
            continue
        if token.text in "([{":
            stack.append(token)
        elif token.text in _PAIRS:
            if not stack or stack[-1].text != _PAIRS[token.text]:
                return Brackets(stack, token, stack[-1] if stack else None)
            stack.pop()
    return Brackets(stack)

"""Shell words resolved as far as their text alone allows."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from journeyman.gate.analysis.syntax import LIVE, Unreadable, children, text_between, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

HOLE = "\0"
"""Stands for a part of a word that only running it would tell."""

_PLAIN = re.compile(r"[A-Za-z0-9_./=:,@%+^-]+\Z")
_META = frozenset(";&|<>()`\"'\n$ \t")
_ANSI = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b", "E": "\x1b"}
_ANSI_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{1,4}|U[0-9A-Fa-f]{1,8}|[0-7]{1,3}|c.|.)", re.DOTALL)
_MAX_BRACES = 64


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
class Scope:
    """Variables set in the text itself; None: set to something unknown."""

    variables: dict[str, str | None] = field(default_factory=dict)

    def forget(self) -> None:
        """Take no value for granted any more."""
        self.variables = dict.fromkeys([*self.variables, "HOME"])

    def value(self, name: str) -> str | None:
        """Return the value of a variable if it can be known before running."""
        if name in self.variables:
            return self.variables[name]
        return os.path.expanduser("~") if name == "HOME" else None


@dataclass(slots=True)
class _Part:
    text: str
    glob: bool = False
    brace: bool = False
    quoted: bool = False


class WordReader:
    """Reads words of one source. ``inner`` is called with every substitution node inside them."""

    def __init__(self, source: bytes, scope: Scope, inner: Callable[[Node], None]) -> None:
        self._source = source
        self._scope = scope
        self._inner = inner

    def read(self, node: Node) -> list[Word]:
        """Return the words that ``node`` stands for (several after brace expansion). Raises Unreadable."""
        part = self._part(node)
        if not part.brace or not ("," in part.text or ".." in part.text):
            return [Word(part.text, part.glob)]
        if part.quoted or HOLE in part.text:
            return [Word(HOLE, part.glob)]
        return [Word(text, part.glob) for text in _braces(part.text)]

    def text(self, node: Node) -> str:
        """Return one text, with holes."""
        words = self.read(node)
        return words[0].text if len(words) == 1 else HOLE

    def _part(self, node: Node) -> _Part:  # noqa: PLR0911 - a table of cases, on the hot path
        kind = node.type
        if kind in {"word", "extglob_pattern", "regex", "variable_name", "test_operator", "file_descriptor"}:
            return self._word(node)
        if kind == "number":
            return self._number(node)
        if kind == "raw_string":
            return _Part(text_of(node, self._source)[1:-1], quoted=True)
        if kind in {"string", "translated_string"}:
            return self._string(node)
        if kind == "concatenation":
            return self._joined(node)
        if kind in {"simple_expansion", "expansion"}:
            return self._expansion(node, quoted=False)
        if kind == "ansi_c_string":
            return _Part(_ansi(text_of(node, self._source)[2:-1]), quoted=True)
        if kind in {"command_substitution", "process_substitution"}:
            self._inner(node)
            return _Part("/dev/fd/" + HOLE if kind == "process_substitution" else HOLE)
        if kind == "arithmetic_expansion":
            return self._arithmetic(node)
        if kind == "brace_expression":
            return _Part(HOLE)
        if kind == "$":
            return _Part("$")
        raise Unreadable(f"syntax that is not known here: {kind}")

    def _word(self, node: Node) -> _Part:
        raw = text_of(node, self._source)
        if _PLAIN.match(raw):
            return _Part(raw)
        characters: list[str] = []
        glob = brace = quoted = False
        position, end = 0, len(raw)
        while position < end:
            sign = raw[position]
            if sign == "\\":
                position += 1
                quoted = True
                if position < end and raw[position] != "\n":
                    characters.append(raw[position])
            elif sign in _META and node.type == "word":
                raise Unreadable(f"a word holds {sign!r}")
            else:
                glob = glob or sign in "*?["
                brace = brace or sign == "{"
                characters.append(sign)
            position += 1
        return _Part(_tilde("".join(characters), raw), glob, brace, quoted)

    def _number(self, node: Node) -> _Part:
        for child in node.children:
            if child.is_named:
                return self._part(child)
        return _Part(text_of(node, self._source))

    def _string(self, node: Node) -> _Part:
        pieces: list[str] = []
        end = node.start_byte
        for child in node.children:
            gap = text_between(self._source, end, child.start_byte)
            if gap.strip():
                raise Unreadable(f"part of a string was not understood: {gap!r}")
            pieces.append(gap)
            end = child.end_byte
            kind = child.type
            if kind == "string_content":
                content = text_of(child, self._source)
                if ("$" in content or "`" in content) and LIVE.search(content):
                    raise Unreadable("a string holds an expansion that was not understood")
                pieces.append(re.sub(r'\\([$`"\\\n])', lambda found: found[1].strip("\n"), content))
            elif kind in {"simple_expansion", "expansion"}:
                pieces.append(self._expansion(child, quoted=True).text)
            elif kind == "string":
                pieces.append(self._string(child).text)
            elif kind == "$":
                pieces.append("$")
            elif kind not in {'"', '$"'}:
                pieces.append(self._part(child).text)
        return _Part("".join(pieces), quoted=True)

    def _joined(self, node: Node) -> _Part:
        total = _Part("")
        end = node.start_byte
        for child in node.children:
            if child.start_byte != end:
                raise Unreadable("a word was not understood")
            end = child.end_byte
            kind = child.type
            if not child.is_named and kind not in {"$", "{", "}", "[", "]", "=", ",", "(", ")"}:
                raise Unreadable(f"a word holds {kind!r}")
            part = _Part(kind, brace=kind == "{") if not child.is_named and kind != "$" else self._part(child)
            if total.text and part.text == os.path.expanduser("~") and kind == "word":
                part.text = text_of(child, self._source)  # a tilde is special at the start of a word only
            total.text += part.text
            total.glob = total.glob or part.glob
            total.brace = total.brace or part.brace
            total.quoted = total.quoted or part.quoted
        return total

    def _expansion(self, node: Node, quoted: bool) -> _Part:
        named = [child for child in children(node, self._source) if child.is_named]
        plain = text_of(node, self._source).strip("${}")
        if len(named) == 1 and named[0].type == "variable_name" and plain == text_of(named[0], self._source):
            value = self._scope.value(plain)
            if value is None or (not quoted and re.search(r"[\s*?\[\\]", value)):
                return _Part(HOLE)
            return _Part(value)
        if re.search(r"@[A-Za-z]}\Z", text_of(node, self._source)):
            raise Unreadable("an expansion evaluates a variable's value")
        for child in named:
            if child.type not in {"variable_name", "special_variable_name"}:
                self.visit(child)
        return _Part(HOLE)

    def _arithmetic(self, node: Node) -> _Part:
        self.visit(node)
        return _Part("1" + HOLE)  # always a number: never an option, never a path

    def visit(self, node: Node) -> None:
        """Look into an expression for substitutions, and refuse what evaluates a variable's value as code."""
        kind = node.type
        if kind in {"command_substitution", "process_substitution"}:
            self._inner(node)
        elif kind == "variable_name":
            value = self._scope.variables.get(text_of(node, self._source), "0")
            if value is None or not value.strip().lstrip("-").isdigit():
                raise Unreadable("arithmetic over a variable whose value is not a plain number")
        elif kind == "subscript":
            raise Unreadable("an array index is evaluated")
        elif kind in {"word", "string", "raw_string", "concatenation", "number", "ansi_c_string", "regex"}:
            self._part(node)
        elif kind in {"simple_expansion", "expansion"}:
            self._expansion(node, quoted=True)
        else:
            for child in children(node, self._source):
                if child.is_named:
                    self.visit(child)


def _tilde(text: str, raw: str) -> str:
    if not raw.startswith("~"):
        return text
    if raw == "~" or raw.startswith("~/"):
        return os.path.expanduser("~") + text[1:]
    return HOLE


def _ansi(text: str) -> str:
    def decode(found: re.Match[str]) -> str:
        code = found[1]
        if code[0] in "xuU" and len(code) > 1:
            value = int(code[1:], 16)
            return chr(value) if value < 0x110000 else HOLE
        if code[0] in "01234567":
            return chr(int(code, 8) & 0xFF)
        if code[0] == "c":
            return HOLE
        return _ANSI.get(code, code if code in "\\'\"?" else "\\" + code)

    return _ANSI_ESCAPE.sub(decode, text)


def _braces(text: str) -> list[str]:
    """Return the brace expansion of ``text`` (nested lists too); one unknown word when it is a range or too large."""
    start = text.find("{")
    depth, pieces, last = 0, [], start + 1
    for position in range(start, len(text)):
        sign = text[position]
        if sign == "{":
            depth += 1
        elif sign == "," and depth == 1:
            pieces.append(text[last:position])
            last = position + 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                pieces.append(text[last:position])
                break
    else:
        return [text]
    if len(pieces) == 1:
        # `{}` and `{x}` stay as they are; `{1..9}` is a range
        return [HOLE] if ".." in pieces[0] or "{" in pieces[0] else _rest(text[: position + 1], text[position + 1 :])
    results = [
        text[:start] + inner + tail
        for piece in pieces
        for inner in (_braces(piece) if "{" in piece else [piece])
        for tail in _rest("", text[position + 1 :])
    ]
    return results if len(results) <= _MAX_BRACES else [HOLE]


def _rest(head: str, tail: str) -> list[str]:
    return [head + each for each in (_braces(tail) if "{" in tail else [tail])]

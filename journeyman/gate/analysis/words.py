"""Shell words resolved as far as their text alone allows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from journeyman.gate.analysis.expansions import expand, visit
from journeyman.gate.analysis.literals import (
    HOLE,
    LISTED,
    NUMBER,
    decode_ansi,
    expand_braces,
    expand_tilde,
    protect,
    unprotect,
)
from journeyman.gate.analysis.parts import Part, Word
from journeyman.gate.analysis.scope import Scope
from journeyman.gate.analysis.syntax import LIVE, LIVE_CODE, Unreadable, text_between, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["HOLE", "Scope", "Word", "WordReader"]

_PLAIN = re.compile(r"[A-Za-z0-9_./=:,@%+^-]+\Z")
_META = frozenset(";&|<>()`\"'\n$ \t")
_SWALLOWED = re.compile(r"(?<!\\)[\s;&<>]")
"""Signs that end a pattern for the shell, but not for the parser."""
_SPLIT = {"simple_expansion", "expansion", "command_substitution"}
_GLOB = re.compile(r"[*?\[]")
_STRING_ESCAPE = re.compile(r'\\([$`"\\\n])')


class WordReader:
    """Reads words of one source.

    ``inner`` is called with every substitution node inside them and returns what it prints; ``mention`` with text that
    may become part of a word; ``folder`` returns the current folder when it is known.
    """

    def __init__(
        self,
        source: bytes,
        scope: Scope,
        inner: Callable[[Node], str],
        mention: Callable[[str], None] = lambda text: None,
        folder: Callable[[], str | None] = lambda: None,
    ) -> None:
        self.source = source
        self.scope = scope
        self.inner = inner
        self.mention = mention
        self.folder = folder
        self.operands: list[str] = []

    def read(self, node: Node) -> list[Word]:
        """Return the words that ``node`` stands for (several after brace expansion or splitting). Raises Unreadable."""
        part = self._considered(node)
        if part.splits:
            return self._split(part, node)
        text = part.text
        if part.brace and ("," in text or ".." in text):
            return [Word(unprotect(each), part.glob) for each in expand_braces(text)]
        return [Word(unprotect(text), part.glob)]

    def text(self, node: Node) -> str:
        """Return one text, with holes: where the shell splits nothing (assignments, here-strings)."""
        return unprotect(self._considered(node).text)

    def _considered(self, node: Node) -> Part:
        """Read a whole word, and mention what it is when a variable with a default (``${x:-this}``) is not set."""
        kept, self.operands = self.operands, []
        part = self.part(node)
        for operand in self.operands:
            if HOLE in part.text:
                self.mention(unprotect(part.text.replace(HOLE, operand)))
        self.operands = kept
        return part

    def _split(self, part: Part, node: Node) -> list[Word]:
        words = self.scope.split(part.text) if node.type in _SPLIT else None
        if words is None:
            self.mention(part.text)
            return [Word(HOLE, True)]
        return [Word(word, part.glob or bool(_GLOB.search(word))) for word in words]

    def part(self, node: Node) -> Part:  # noqa: PLR0911, PLR0912 - a table of cases, on the hot path
        """Return what one node stands for. Raises Unreadable for a kind that is not known."""
        kind = node.type
        if kind == "word":
            return self._word(node)
        if kind == "raw_string":
            return Part(text_of(node, self.source)[1:-1], quoted=True)
        if kind in {"string", "translated_string"}:
            return self._string(node if kind == "string" else node.children[-1])
        if kind == "concatenation":
            return self._joined(node)
        if kind in {"simple_expansion", "expansion"}:
            return self._expansion(node, quoted=False)
        if kind == "number":
            return self._number(node)
        if kind in {"extglob_pattern", "regex", "variable_name", "test_operator", "file_descriptor"}:
            return self._word(node)
        if kind == "ansi_c_string":
            return Part(decode_ansi(text_of(node, self.source)[2:-1]), quoted=True)
        if kind == "command_substitution":
            text = self.inner(node)
            return Part(text, splits=HOLE not in text)
        if kind == "process_substitution":
            text = self.inner(node)
            return Part(text if text.startswith("/dev/fd/") else "/dev/fd/" + HOLE)
        if kind == "arithmetic_expansion":
            visit(node, self)
            return Part(NUMBER)
        if kind == "brace_expression":
            return Part(text_of(node, self.source), brace=True)
        if kind == "$":
            return Part("$")
        raise Unreadable(f"syntax that is not known here: {kind}")

    def _word(self, node: Node, first: bool = True) -> Part:
        raw = text_of(node, self.source)
        if _PLAIN.match(raw):
            return Part(raw)
        strict = node.type == "word"
        if not strict and (LIVE_CODE.search(raw) or _SWALLOWED.search(raw)):
            raise Unreadable("a pattern was not understood")
        characters: list[str] = []
        glob = brace = quoted = False
        position, end = 0, len(raw)
        while position < end:
            sign = raw[position]
            if sign == "\\":
                position += 1
                quoted = True
                if position < end and raw[position] != "\n":
                    characters.append(protect(raw[position]))
            elif strict and sign in _META:
                raise Unreadable(f"a word holds {sign!r}")
            else:
                glob = glob or sign in "*?["
                brace = brace or sign == "{"
                characters.append(sign)
            position += 1
        text = "".join(characters)
        if first and raw[:1] == "~":
            prefix = raw.partition("/")[0]
            found = None if "\\" in prefix else self._tilde(prefix)
            text = text if found is None else found + text[len(prefix) :]
        return Part(text, glob, brace, quoted)

    def _tilde(self, prefix: str) -> str | None:
        if prefix == "~":
            return self.scope.value("HOME") or HOLE
        return expand_tilde(prefix, self.folder())

    def _number(self, node: Node) -> Part:
        for child in node.children:
            if child.is_named:
                return self.part(child)
        return Part(text_of(node, self.source))

    def _string(self, node: Node) -> Part:
        pieces: list[str] = []
        end = node.start_byte
        for child in node.children:
            start = child.start_byte
            if start > end:
                gap = text_between(self.source, end, start)
                if gap.strip():
                    raise Unreadable(f"part of a string was not understood: {gap!r}")
                pieces.append(gap)
            end = child.end_byte
            kind = child.type
            if kind == "string_content":
                content = text_of(child, self.source)
                if ("$" in content or "`" in content) and LIVE.search(content):
                    raise Unreadable("a string holds an expansion that was not understood")
                if "\\" in content:
                    content = _STRING_ESCAPE.sub(lambda found: found[1].strip("\n"), content)
                pieces.append(content)
            elif kind in {"simple_expansion", "expansion"}:
                raw = text_of(child, self.source)
                pieces.append(raw[: len(raw) - len(raw.lstrip())])  # the parser takes blanks before it for its own
                pieces.append(self._expansion(child, quoted=True).text)
            elif kind == "string":
                pieces.append(self._string(child).text)
            elif kind == "$":
                pieces.append("$")
            elif kind != '"':
                pieces.append(self.part(child).text)
        return Part("".join(pieces), quoted=True)

    def _joined(self, node: Node) -> Part:
        total = Part("")
        end = node.start_byte
        found = node.children
        lists = len(found) > 1 and b"{" in self.source[end : node.end_byte]
        for number, child in enumerate(found):
            if child.start_byte != end:
                raise Unreadable("a word was not understood")
            end = child.end_byte
            kind = child.type
            if kind == "$" and number + 1 < len(found) and found[number + 1].type == "string":
                continue
            if not child.is_named and kind not in {"$", "{", "}", "[", "]", "=", ",", "(", ")"}:
                raise Unreadable(f"a word holds {kind!r}")
            if not child.is_named and kind != "$":
                part = Part(kind, brace=kind == "{")
            elif kind == "word":
                part = self._word(child, first=number == 0)
            else:
                part = self.part(child)
            if lists and kind == "simple_expansion":
                part = Part(HOLE)  # `$x{a,b}` is `$xa $xb`: another variable
            total.text += protect(part.text) if part.quoted and kind != "word" else part.text
            total.glob = total.glob or part.glob
            total.brace = total.brace or part.brace
            total.quoted = total.quoted or part.quoted
            total.splits = total.splits or (part.splits and not part.text.isalnum() and _needs_split(part.text))
        return total

    def _expansion(self, node: Node, quoted: bool) -> Part:
        value = expand(node, self, quoted)
        if quoted:
            return Part(value, quoted=True)
        return Part(value, splits=_needs_split(value))


def _needs_split(text: str) -> bool:
    return not text or re.search(r"[\s*?\[\\]", text) is not None or LISTED in text

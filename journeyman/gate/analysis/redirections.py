"""Redirections and here-documents: judged by where they lead, remembered as what the command reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from journeyman.gate.analysis.record import Record, Stdin, notice
from journeyman.gate.analysis.syntax import LIVE, Unreadable, children, text_between, text_of
from journeyman.gate.analysis.words import HOLE, WordReader

if TYPE_CHECKING:
    from tree_sitter import Node

_WRITES = {">", ">>", ">|", "&>", "&>>", "<>", ">&"}


class Redirections:
    """Judges the redirections of one source. ``statement`` and ``punctuation`` visit what stands between them."""

    def __init__(
        self,
        source: bytes,
        record: Record,
        words: WordReader,
        statement: Callable[[Node], None],
        punctuation: Callable[[Node], None],
    ) -> None:
        self._source = source
        self._record = record
        self._words = words
        self._statement = statement
        self._punctuation = punctuation

    def file(self, node: Node) -> None:
        """Judge one redirection by where it leads."""
        operator = ""
        for child in children(node, self._source):
            kind = child.type
            if kind == "file_descriptor":
                continue
            if not child.is_named and kind != "$":
                if kind not in _WRITES | {"<", "<&", ">&-", "<&-"}:
                    raise Unreadable(f"{kind!r} was not understood")
                operator = kind
                continue
            for word in self._words.read(child):
                notice(self._record, word)
                if operator in {">&", "<&"} and (word.text.rstrip("-").isdigit() or word.text == "-"):
                    continue
                if operator in _WRITES:
                    self._record.write(word)
                    self._record.subject("> file", "read" if word.text == "/dev/null" else "contained")
                else:
                    self._record.read(word)
                    self._record.stdin = Stdin(True, None, word.text.startswith(("/dev/tcp", "/dev/udp")))

    def heredoc(self, node: Node) -> None:
        """Judge a here-document: its substitutions run unless its end word is quoted."""
        quoted, text = False, ""
        for child in children(node, self._source):
            kind = child.type
            if kind == "heredoc_start":
                quoted = any(sign in text_of(child, self._source) for sign in "'\"\\")
            elif kind == "heredoc_body":
                text = text_of(child, self._source) if quoted else self._body(child)
            elif kind in {"heredoc_end", "file_descriptor"}:
                continue
            elif child.is_named:
                self._record.stdin = Stdin(True)
                self._statement(child)
            else:
                self._punctuation(child)
        self._record.stdin = Stdin(True, None if HOLE in text else text)

    def _body(self, node: Node) -> str:
        pieces: list[str] = []
        end = node.start_byte
        for child in node.children:
            pieces.append(text_between(self._source, end, child.start_byte))
            end = child.end_byte
            if child.type == "heredoc_content":
                pieces.append(text_of(child, self._source))
            else:
                self._words.read(child)
                pieces.append(HOLE)
        pieces.append(text_between(self._source, end, node.end_byte))
        if any(LIVE.search(piece) for piece in pieces):
            raise Unreadable("a here-document holds an expansion that was not understood")
        return "".join(pieces)

    def herestring(self, node: Node) -> None:
        """Judge a here-string."""
        for child in children(node, self._source):
            if child.is_named:
                text = self._words.text(child)
                self._record.stdin = Stdin(True, None if HOLE in text else text)

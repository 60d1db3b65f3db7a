"""Redirections and here-documents: judged by where they lead, remembered as what the command reads and writes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from journeyman.gate.analysis.literals import HOLE, TOLD
from journeyman.gate.analysis.output import Outputs, span
from journeyman.gate.analysis.record import Record, Stdin, notice
from journeyman.gate.analysis.shown import judge_references
from journeyman.gate.analysis.syntax import LIVE, Unreadable, children, text_between, text_of
from journeyman.gate.analysis.words import Word, WordReader

if TYPE_CHECKING:
    from tree_sitter import Node

_ESCAPE = re.compile(r"\\([$`\\\n])")
_QUOTES = re.compile(r"['\"\\]")
_PLAIN_END = re.compile(r"[^$`\s][^$`\n]*\Z")
_DESCRIPTOR = re.compile(r"\d+\Z|\{[A-Za-z_]\w*\}\Z")
_WRITES = {">", ">>", ">|", "&>", "&>>", "<>", ">&"}


class Redirections:
    """Judges the redirections of one source. ``statement`` and ``punctuation`` visit what stands between them.

    ``targets`` are the files that the statement at hand prints into, with the operator; ``spare`` the words behind a
    redirection that belong to its command.
    """

    def __init__(
        self,
        record: Record,
        words: WordReader,
        outputs: Outputs,
        statement: Callable[[Node], None],
        punctuation: Callable[[Node], None],
    ) -> None:
        self._source = words.source
        self._record = record
        self._words = words
        self._outputs = outputs
        self._statement = statement
        self._punctuation = punctuation
        self.targets: list[tuple[str, Word]] = []
        self.spare: list[Node] = []

    def file(self, node: Node) -> None:
        """Judge one redirection by where it leads."""
        operator, descriptor, aims = "", "", []
        for child in children(node, self._source):
            kind = child.type
            if kind == "file_descriptor":
                descriptor = self._descriptor(child)
                if child.start_byte and self._source[child.start_byte - 1] not in b" \t\n;|&(){}<>":
                    raise Unreadable("a redirection touches a word")
            elif not child.is_named and kind != "$":
                if kind not in _WRITES | {"<", "<&", ">&-", "<&-"}:
                    raise Unreadable(f"{kind!r} was not understood")
                operator = kind
            else:
                aims.append(child)
        if operator in {">&-", "<&-"}:
            self.spare.extend(aims)
            return
        if not aims:
            raise Unreadable("a redirection leads nowhere")
        self.spare.extend(aims[1:])
        for word in self._words.read(aims[0]):
            self._judge(operator, descriptor, word)

    def _descriptor(self, node: Node) -> str:
        text = text_of(node, self._source)
        if not _DESCRIPTOR.match(text):
            raise Unreadable("a redirection touches a word")
        return text

    def _judge(self, operator: str, descriptor: str, word: Word) -> None:
        record = self._record
        notice(record, word)
        if operator in {">&", "<&"} and (word.text.rstrip("-").isdigit() or word.text == "-"):
            return
        if operator in _WRITES:
            record.write(word)
            record.subject("> file", "read" if word.text == "/dev/null" else "contained")
            if descriptor in {"", "1"} and operator != "<>":
                self.targets.append((operator, word))
            return
        record.read(word)
        if descriptor in {"", "0"}:
            network = word.text.startswith(("/dev/tcp", "/dev/udp"))
            names = word.text.removeprefix("/dev/fd/")
            record.stdin = Stdin(
                True, self._held(word), network, None if network else word, names if names in TOLD else ""
            )

    def _held(self, word: Word) -> str | None:
        if word.text == "/dev/null":
            return ""
        found = [self._record.content(path) for path in self._record.paths(word)]
        return found[0][1] if len(found) == 1 else None

    def fill(self, text: str | None) -> None:
        """Remember what the statement at hand prints into its files."""
        for operator, word in self.targets:
            if operator in {">>", "&>>"}:
                before = [self._record.content(path) for path in self._record.paths(word)]
                known = len(before) == 1 and before[0][0] and before[0][1] is not None
                added = f"{before[0][1]}{text}" if known and text is not None else None
                self._record.will_hold(word, added)
            else:
                self._record.will_hold(word, text)

    def heredoc(self, node: Node) -> list[Node]:
        """Judge a here-document: its substitutions run unless its end word is quoted. Return what is piped from it."""
        quoted, text = False, ""
        behind: list[Node] = []
        for child in children(node, self._source):
            kind = child.type
            if kind == "heredoc_start":
                quoted = any(sign in text_of(child, self._source) for sign in "'\"\\")
            elif kind == "heredoc_body":
                text = text_of(child, self._source) if quoted else self._body(child)
                if not quoted:
                    judge_references(text_of(child, self._source), self._record)
            elif kind == "file_redirect":
                self.file(child)
            elif kind == "file_descriptor":
                self._descriptor(child)
            elif kind == "heredoc_end":
                continue
            elif child.is_named:
                behind.append(child)
            else:
                self._punctuation(child)
        self._check_end(node)
        if any(child.type == "<<-" for child in node.children):
            text = "\n".join(line.lstrip("\t") for line in text.split("\n"))
        known = None if HOLE in text else text
        self._outputs.inputs[span(node)] = known
        self._record.stdin = Stdin(True, known, here=True)
        return behind

    def _check_end(self, node: Node) -> None:
        """Refuse a here-document that ends elsewhere for the shell: its end word stands alone on a line."""
        parts = {child.type: child for child in node.children}
        start, end = parts.get("heredoc_start"), parts.get("heredoc_end")
        word = _QUOTES.sub("", text_of(start, self._source)) if start else ""
        if end is None or not _PLAIN_END.match(word) or text_of(end, self._source).strip("\t\n") != word:
            raise Unreadable("the end of a here-document was not understood")
        tabs = "\t" if "<<-" in parts else ""
        body = parts.get("heredoc_body")
        last_start = self._source.rfind(b"\n", 0, end.start_byte) + 1
        first_start = self._source.rfind(b"\n", 0, min(body.start_byte, last_start)) + 1 if body else last_start
        lines = text_between(self._source, first_start, last_start).split("\n")
        last = text_between(self._source, last_start, len(self._source)).partition("\n")[0]
        if _unindented(last, tabs) != word or any(_unindented(line, tabs) == word for line in lines):
            raise Unreadable("a here-document may end elsewhere")

    def _body(self, node: Node) -> str:
        pieces: list[str] = []
        end = node.start_byte
        for child in [*node.children, None]:
            plain = text_between(self._source, end, child.start_byte if child else node.end_byte)
            if child is not None and child.type == "heredoc_content":
                plain += text_of(child, self._source)
            if LIVE.search(plain):
                raise Unreadable("a here-document holds an expansion that was not understood")
            pieces.append(_ESCAPE.sub(lambda found: found[1].strip("\n"), plain))
            if child is not None:
                end = child.end_byte
                if child.type != "heredoc_content":
                    pieces.append(self._words.text(child))
        return "".join(pieces)

    def herestring(self, node: Node) -> None:
        """Judge a here-string."""
        for child in children(node, self._source):
            if child.type == "file_descriptor":
                self._descriptor(child)
            elif child.is_named:
                text = self._words.text(child)
                judge_references(text_of(child, self._source), self._record)
                notice(self._record, Word(text))
                known = None if HOLE in text else text + "\n"
                self._outputs.inputs[span(node)] = known
                self._record.stdin = Stdin(True, known, here=True)


def _unindented(line: str, tabs: str) -> str:
    return line.lstrip(tabs) if tabs else line

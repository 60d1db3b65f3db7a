"""What commands print or copy, as far as their text tells: it may be run, or written into a file that is run."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from journeyman.gate.analysis.literals import COMPUTED, HOLE, LISTED, NAMED, NUMBER, SERVED, print_echo, print_format
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.plain_output import prints_names, prints_number
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.syntax import Unreadable, descendants, text_of
from journeyman.gate.analysis.words import Word, WordReader

if TYPE_CHECKING:
    from tree_sitter import Node

Span = tuple[int, int]

_NAMERS = names(
    """
    ls find fd fdfind git rg grep egrep fgrep which command type readlink realpath dirname basename pwd mktemp cat
    head tail sort uniq wc xargs cut sed awk gawk test [ true cd jq yq brew go env nproc uname hostname whoami id
    date go stat du tee docker podman kubectl npm pip python3-config pkg-config xcrun ps pgrep lsof tr seq gh fzf
    locate mdfind
    """
)
"""Programs whose output names things that are there already."""
_COUNTERS = names("wc seq nproc")
_SILENT = names(": true cd set shopt mkdir touch chmod")
_KEEPERS = names("chmod chown chgrp touch")
_COPIERS = names("cp mv install ln")
_SPEAKERS = {"echo", "printf"}


class Outputs:
    """Tells what the statements of one source print. ``inner`` and ``inputs`` are filled by whoever walks it.

    ``inner`` holds the text of substitutions, ``inputs`` that of here-documents and here-strings, by their place.
    """

    def __init__(self, reader: WordReader) -> None:
        self.inner: dict[Span, str] = {}
        self.inputs: dict[Span, str | None] = {}
        self._reader = WordReader(reader.source, reader.scope, self._remembered, folder=reader.folder)

    def _remembered(self, node: Node) -> str:
        return self.inner.get(span(node), HOLE)

    def printed(self, node: Node, stdin: str | None) -> str | None:  # noqa: PLR0911 - a table of cases
        """Return what a statement prints when its input is ``stdin``; None when that is not known."""
        kind = node.type
        if kind == "command":
            return self._command(node, stdin)
        if kind in {"compound_statement", "subshell", "program"}:
            if any(child.type in {"&", "(("} for child in node.children):
                return None
            texts = [
                self.printed(child, stdin) for child in node.children if child.is_named and child.type != "comment"
            ]
            return None if None in texts else "".join(text for text in texts if text is not None)
        if kind == "pipeline":
            text = stdin
            for child in node.children:
                if child.is_named:
                    text = self.printed(child, text)
            return text
        if kind == "redirected_statement":
            return self._redirected(node, stdin)
        if kind in {"variable_assignment", "variable_assignments", "declaration_command", "comment"}:
            return ""
        return None

    def _redirected(self, node: Node, stdin: str | None) -> str | None:
        for child in node.children[1:]:
            if child.type not in {"heredoc_redirect", "herestring_redirect"}:
                return None
            if any(each.type in {"pipeline", "list", "file_redirect"} for each in child.children):
                return None
            stdin = self.inputs.get(span(child))
        return self.printed(node.children[0], stdin) if node.children else None

    def _command(self, node: Node, stdin: str | None) -> str | None:
        try:
            words = self.words(node)
        except Unreadable:
            return None
        if not words or any(not word.known for word in words):
            return None
        for child in node.children:
            if child.type == "herestring_redirect":
                stdin = self.inputs.get(span(child))
        texts = [word.text for word in words]
        while len(texts) > 1 and texts[0] in {"command", "builtin"} and texts[1][:1] != "-":
            texts = texts[1:]
        return None if any(word.glob for word in words) else _print(texts[0], texts[1:], stdin)

    def words(self, node: Node) -> list[Word]:
        """Return the words of a simple command without looking into substitutions again. Raises Unreadable."""
        found: list[Word] = []
        for child in node.children:
            if child.type == "command_name":
                found.extend(self._reader.read(child.children[0]))
            elif child.type not in {"variable_assignment", "file_redirect", "herestring_redirect", "comment"}:
                found.extend(self._reader.read(child))
        return found

    def hole(self, node: Node) -> str:
        """Return what stands for a substitution: names of what is there, a number, or text put together."""
        kind = self.names(node, "")
        plain = node.children[0] if node.type == "redirected_statement" else node
        if kind == LISTED and plain.type == "command" and self.words(plain)[0].text == "ls":
            kind = NAMED  # every word of it was looked at
        if kind in {NAMED, SERVED}:
            return NUMBER if self._is_number(node) else kind
        last = node.children[-1] if node.type == "pipeline" else node
        last = last.children[0] if last.type == "redirected_statement" else last
        for command in (each for each in descendants(node) if each.type == "command"):
            try:
                words = self.words(command)
            except Unreadable:
                return HOLE
            name = os.path.basename(words[0].text) if words else ""
            if self._composes(name, words, command):
                return COMPUTED
            if command == last and _counts(name, [word.text for word in words[1:]], node):
                return NUMBER
        return HOLE

    def names(self, node: Node, piped: str) -> str:
        """Return which names a command or pipeline prints: NAMED, SERVED, LISTED, a table, or "" for other text.

        ``piped``: what its input is.
        """
        if node.type == "redirected_statement":
            quiet = all(text_of(child, self._reader.source) == "2>/dev/null" for child in node.children[1:])
            return self.names(node.children[0], piped) if quiet else ""
        for command in node.children if node.type == "pipeline" else [node]:
            if command.type in {"pipeline", "redirected_statement"}:
                piped = self.names(command, piped)
            elif command.type == "command":
                if any(child.type in {"variable_assignment", "herestring_redirect"} for child in command.children):
                    return ""
                try:
                    piped = prints_names(self.words(command), piped, self._reader.folder())
                except Unreadable:
                    return ""
            elif command.is_named:
                return ""
        return piped

    def _is_number(self, node: Node) -> bool:
        return node.type == "command" and prints_number(self.words(node))

    def _composes(self, name: str, words: Sequence[Word], command: Node) -> bool:
        """Return whether a command makes text of literal pieces, instead of telling what is there."""
        if any(each.type == "herestring_redirect" and self.inputs.get(span(each)) for each in command.children):
            return True
        if name in _SPEAKERS:
            return any(re.search(r"[A-Za-z0-9]", re.sub(r"%[sdi]|\\.", "", word.text)) for word in words[1:])
        if name in {"awk", "gawk"}:
            return any('"' in word.text or not word.known for word in words[1:])
        return bool(name) and name not in _NAMERS


def _counts(name: str, texts: Sequence[str], node: Node) -> bool:
    """Return whether a command prints numbers alone: ``wc`` without the name of a file does."""
    if name == "git":
        return texts[:2] == ["rev-list", "--count"]
    given = node.type == "command"
    return name in _COUNTERS and (
        name != "wc" or all(re.fullmatch(r"-[lwcm]+", text) for text in texts) or (not given and not texts[1:])
    )


def _print(name: str, words: list[str], stdin: str | None) -> str | None:
    """Return what the program ``name`` prints; None when that is not known."""
    if name == "echo":
        return print_echo(words)
    if name == "printf":
        return print_format(words)
    passes = (name == "cat" and set(words) <= {"-", "-u"}) or (
        name == "tee" and all(word[:1] != "-" or word == "-a" for word in words)
    )
    if passes:
        return stdin
    return "" if name in _SILENT else None


def span(node: Node) -> Span:
    """Return where a node stands."""
    return node.start_byte, node.end_byte


def files_after(words: Sequence[Word], record: Record) -> dict[str, str | None]:
    """Return what files will hold after ``tee``, ``cp``, ``mv`` or ``chmod``: they may be run later in the text."""
    name = words[0].text
    if len(words) < 2 or name not in _KEEPERS | _COPIERS | {"tee"}:
        return {}
    rest = [word for word in words[1:] if word.text[:1] != "-" and word.known and not word.glob]
    if name == "tee":
        added = any(word.text in {"-a", "--append"} for word in words)
        return {path: None if added else record.stdin.text for word in rest for path in record.paths(word)}
    if name in _KEEPERS:
        known = {path: record.content(path) for word in rest for path in record.paths(word)}
        return {path: text for path, (written, text) in known.items() if written}
    found: dict[str, str | None] = {}
    for path in record.paths(rest[0]) if len(rest) == 2 else ():
        written, text = record.content(path)
        for target in record.paths(rest[1]) if written else ():
            found[target] = found[os.path.join(target, os.path.basename(path))] = text
    return found

"""Settle doubtful shell text: rewrite what the first parser gets wrong, and let both parsers agree on the result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from journeyman.gate.analysis.second_parser import SecondParser
from journeyman.gate.analysis.syntax import Source, Unreadable, descendants, parse, text_of, untranslated
from journeyman.values import Json

if TYPE_CHECKING:
    from tree_sitter import Node

_CONTINUATION = re.compile(rb"\\(\n|.)", re.DOTALL)
_ESCAPED_START = re.compile(rb"\\[A-Za-z0-9_./-]")
"""A line that starts with a backslash: the first parser takes it for a part of the line before."""
_NO_COMMAND = {"[", "unset"}
"""Simple commands for one parser, statements of their own for the other."""
_PLAIN = re.compile(r"[^\\$`\"'*?\[\]{}~<>()|&;#!\s]+\Z")


def settle(text: str, second: SecondParser) -> Source | None:
    """Return the tree of ``text`` without backticks, ``time``, ``coproc`` and continued lines.

    None when there is no second parser, or the two do not find the same simple commands with the same known words.
    """
    tree = second.tree(text)
    if tree is None:
        return None
    try:
        edited = _rewrite(text.encode(), tree)
        source = parse(edited)
        if source.root.has_error or not _agree(source, tree):
            return None
    except (Unreadable, KeyError, TypeError, RecursionError):
        return None
    return source


def calls_in(text: str, second: SecondParser) -> list[str]:
    """Return the text of each simple command that the second parser finds; none where it finds an error."""
    tree = second.tree(text)
    source = text.encode("utf-8", "replace")
    try:
        spans = [_span(node) for node in _walk(tree) if node.get("Type") == "CallExpr" and node.get("Args")]
    except (KeyError, TypeError):
        return []
    return [source[start:end].decode("utf-8", "replace") for start, end in spans]


def join_lines(text: str) -> str:
    """Return ``text`` with every line continuation taken out, as the shell does outside single quotes."""
    return _CONTINUATION.sub(
        lambda found: b"" if found[1] == b"\n" else found[0], text.encode("utf-8", "replace")
    ).decode()


def _walk(node: Json) -> Iterator[Mapping[str, Json]]:
    """Yield every typed part of shfmt's tree."""
    todo: list[Json] = [node]
    while todo:
        current = todo.pop()
        if isinstance(current, dict):
            yield current
            todo.extend(value for value in current.values() if isinstance(value, dict | list))
        elif isinstance(current, list):
            todo.extend(value for value in current if isinstance(value, dict | list))


def _span(node: Mapping[str, Json]) -> tuple[int, int]:
    return node["Pos"]["Offset"], node["End"]["Offset"]


def _rewrite(source: bytes, tree: Mapping[str, Json]) -> str:
    """Return the text with the doubtful forms replaced by plain ones of the same meaning. Raises Unreadable."""
    edits: list[tuple[int, int, bytes]] = []
    literal: list[tuple[int, int]] = []
    for node in _walk(tree):
        kind = node.get("Type")
        if kind == "SglQuoted":
            literal.append(_span(node))
        elif kind == "CmdSubst" and source[_span(node)[0] : _span(node)[0] + 1] == b"`":
            start, end = _span(node)
            if re.search(rb"[\\#]", source[start:end]):
                raise Unreadable("backticks with escapes inside")
            edits += [(start, start + 1, b"$( "), (end - 1, end, b")")]
        elif kind == "TimeClause":
            start, end = _span(node)
            inner = node.get("Stmt")
            edits.append((start, _span(inner)[0] if inner else end, b"" if inner else b"true"))
        elif kind == "CoprocClause":
            start, end = _span(node)
            first = min(_span(node["Stmt"])[0], _span(node["Stmt"].get("Cmd") or node["Stmt"])[0])
            edits += [(start, first, b"{ "), (end, end, b" & }")]
        elif kind == "CallExpr" and node.get("Args") and _ESCAPED_START.match(source, _span(node)[0]):
            start = _span(node)[0]
            edits.append((start, start + 1, b""))
        if "OpPos" in node and source.startswith(b"<>", node["OpPos"]["Offset"]):
            start = node["OpPos"]["Offset"]
            edits.append((start, start + 2, b">>"))  # opens and makes the file just so
        if "Hdoc" in node and node["Hdoc"] and _is_quoted(node.get("Word"), source):
            literal.append(_span(node["Hdoc"]))
        if "Hash" in node and "Text" in node:
            literal.append(_span(node))
    edits += [
        (found.start(), found.end(), b"")
        for found in _CONTINUATION.finditer(source)
        if found[1] == b"\n" and not any(start <= found.start() < end for start, end in literal)
    ]
    return _apply(source, edits)


def _is_quoted(word: Json, source: bytes) -> bool:
    start, end = _span(word)
    return any(sign in source[start:end] for sign in (b"'", b'"', b"\\"))


def _apply(source: bytes, edits: Sequence[tuple[int, int, bytes]]) -> str:
    pieces: list[bytes] = []
    position = 0
    for start, end, text in sorted(edits, key=lambda edit: (edit[0], edit[1])):
        if start < position:
            if end <= position:
                continue  # a continued line inside something that was taken out
            raise Unreadable("doubtful forms overlap")
        pieces += [source[position:start], text]
        position = end
    return b"".join([*pieces, source[position:]]).decode()


def _agree(source: Source, tree: Mapping[str, Json]) -> bool:
    """Return whether both parsers found the same simple commands; words that are not static are not compared."""
    calls = sorted((call for call in _walk(tree) if call.get("Type") == "CallExpr" and call.get("Args")), key=_span)
    ours = sorted((each for each in descendants(source.root) if each.type == "command"), key=lambda n: n.start_byte)
    first = [
        words for words in ([_static(word) for word in call["Args"]] for call in calls) if words[0] not in _NO_COMMAND
    ]
    second = [_words(command, source.text) for command in ours]
    second = [words for words in second if words and words[0] not in {"let", *_NO_COMMAND}]
    return len(first) == len(second) and all(_same(one, two) for one, two in zip(first, second, strict=True))


def _same(one: Sequence[str | None], two: Sequence[str | None]) -> bool:
    return len(one) == len(two) and all(a is None or b is None or a == b for a, b in zip(one, two, strict=True))


def _static(word: Mapping[str, Json]) -> str | None:
    """Return the text of shfmt's word when it is one plain literal or one quoted text."""
    parts = word.get("Parts") or []
    if len(parts) != 1:
        return None
    part = parts[0]
    if part.get("Type") == "SglQuoted" and not part.get("Dollar"):
        return str(part.get("Value", ""))
    if part.get("Type") == "Lit":
        text = str(part.get("Value", "")).replace("\\\n", "")
        return text if _PLAIN.match(text) else None
    return None


def _words(command: Node, source: bytes) -> list[str | None]:
    """Return the words of a simple command, with those that stand behind its redirections."""
    found: list[str | None] = []
    parent = command.parent
    redirects = [each for each in command.children if each.type == "file_redirect"]
    if parent is not None and parent.type == "redirected_statement" and parent.children[0] == command:
        redirects += [each for each in descendants(parent) if each.type == "file_redirect" and _belongs(each, parent)]
    spare = [each for redirect in redirects for each in _aims(redirect)[1:]]
    for child in (*untranslated(command.children), *spare):
        node = child.children[0] if child.type == "command_name" else child
        if node.type in {"variable_assignment", "file_redirect", "herestring_redirect", "heredoc_redirect", "comment"}:
            continue
        text = text_of(node, source)
        if node.type == "raw_string":
            found.append(text[1:-1])
        else:
            found.append(text if node.type in {"word", "number"} and _PLAIN.match(text) else None)
    return found


def _aims(redirect: Node) -> list[Node]:
    return [each for each in redirect.children if each.is_named and each.type != "file_descriptor"]


def _belongs(redirect: Node, statement: Node) -> bool:
    """Return whether a redirection is one of the statement itself, perhaps behind the start of a here-document."""
    above = redirect.parent
    return above == statement or (above is not None and above.type == "heredoc_redirect" and above.parent == statement)

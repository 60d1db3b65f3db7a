"""Parse shell text, and refuse what the parser is known to hide: better an honest "unreadable" than a wrong tree."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from journeyman.gate.analysis.names import names

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

MAX_LENGTH = 100_000
"""Longer text is not read: nobody types it, and a decision must stay fast."""

STATEMENTS = names(
    """
    program list pipeline negated_command subshell compound_statement redirected_statement if_statement elif_clause
    else_clause while_statement for_statement c_style_for_statement case_statement case_item do_group
    function_definition command_substitution process_substitution heredoc_redirect array test_command
    binary_expression
    """
)
"""Nodes in which children may stand on several lines."""

_HIDDEN_CONTINUATION = re.compile(r"[^\s\\]\\\n[^\s]|[^\s\\]\\\r")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xa0\xad\u0600-\u0605\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u3000\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_GAP = re.compile(rb"(?:[ \t]|\\\n)*\Z")
_LINE_GAP = re.compile(rb"(?:[ \t\n]|\\\n)*\Z")
LIVE = re.compile(r"(?:^|[^\\])(?:\\\\)*(?:`|\$[A-Za-z_0-9({\[@*#?$!-])")
"""Text inside double quotes or a here-document in which the shell would expand something."""


class Unreadable(Exception):
    """Shell text that cannot be read with certainty; the message says why."""


@cache
def _parser() -> Parser:
    import tree_sitter_bash
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_bash.language()))


def parse(text: str) -> tuple[bytes, Node]:
    """Return the UTF-8 source and the root node. Raises Unreadable where the tree could not be believed."""
    if len(text) > MAX_LENGTH:
        raise Unreadable(f"the command is longer than {MAX_LENGTH} characters")
    if not text.isascii() or not text.isprintable():
        found = _INVISIBLE.search(text)
        if found:
            raise Unreadable(f"the command holds the invisible character U+{ord(found.group()):04X}")
    if "\\\n" in text and _HIDDEN_CONTINUATION.search(text):
        raise Unreadable("a word is continued on the next line")
    try:
        source = text.encode("utf-8")
    except UnicodeEncodeError:
        raise Unreadable("the command is not valid text") from None
    root = _parser().parse(source).root_node
    if root.has_error:
        raise Unreadable("the command has a syntax error, or syntax that is not known here")
    if text.count("`") > 2:
        raise Unreadable("several backticks stand beside each other")
    return source, root


def children(node: Node, source: bytes) -> list[Any]:
    """Return the node's children, checked: whatever lies between them is white space.

    Raises Unreadable when the parser skipped text there.
    """
    found = node.children
    if not found:
        return found
    allowed = _LINE_GAP if node.type in STATEMENTS else _GAP
    end = node.start_byte
    for child in found:
        start = child.start_byte
        if start > end and not allowed.match(source, end, start):
            raise Unreadable(f"part of the command was not understood: {text_between(source, end, start)!r}")
        end = max(end, child.end_byte)
    if node.end_byte > end and not _LINE_GAP.match(source, end, node.end_byte):
        raise Unreadable(f"part of the command was not understood: {text_between(source, end, node.end_byte)!r}")
    return found


def text_between(source: bytes, start: int, end: int) -> str:
    """Return the source from ``start`` to ``end`` as text."""
    return source[start:end].decode("utf-8", "replace")


def text_of(node: Node, source: bytes) -> str:
    """Return the node's own text."""
    return source[node.start_byte : node.end_byte].decode("utf-8", "replace")

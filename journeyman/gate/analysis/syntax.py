"""Parse shell text, and refuse what the parser is known to hide: better an honest "unreadable" than a wrong tree."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from journeyman.gate.analysis.continuations import without_continuations
from journeyman.gate.analysis.names import names

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

MAX_LENGTH = 100_000
"""Longer text is not read: nobody types it, and a decision must stay fast."""

_SHORT = 4_000
_SECONDS = 0.25

STATEMENTS = names(
    """
    program list pipeline negated_command subshell compound_statement redirected_statement if_statement elif_clause
    else_clause while_statement for_statement c_style_for_statement case_statement case_item do_group
    function_definition command_substitution process_substitution heredoc_redirect array test_command
    binary_expression
    """
)
"""Nodes in which children may stand on several lines."""

_WORDS = names(
    """
    word string raw_string concatenation simple_expansion expansion ansi_c_string number command_substitution
    brace_expression process_substitution arithmetic_expansion translated_string $ command_name variable_name
    extglob_pattern regex
    """
)
_KEYWORDS = names("export declare typeset local readonly unset")
_LISTS = names(
    "command declaration_command unset_command for_statement array file_redirect herestring_redirect case_statement"
)
"""Nodes whose words are separate: where two touch, the shell reads one."""

_CONTINUED_WORD = re.compile(r"\S\\\n\S|\\\r|\A\\\n")
_ESCAPED_LINE = re.compile(r"\n[ \t]*\\[^\n]")
_TIMED = re.compile(
    r"(?:\A|[;&|(){!\n]|(?<![\w.-])(?:then|do|else|elif|if|while|until|time|coproc))[ \t\n]*(?:time|coproc)(?![\w./=-])"
)
_GAP = re.compile(rb"(?:[ \t]|\\\n)*\Z")
_LINE_GAP = re.compile(rb"(?:[ \t\n]|\\\n)*\Z")
_DASH_GAP = re.compile(rb"[ \t]+-[ \t]*\Z")
LIVE = re.compile(r"(?:^|[^\\])(?:\\\\)*(?:`|\$[A-Za-z_0-9({\[@*#?$!-])")
"""Text inside double quotes or a here-document in which the shell would expand something."""
LIVE_CODE = re.compile(r"(?:^|[^\\])(?:\\\\)*(?:`|\$[({\[])")
"""Text in which the shell would expand something that may run a command."""


class Unreadable(Exception):
    """Shell text that cannot be read with certainty; the message says why."""


@cache
def _parser() -> Parser:
    import tree_sitter_bash
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_bash.language()))


@dataclass(frozen=True, slots=True)
class Source:
    """Parsed text. ``doubt`` says why its tree alone is not to be believed ("" when it is).

    ``rewritable``: it holds a form that can be put in another way, so that a second parser may settle it.
    """

    text: bytes
    root: Node
    doubt: str = ""
    rewritable: bool = False


def parse(text: str) -> Source:
    """Return the tree of shell text. Raises Unreadable where there is no use in having one."""
    if len(text) > MAX_LENGTH:
        raise Unreadable(f"the command is longer than {MAX_LENGTH} characters")
    try:
        source = text.encode("utf-8")
    except UnicodeEncodeError:
        raise Unreadable("the command is not valid text") from None
    root = _tree(source)
    form = _doubtful_form(text, root)
    doubt = "the command has a syntax error, or syntax that is not known here" if root.has_error else form
    return Source(source, root, doubt, bool(form))


def _tree(source: bytes) -> Node:
    """Parse; the parser needs seconds for long nonsense, and is stopped. Raises Unreadable then."""
    if len(source) <= _SHORT:
        return _parser().parse(source).root_node
    end = time.monotonic() + _SECONDS

    def piece(place: int, point: object) -> bytes:
        return source[place : place + _SHORT]

    def late(place: int, bad: bool) -> bool:
        return time.monotonic() > end

    try:
        return _parser().parse(piece, progress_callback=late).root_node
    except ValueError:
        _parser().reset()
        raise Unreadable("it takes too long to parse") from None


def _doubtful_form(text: str, root: Node) -> str:
    """Return which of the forms that the parser is known to hide or to get wrong stands in the text."""
    if "`" in text and not _only_quoted(text, root):
        return "the command holds backticks"
    if "\\\n" in text or "\\\r" in text:
        if _CONTINUED_WORD.search(text) and without_continuations(text) != text:
            return "a word is continued on the next line"
        text = text.replace("\\\n", " ")
    if "\n" in text and _ESCAPED_LINE.search(text):
        return "a line starts with a backslash"
    if "<>" in text:
        return "a file is opened for reading and writing"
    if ("time" in text or "coproc" in text) and _TIMED.search(text):
        return "time and coproc may hide a command"
    return ""


def _only_quoted(text: str, root: Node) -> bool:
    """Return whether every backtick stands where nothing is expanded."""
    if "'" not in text and "<<" not in text:
        return False
    return text.count("`") == sum((each.text or b"").count(b"`") for each in descendants(root) if _is_literal(each))


def _is_literal(node: Node) -> bool:
    """Return whether nothing is expanded in a node: single quotes, or a here-document with a quoted end word."""
    if node.type == "heredoc_body" and node.parent is not None:
        starts = [each.text or b"" for each in node.parent.children if each.type == "heredoc_start"]
        return any(sign in start for start in starts for sign in (b"'", b'"', b"\\"))
    return node.type == "raw_string"


def descendants(node: Node) -> list[Node]:
    """Return the node and all below it, in the order of the source."""
    found, todo = [], [node]
    while todo:
        current = todo.pop()
        found.append(current)
        todo.extend(reversed(current.children))
    return found


def children(node: Node, source: bytes) -> list[Any]:
    """Return the node's children, checked: whatever lies between them is white space.

    Raises Unreadable when the parser skipped text there.
    """
    found = node.children
    if not found:
        return found
    allowed = _LINE_GAP if node.type in STATEMENTS else _GAP
    end = node.start_byte
    touching = False
    separate = node.type in _LISTS
    for child in found:
        start = child.start_byte
        if separate:
            if touching and start == end and child.type in _WORDS:
                raise Unreadable("two words touch")
            # `$"text"` is one word: its translation
            touching = child.text != b"$" and (child.type in _WORDS or child.type in _KEYWORDS)
        if start > end and not allowed.match(source, end, start) and not drops_dash(node, child, source):
            raise Unreadable(f"part of the command was not understood: {text_between(source, end, start)!r}")
        end = max(end, child.end_byte)
    if node.end_byte > end and not _LINE_GAP.match(source, end, node.end_byte):
        raise Unreadable(f"part of the command was not understood: {text_between(source, end, node.end_byte)!r}")
    return untranslated(found) if b'$"' in source[node.start_byte : node.end_byte] else found


def drops_dash(node: Node, child: Node, source: bytes) -> bool:
    """Return whether ``child`` is the here-document of ``python3 - <<EOF``: the parser drops a lone dash before it."""
    found = node.children
    return (
        node.type == "redirected_statement"
        and child.type == "heredoc_redirect"
        and child == found[1]
        and found[0].type == "command"
        and _DASH_GAP.match(source, found[0].end_byte, child.start_byte) is not None
    )


def untranslated(nodes: Sequence[Node]) -> list[Any]:
    """Return ``nodes`` without the sign in front of ``$"text"``, which means the text (or its translation)."""
    following = [*nodes[1:], None]
    return [node for node, after in zip(nodes, following, strict=True) if not _translates(node, after)]


def _translates(node: Node, after: Node | None) -> bool:
    if after is None or after.type != "string" or node.end_byte != after.start_byte:
        return False
    return node.type == "$" or (node.type == "command_name" and node.text == b"$")


def text_between(source: bytes, start: int, end: int) -> str:
    """Return the source from ``start`` to ``end`` as text."""
    return source[start:end].decode("utf-8", "replace")


def text_of(node: Node, source: bytes) -> str:
    """Return the node's own text."""
    return source[node.start_byte : node.end_byte].decode("utf-8", "replace")

"""Arithmetic and tests: what evaluates a variable's value as code is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from journeyman.gate.analysis.environment import judge_given
from journeyman.gate.analysis.expansions import visit
from journeyman.gate.analysis.literals import NUMBER
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.syntax import Unreadable, children, descendants, text_of
from journeyman.gate.analysis.visitor import Visitor

if TYPE_CHECKING:
    from tree_sitter import Node

_ARITHMETIC = {"-eq", "-ne", "-lt", "-le", "-gt", "-ge"}
_ASSIGNING = names("= += -= *= /= %= <<= >>= &= ^= |= ++ --")
_SIGNS = {"=", "==", "!=", "!"}
_DOUBLE_SIGNS = _SIGNS | {"=~", "<", ">", "&&", "||", "(", ")"}
_NAME_TESTS = {"-v", "-R"}
_VARIABLE = re.compile(r"[A-Za-z_]\w*(\[(\d+|[@*])\])?\Z")
_BARE = {"word", "number", "string", "raw_string", "concatenation", "simple_expansion", "expansion", "ansi_c_string"}
_PATTERNS = {"extglob_pattern", "regex"}


def visit_arithmetic(walker: Visitor, node: Node) -> None:
    """Judge ``((...))``."""
    for child in children(node, walker.source):
        if child.is_named:
            compute(walker, child)
        elif child.type not in {"((", "))", ","}:
            raise Unreadable(f"{child.type!r} was not understood")


def compute(walker: Visitor, node: Node) -> None:
    """Look into arithmetic; what it assigns is a number."""
    visit(node, walker.words)
    for each in descendants(node):
        if any(child.type in _ASSIGNING for child in each.children):
            for child in each.children:
                if child.type == "variable_name":
                    _set(walker, text_of(child, walker.source))


def assign_number(walker: Visitor, node: Node) -> None:
    """Judge ``x = 1`` inside arithmetic."""
    name, *rest = (child for child in children(node, walker.source) if child.is_named)
    for child in rest:
        visit(child, walker.words)
    _set(walker, text_of(name, walker.source))


def _set(walker: Visitor, name: str) -> None:
    judge_given(name, NUMBER, walker.record)
    walker.record.scope.assign(name, NUMBER)


def visit_test(walker: Visitor, node: Node) -> None:
    """Judge a test: ``[[ a -eq b ]]`` evaluates both sides as arithmetic, ``-v`` the index of a name."""
    found = node.children
    double = found[0].type == "[["
    if len(found) > 2 and (found[0].end_byte == found[1].start_byte or found[-2].end_byte == found[-1].start_byte):
        raise Unreadable("a bracket touches a word")
    if not double and "\n" in text_of(node, walker.source).replace("\\\n", ""):
        raise Unreadable("a line ends inside [ ]")
    for child in children(node, walker.source):
        if child.is_named:
            _expression(walker, child, double)
        else:
            walker.punctuation(child)


def _expression(walker: Visitor, node: Node, double: bool) -> None:
    kind = node.type
    if kind in _BARE or kind in _PATTERNS:
        walker.words.part(node)
        return
    if kind == "command_substitution":
        walker.inner(node)
        return
    if kind not in {"unary_expression", "binary_expression", "parenthesized_expression"}:
        walker.statement(node)
        return
    found = children(node, walker.source)
    for number, child in enumerate(found):
        text = text_of(child, walker.source) if not child.children else ""
        if text in _ARITHMETIC and double and 0 < number < len(found) - 1:
            visit(_edge(found[number - 1], -1), walker.words)
            visit(_edge(found[number + 1], 0), walker.words)
        elif text in _NAME_TESTS and number + 1 < len(found):
            operand = walker.words.text(_edge(found[number + 1], 0))
            if not _VARIABLE.match(operand):
                raise Unreadable("a test evaluates the index of a variable that is not known")
        elif not child.is_named and text not in (_DOUBLE_SIGNS if double else _SIGNS):
            raise Unreadable(f"a test holds {text!r}, which the shell reads in another way")
        if child.is_named and child.type != "test_operator":
            _expression(walker, child, double)


def _edge(node: Node, position: int) -> Node:
    """Return the operand that stands at the edge of an expression: the parser's precedence is not the shell's."""
    while node.type in {"binary_expression", "unary_expression"} and node.children:
        node = node.children[position]
    return node

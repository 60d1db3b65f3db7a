"""Assignments and declarations: values are remembered, names that change what programs run are judged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from journeyman.gate.analysis.environment import judge_variable
from journeyman.gate.analysis.expansions import check_index
from journeyman.gate.analysis.literals import HOLE
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.record import notice
from journeyman.gate.analysis.shown import judge_names, judge_references
from journeyman.gate.analysis.state import Function
from journeyman.gate.analysis.syntax import Unreadable, children, text_between, text_of
from journeyman.gate.analysis.visitor import Visitor
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect

if TYPE_CHECKING:
    from tree_sitter import Node

_SPECIAL = names(": . source eval exec export readonly set shift times trap unset return exit break continue")
"""Builtins after which a POSIX shell keeps the variables set before them."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\+?=(.*)\Z", re.DOTALL)
_EVALUATING = {"i": "evaluates what is assigned", "n": "gives a variable another name"}


def assign(walker: Visitor, node: Node, before: str = "") -> None:
    """Remember a variable's value, and judge the name. ``before``: the program that it is set for."""
    name, value, added = "", "", False
    for child in children(node, walker.source):
        kind = child.type
        if kind == "variable_name":
            name = text_of(child, walker.source)
        elif kind == "subscript":
            raw = text_of(child, walker.source)
            name = raw.partition("[")[0]
            check_index(raw[len(name) :], walker.words)
            added = True
        elif kind == "array":
            for item in children(child, walker.source):
                if item.is_named:
                    for word in walker.words.read(item):
                        notice(walker.record, word)
            added = True
        elif kind == "+=":
            value = _current(walker, name)
        elif child.is_named or kind == "$":
            value += walker.words.text(child)
    if not _NAME.match(name):
        raise Unreadable(f"{name!r} is not the name of a variable")
    judge_references(text_of(node, walker.source), walker.record)
    if text_between(walker.source, node.start_byte, node.end_byte).partition("=")[0].endswith("+") and not value:
        value = _current(walker, name)
    set_variable(walker, name, HOLE if added else value, before)


def _current(walker: Visitor, name: str) -> str:
    value = walker.record.scope.value(name)
    return HOLE if value is None else value


def set_variable(walker: Visitor, name: str, value: str, before: str = "") -> None:
    """Remember one value and judge the name."""
    notice(walker.record, Word(value))
    if not (name == "IFS" and before == "read"):
        judge_variable(name, value, walker.record)
    walker.record.scope.assign(name, value)


def outlive(prefixes: Sequence[Node], words: Sequence[Word], walker: Visitor) -> None:
    """Forget variables set for one command where they may stay set after it."""
    name = words[0].text if words else ""
    if name in _SPECIAL or name in walker.record.functions or not words:
        for node in prefixes:
            walker.record.scope.assign(text_of(node.children[0], walker.source).partition("[")[0], None)


def declare(walker: Visitor, node: Node) -> None:
    """Judge ``export``, ``declare``, ``local``, ``readonly``, ``typeset``."""
    record = walker.record
    keyword = node.children[0].type
    letters, named = "", []
    for child in children(node, walker.source)[1:]:
        kind = child.type
        if kind == "variable_assignment":
            assign(walker, child)
            named.append(text_of(child.children[0], walker.source).partition("[")[0])
        elif kind == "variable_name":
            named.append(text_of(child, walker.source))
        elif child.is_named:
            for word in walker.words.read(child):
                if word.text[:1] in {"-", "+"} and word.known:
                    letters += word.text[1:]
                else:
                    named.append(_declared(walker, word))
    for letter, reason in _EVALUATING.items():
        if letter in letters and not (letter == "n" and keyword == "export"):
            raise Unreadable(f"{keyword} -{letter} {reason}")
    if set(letters) - set("xragpAfFnt-"):
        record.unknown(f"{keyword} with options that are not known here")
        for name in named:
            record.scope.assign(name, None)
    if keyword == "readonly" or "r" in letters:
        record.scope.frozen |= set(named)
    judge_names(named if "p" in letters else (), record)
    listing = not named and keyword in {"export", "declare", "typeset"} and "f" not in letters.lower()
    record.add(Effect("read", "read", "none", "environment" if listing else ""))
    record.subject("declare", "read")


def _declared(walker: Visitor, word: Word) -> str:
    """Return the name in a word that a declaration gets; one with an index or an unknown name is evaluated."""
    found = _ASSIGNMENT.match(word.text)
    if found and found[2].startswith("("):
        raise Unreadable("a declaration evaluates a list")
    if found and HOLE not in found[1]:
        set_variable(walker, found[1], found[2])
        return found[1]
    if not _NAME.match(word.text):
        raise Unreadable("a declaration of a name that is not known before it runs")
    return word.text


def unset(walker: Visitor, node: Node) -> None:
    """Forget variables; unsetting a function may uncover a program."""
    record = walker.record
    for child in children(node, walker.source)[1:]:
        if not child.is_named:
            continue
        for word in (
            [Word(text_of(child, walker.source))] if child.type == "variable_name" else walker.words.read(child)
        ):
            if word.text in {"-v", "-f", "-n"}:
                continue
            if not re.fullmatch(r"[\w.:+-]+(\[(\d+|[@*])\])?", word.text):
                raise Unreadable("unset evaluates the index of a variable that is not known")
            record.scope.assign(word.text.partition("[")[0], None)
            if word.text in record.functions:
                record.functions[word.text] = Function(record.functions[word.text].bodies, False)
    record.subject("unset", "read")

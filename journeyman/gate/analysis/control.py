"""Control flow of the shell: every branch may run, a loop's body again and again, a function where it is called."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from journeyman.gate.analysis.conditions import assign_number, compute
from journeyman.gate.analysis.environment import judge_given
from journeyman.gate.analysis.literals import HOLE, NUMBER
from journeyman.gate.analysis.record import notice
from journeyman.gate.analysis.secrets import is_secret
from journeyman.gate.analysis.shown import judge_references
from journeyman.gate.analysis.state import Function, State
from journeyman.gate.analysis.syntax import children, descendants, text_of
from journeyman.gate.analysis.visitor import Visitor
from journeyman.gate.analysis.words import Word

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_VALUES = 8
_MOST_ROUNDS = 64
_IMPLICIT = {"command_not_found_handle"}
"""Functions that bash calls by itself."""


def visit_list(walker: Visitor, node: Node) -> None:
    """Judge ``a && b`` and ``a || b``: the second part may not run."""
    found = children(node, walker.source)
    operator = next((child.type for child in found if child.type in {"&&", "||"}), "")
    if not operator or len(found) != 3:
        walker.each(node)
        return
    record = walker.record
    left, sign, right = found
    before = set(record.cwds)
    walker.statement(left)
    walker.punctuation(sign)
    first = record.snapshot()
    moved = [cwd for cwd in record.cwds if cwd not in before]
    if operator == "&&" and moved and _changes_folder(left, walker):
        record.cwds = moved
    walker.statement(right)
    if not (operator == "&&" and _goes_on(node)):
        record.join([first, record.snapshot()])


def _goes_on(node: Node) -> bool:
    """Return whether ``&&`` follows: what comes next runs only when all of ``node`` has."""
    parent = node.parent
    if parent is None or parent.type != "list" or parent.children[0] != node:
        return False
    return any(child.type == "&&" for child in parent.children)


def _changes_folder(node: Node, walker: Visitor) -> bool:
    if node.type == "list":
        return all(child.type != "||" for child in node.children) and _changes_folder(node.children[-1], walker)
    return node.type == "command" and text_of(node.children[0], walker.source) == "cd"


def visit_if(walker: Visitor, node: Node) -> None:
    """Judge ``if``: conditions run one after another, then one of the branches, or none."""
    ends: list[State] = []
    if not _branch(walker, node, ends):
        ends.append(walker.record.snapshot())
    walker.record.join(ends)


def _branch(walker: Visitor, node: Node, ends: list[State]) -> bool:
    """Judge the parts of ``if`` or ``elif``; return whether there was an ``else``."""
    record = walker.record
    base: State | None = None
    closed = False
    for child in children(node, walker.source):
        if child.type in {"elif_clause", "else_clause"}:
            if base is not None:
                ends.append(record.snapshot())
                record.restore(base)
                base = None
            if child.type == "elif_clause":
                _branch(walker, child, ends)
            else:
                walker.each(child)
                ends.append(record.snapshot())
                closed = True
        elif child.type == "then":
            base = record.snapshot()
        elif not child.is_named:
            walker.punctuation(child)
        else:
            walker.statement(child)
    if base is not None:
        ends.append(record.snapshot())
        record.restore(base)
    return closed


def visit_case(walker: Visitor, node: Node) -> None:
    """Judge ``case``: any of its items may run, or none."""
    record = walker.record
    base: State | None = None
    ends: list[State] = []
    items = children(node, walker.source)
    falls = any(each.type in {";&", ";;&"} for item in items for each in item.children)
    for child in items:
        if child.type == "case_item":
            base = base or record.snapshot()
            record.restore(base)
            if falls:
                record.scope.forget()
                record.cwd_unknown = True
            _case_item(walker, child)
            ends.append(record.snapshot())
        elif child.is_named:
            walker.words.read(child)
        else:
            walker.punctuation(child)
    if base is not None:
        record.join([base, *ends])


def _case_item(walker: Visitor, node: Node) -> None:
    """Judge one item: patterns before the bracket, statements after it."""
    patterns = True
    for child in children(node, walker.source):
        if child.type == ")" and patterns:
            patterns = False
        elif not child.is_named:
            walker.punctuation(child)
        elif patterns:
            walker.words.read(child)
        else:
            walker.statement(child)


def visit_while(walker: Visitor, node: Node) -> None:
    """Judge ``while`` and ``until``."""
    _repeat(walker, lambda: walker.each(node))


def visit_for(walker: Visitor, node: Node) -> None:
    """Judge a ``for`` loop: for each of its words when they are known and few."""
    bodies: list[Node] = []
    values: list[Word] = []
    name, listed = "", False
    for child in children(node, walker.source):
        if child.type == "variable_name":
            name = text_of(child, walker.source)
        elif child.type in {"do_group", "compound_statement"}:
            bodies.append(child)
        elif child.is_named:
            judge_references(text_of(child, walker.source), walker.record)
            values.extend(walker.words.read(child))
        else:
            listed = listed or child.type == "in"
            walker.punctuation(child)
    record = walker.record
    for word in values:
        notice(record, word)

    def run(value: str | None) -> None:
        judge_given(name, value, record)
        record.scope.assign(name, value)
        for body in bodies:
            walker.statement(body)

    exact = listed and bool(values) and all(word.known and not word.glob for word in values)
    if exact and len(values) <= _MOST_VALUES and record.effort.rounds + len(values) <= _MOST_ROUNDS:
        record.effort.rounds += len(values)
        ends = [record.snapshot()]
        for word in values:
            run(word.text)
            ends.append(record.snapshot())
        record.join(ends)
        return
    common = _common(values, walker) if listed else None
    _repeat(walker, lambda: run(common))


def _common(values: list[Word], walker: Visitor) -> str | None:
    """Return what is known of every value: a number, a name beside us, or nothing."""
    if values and all(word.text == NUMBER or word.text.isdigit() for word in values):
        return NUMBER
    if len(values) != 1:
        return None
    word = values[0]
    if not word.glob or not word.known:
        return word.text
    for cwd in walker.record.cwds:
        found = walker.record.effort.expand(word.text, cwd)
        if found is None or any(path.rpartition("/")[2].startswith("-") for path in found):
            return None
        if is_secret(word.text) or any(is_secret(path) for path in found):
            walker.record.secret_words = True
            return None
    value = re.sub(r"[*?\[].*[*?\]]|[*?]", HOLE, word.text)
    return "./" + value if value[:1] == HOLE else value


def visit_c_for(walker: Visitor, node: Node) -> None:
    """Judge ``for ((...))``."""
    found = children(node, walker.source)

    def run() -> None:
        for child in found:
            if child.type in {"do_group", "compound_statement"}:
                walker.statement(child)
            elif child.type == "variable_assignment":
                assign_number(walker, child)
            elif child.is_named:
                compute(walker, child)

    _repeat(walker, run)


def _repeat(walker: Visitor, run: Callable[[], None]) -> None:
    """Judge what may run any number of times: again with what it changed, as long as that says more."""
    record = walker.record
    before = record.snapshot()
    record.effort.rounds += 1
    if record.effort.rounds > _MOST_ROUNDS:
        record.scope.forget()
        record.cwd_unknown = True
        run()
        return
    run()
    if record.join([before, record.snapshot()]) != before:
        widened = record.snapshot()
        run()
        if record.join([widened, record.snapshot()]) != widened:
            record.scope.forget()
            record.cwd_unknown = True
            run()


def define_function(walker: Visitor, node: Node) -> None:
    """Remember a function; its body is judged where it is called."""
    name = ""
    bodies: list[Node] = []
    for child in children(node, walker.source):
        if child.type == "word" and not name:
            name = text_of(child, walker.source)
        elif child.is_named:
            bodies.append(child)
        else:
            walker.punctuation(child)
    bomb = any(_bomb(body, name, walker.source) for body in bodies)

    def run() -> None:
        if bomb:
            walker.record.note("process", "catastrophic", "starts itself again and again (a fork bomb)")
        for body in bodies:
            walker.statement(body)

    walker.check(bodies)
    walker.record.functions[name] = Function((run,))
    if name in _IMPLICIT:
        run()


def _bomb(body: Node, name: str, source: bytes) -> bool:
    """Return whether a function runs itself in a pipeline or in the background."""
    below = descendants(body)
    calls = [each for each in below if each.type == "command_name" and text_of(each, source) == name]
    return bool(calls) and any(each.type in {"&", "|", "|&"} for each in below)

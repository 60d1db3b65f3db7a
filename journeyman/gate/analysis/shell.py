"""Predict what shell text would do: every node of its syntax tree is known, or the answer is "ask"."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from journeyman.gate.analysis.commands import judge_command, judge_tree
from journeyman.gate.analysis.environment import judge_variable
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.python_code import judge_python
from journeyman.gate.analysis.record import MAX_DEPTH, Record, Stdin, notice
from journeyman.gate.analysis.redirections import Redirections
from journeyman.gate.analysis.syntax import Unreadable, children, parse, text_between, text_of
from journeyman.gate.analysis.words import HOLE, Word, WordReader
from journeyman.values import Effect, Prediction

if TYPE_CHECKING:
    from tree_sitter import Node

    from journeyman.workspace import Workspace

_PUNCTUATION = names(
    """
    ; ;; ;& ;;& & && || | |& ( ) (( )) { } [ ] [[ ]] ! if then elif else fi for select in while until do done case
    esac function $( <( >( ` = += << <<- <<<
    """
)
_ARITHMETIC = {"-eq", "-ne", "-lt", "-le", "-gt", "-ge"}
_SPECIAL = re.compile(r'"?\$(\?|#|\$|!|\{#\w+(\[[@*]\])?\})"?\Z|"?-?\d+"?\Z')
_PARTS = names(
    """
    program list negated_command if_statement elif_clause else_clause do_group compound_statement subshell
    """
)


def analyse_shell(
    command: str, *, cwd: str, workspace: Workspace, overlay: Mapping[str, str] | None = None
) -> Prediction:
    """Predict the effects of ``command`` run by bash in the folder ``cwd`` (absolute, or relative to the workspace).

    ``overlay`` maps absolute paths to text that will stand there by then. What cannot be read with certainty becomes
    an effect of level ``floor``; nothing is executed, and nothing is raised for bad syntax.
    """
    record = new_record(workspace, cwd, overlay)
    read_text(command, record)
    record.finish()
    return record.prediction()


def new_record(workspace: Workspace, cwd: str, overlay: Mapping[str, str] | None = None) -> Record:
    """Return an empty record whose judges know how to go on into shell text and Python code."""
    folder = os.path.normpath(os.path.join(workspace.root, cwd))
    return Record(workspace, [folder], overlay or {}, judge_command, judge_tree, read_text, judge_python)


def read_text(text: str, record: Record) -> None:
    """Record the effects of shell text; unreadable text is asked every time."""
    if record.depth > MAX_DEPTH:
        record.note("unknown", "floor", "commands are nested too deeply to follow")
        return
    record.depth += 1
    try:
        source, root = parse(text)
        _Walker(source, record).statement(root)
    except Unreadable as reason:
        record.note("unknown", "floor", f"it cannot be read with certainty: {reason}")
        record.subject("unreadable", "floor")
    except RecursionError:
        record.note("unknown", "floor", "it is nested too deeply to read")
        record.subject("unreadable", "floor")
    finally:
        record.depth -= 1


class _Walker:
    """Walks one tree. Statements are visited in order, so that variables and ``cd`` count for what follows."""

    def __init__(self, source: bytes, record: Record) -> None:
        self.source = source
        self.record = record
        self.words = WordReader(source, record.scope, self.inner)
        self.redirections = Redirections(source, record, self.words, self.statement, self.punctuation)
        self._visit: dict[str, Callable[[Node], None]] = {
            "command": self.command,
            "pipeline": self.pipeline,
            "redirected_statement": self.redirected,
            "variable_assignment": self.assignment,
            "variable_assignments": self.each,
            "declaration_command": self.declaration,
            "unset_command": self.unset,
            "while_statement": self.repeated,
            "test_command": self.test,
            "for_statement": self.loop,
            "c_style_for_statement": self.c_loop,
            "case_statement": self.case,
            "case_item": self.case_item,
            "function_definition": self.function,
            "command_substitution": self.each,
            "process_substitution": self.each,
            "file_redirect": self.redirections.file,
            "heredoc_redirect": self.redirections.heredoc,
            "herestring_redirect": self.redirections.herestring,
            "comment": lambda node: None,
            **dict.fromkeys(_PARTS, self.each),
            **dict.fromkeys(
                ("unary_expression", "binary_expression", "parenthesized_expression", "postfix_expression"),
                self.expression,
            ),
        }

    def statement(self, node: Node) -> None:
        """Visit one statement. Raises Unreadable for a kind of node that is not known."""
        visit = self._visit.get(node.type)
        if visit is None:
            raise Unreadable(f"syntax that is not known here: {node.type}")
        visit(node)

    def each(self, node: Node) -> None:
        """Visit the statements inside ``node``."""
        for child in children(node, self.source):
            if child.is_named:
                if child.type in {"word", "number", "string", "raw_string", "concatenation", "simple_expansion"}:
                    self.words.read(child)  # a bare word inside [ ... ]
                else:
                    self.statement(child)
            else:
                self.punctuation(child)

    def punctuation(self, node: Node) -> None:
        """Check a token without a name; a lone ``&`` leaves a process behind."""
        text = text_of(node, self.source).strip(" \t")
        if text != node.type.strip(" \t") or (text and text not in _PUNCTUATION):
            raise Unreadable(f"{text!r} was not understood")
        if text == "&":
            self.record.note("process", "contained", "leaves a process in the background")
            self.record.subject("&", "contained")

    def inner(self, node: Node) -> None:
        """Visit a substitution inside a word: it has its own folder and variables."""
        record = self.record
        kept, unknown, stdin = list(record.cwds), record.cwd_unknown, record.stdin
        record.stdin = Stdin()
        self.statement(node)
        record.cwds, record.cwd_unknown, record.stdin = kept, unknown, stdin

    def expression(self, node: Node) -> None:
        """Look into a test or an arithmetic expression."""
        self.words.visit(node)

    def command(self, node: Node) -> None:
        """Judge a simple command."""
        words: list[Word] = []
        redirects: list[Node] = []
        variables = dict(self.record.scope.variables)
        tainted = self.record.environment_tainted
        for child in children(node, self.source):
            kind = child.type
            if kind == "command_name":
                words.extend(self.words.read(child.children[0]))
            elif kind == "variable_assignment":
                self.assignment(child, prefix=True)
            elif kind in {"file_redirect", "herestring_redirect"}:
                redirects.append(child)
            elif kind == "comment":
                continue
            elif kind in {"==", "=~"}:
                words.append(Word(kind))
            else:
                words.extend(self.words.read(child))
        for child in redirects:
            self.statement(child)
        for word in words:
            notice(self.record, word)
        self.record.scope.variables = variables
        self.words._scope = self.record.scope
        judge_command(words, self.record)
        self.record.environment_tainted = tainted

    def pipeline(self, node: Node) -> None:
        """Judge the commands of a pipeline, each knowing what the one before may send it."""
        record = self.record
        outer = record.stdin
        stages = [child for child in children(node, self.source) if child.is_named]
        for child in node.children:
            if not child.is_named:
                self.punctuation(child)
        network = outer.network
        for number, stage in enumerate(stages):
            if number:
                record.stdin = Stdin(True, self._printed(stages[number - 1]), network)
            self.statement(stage)
            network = network or record.network
        record.stdin = outer

    def _printed(self, node: Node) -> str | None:
        """Return what ``echo`` or ``printf`` with known words prints; None for anything else."""
        if node.type != "command":
            return None
        try:
            words = [word for child in node.children for word in self.words.read(_plain(child))]
        except Unreadable:
            return None
        if words[0].text not in {"echo", "printf"} or not all(word.known for word in words):
            return None
        return " ".join(word.text for word in words[1:] if word.text not in {"-e", "-n", "-E", "%s", "%s\\n"})

    def redirected(self, node: Node) -> None:
        """Judge redirections, then the statement with its standard input."""
        record = self.record
        outer = record.stdin
        body: list[Node] = []
        for child in children(node, self.source):
            if child.type in {"file_redirect", "heredoc_redirect", "herestring_redirect"}:
                self.statement(child)
            elif child.is_named:
                body.append(child)
            else:
                self.punctuation(child)
        for child in body:
            self.statement(child)
        record.stdin = outer

    def assignment(self, node: Node, prefix: bool = False) -> None:
        """Remember a variable's value, and judge names that change what programs run."""
        name, value = "", ""
        for child in children(node, self.source):
            kind = child.type
            if kind == "variable_name":
                name = text_of(child, self.source)
            elif kind == "subscript":
                raise Unreadable("an array element is set")
            elif kind == "array":
                for item in children(child, self.source):
                    if item.is_named:
                        self.words.read(item)
                value = HOLE
            elif child.is_named or kind == "$":
                value = self.words.text(child)
            elif kind == "+=":
                value = HOLE
        operator = text_between(self.source, node.start_byte, node.end_byte).partition("=")[0]
        known = HOLE not in value and not operator.endswith("+")
        notice(self.record, Word(value))
        judge_variable(name, value, self.record)
        if not prefix:
            self.record.scope.variables[name] = value if known and not self._conditional(node) else None

    def _conditional(self, node: Node) -> bool:
        """Return whether the statement may run several times or not at all."""
        parent = node.parent
        while parent is not None:
            if parent.type not in {"program", "list", "variable_assignments", "declaration_command"}:
                return True
            if parent.type == "list" and any(child.type in {"||", "&&"} for child in parent.children):
                return True
            parent = parent.parent
        return False

    def declaration(self, node: Node) -> None:
        """Judge ``export``, ``declare``, ``local``, ``readonly``."""
        for child in children(node, self.source):
            kind = child.type
            if kind == "variable_assignment":
                self.assignment(child)
            elif kind == "variable_name":
                continue
            elif child.is_named:
                word = self.words.read(child)[0]
                if word.text not in {"-x", "-r", "-i", "-a", "-A", "-g", "-p", "-n", "-gx", "-rx"} or word.text == "-n":
                    self.record.unknown("a declaration that is not known here")
        self.record.add(Effect("read", "read"))
        self.record.subject("declare", "read")

    def unset(self, node: Node) -> None:
        """Forget variables; unsetting a function may uncover a program."""
        for child in children(node, self.source):
            if child.is_named:
                self.record.scope.variables[text_of(child, self.source)] = None
        self.record.subject("unset", "read")

    def loop(self, node: Node) -> None:
        """Judge a ``for`` loop: its variable is whatever the list holds."""
        body: list[Node] = []
        values: list[Word] = []
        name = ""
        for child in children(node, self.source):
            if child.type == "variable_name":
                name = text_of(child, self.source)
            elif child.type == "do_group":
                body.append(child)
            elif child.is_named:
                values.extend(self.words.read(child))
            else:
                self.punctuation(child)
        for word in values:
            notice(self.record, word)
        only = values[0].text if len(values) == 1 and values[0].known and not values[0].glob else None
        self.record.scope.variables[name] = only
        for child in body:
            self._twice(child)

    def repeated(self, node: Node) -> None:
        """Judge ``while`` and ``until``."""
        for name in _assigned(node, self.source):
            self.record.scope.variables[name] = None
        self.each(node)

    def test(self, node: Node) -> None:
        """Judge a test: ``[[ a -eq b ]]`` evaluates both sides as arithmetic, array indices included."""
        double = node.children[0].type == "[["
        for each in _descendants(node) if double else ():
            if each.type == "test_operator" and text_of(each, self.source) in _ARITHMETIC and each.parent is not None:
                sides = [
                    side for side in each.parent.children if side.type in {"simple_expansion", "expansion", "string"}
                ]
                if not all(_SPECIAL.match(text_of(side, self.source)) for side in sides):
                    raise Unreadable("a test evaluates a variable's value as arithmetic")
        if any("$(" in text_of(each, self.source) for each in _descendants(node) if each.type == "raw_string"):
            raise Unreadable("a test holds a command as text")
        self.each(node)

    def _twice(self, node: Node) -> None:
        """Visit what may run again: variables set inside are not known at its start."""
        scope = self.record.scope
        for name in _assigned(node, self.source):
            scope.variables[name] = None
        self.statement(node)

    def c_loop(self, node: Node) -> None:
        """Judge ``for ((...))``."""
        for child in children(node, self.source):
            if child.type in {"do_group", "compound_statement"}:
                self._twice(child)
            elif child.type == "variable_assignment":
                self.assignment(child)
            elif child.is_named:
                self.words.visit(child)

    def case(self, node: Node) -> None:
        """Judge ``case``: any of its items may run."""
        for child in children(node, self.source):
            if child.type == "case_item":
                self.case_item(child)
            elif child.is_named:
                self.words.read(child)
            else:
                self.punctuation(child)

    def case_item(self, node: Node) -> None:
        """Judge one item: patterns before the bracket, statements after it."""
        patterns = True
        for child in children(node, self.source):
            if child.type == ")" and patterns:
                patterns = False
            elif not child.is_named:
                self.punctuation(child)
            elif patterns:
                self.words.read(child)
            else:
                self.statement(child)

    def function(self, node: Node) -> None:
        """Judge a function's body where it is defined: it may be called from then on."""
        name = ""
        bodies: list[Node] = []
        for child in children(node, self.source):
            if child.type == "word" and not name:
                name = text_of(child, self.source)
            elif child.is_named:
                bodies.append(child)
            else:
                self.punctuation(child)
        if any(_bomb(body, name, self.source) for body in bodies):
            self.record.note("process", "catastrophic", "starts itself again and again (a fork bomb)")
        kept = dict(self.record.scope.variables)
        self.record.scope.forget()
        for body in bodies:
            self.statement(body)
        self.record.scope.variables = kept
        for body in bodies:
            for assigned in _assigned(body, self.source):
                self.record.scope.variables[assigned] = None
        self.record.functions.add(name)


def _plain(node: Node) -> Node:
    child = node.children[0] if node.type == "command_name" else node
    if child.type not in {"word", "raw_string", "string", "number", "concatenation", "ansi_c_string"}:
        raise Unreadable("not a plain word")
    return child


def _descendants(node: Node) -> list[Node]:
    found, todo = [], [node]
    while todo:
        current = todo.pop()
        found.append(current)
        todo.extend(current.children)
    return found


def _assigned(node: Node, source: bytes) -> list[str]:
    return [
        text_of(each.children[0], source)
        for each in _descendants(node)
        if each.type == "variable_assignment" and each.children
    ]


def _bomb(body: Node, name: str, source: bytes) -> bool:
    """Return whether a function runs itself in a pipeline or in the background."""
    calls = [each for each in _descendants(body) if each.type == "command_name" and text_of(each, source) == name]
    background = any(each.type in {"&", "|", "|&"} for each in _descendants(body))
    return bool(calls) and background

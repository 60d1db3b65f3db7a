"""Walk the tree of shell text in the order in which it runs: every kind of node is known, or the answer is "ask"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from journeyman.gate.analysis import conditions, control, variables
from journeyman.gate.analysis.commands import judge_command
from journeyman.gate.analysis.definitions import call_defined
from journeyman.gate.analysis.literals import HOLE, TOLD
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.output import Outputs, files_after, span
from journeyman.gate.analysis.record import Record, Stdin, notice
from journeyman.gate.analysis.redirections import Redirections
from journeyman.gate.analysis.shown import judge_shown
from journeyman.gate.analysis.syntax import Source, Unreadable, children, descendants, drops_dash, text_of
from journeyman.gate.analysis.words import Word, WordReader

if TYPE_CHECKING:
    from tree_sitter import Node

_PUNCTUATION = names(
    """
    ; ;; ;& ;;& & && || | |& ( ) (( )) { } [ ] [[ ]] ! if then elif else fi for select in while until do done case
    esac function $( <( >( ` = += << <<- <<<
    """
)
_PARTS = names("program negated_command do_group")
_BARE = {"word", "number", "string", "raw_string", "concatenation", "simple_expansion", "expansion", "ansi_c_string"}
_REDIRECTS = {"file_redirect", "heredoc_redirect", "herestring_redirect"}


class Walker:
    """Walks one tree. Statements are visited in order, so that variables and ``cd`` count for what follows."""

    def __init__(self, source: Source, record: Record) -> None:
        self.source = source.text
        self.root = source.root
        self.record = record
        self.words = WordReader(
            self.source, record.scope, self.inner, lambda text: notice(record, Word(text)), lambda: record.folder
        )
        self.outputs = Outputs(self.words)
        self.redirections = Redirections(record, self.words, self.outputs, self.statement, self.punctuation)
        self.refused = False
        self._checking = False

    def walk(self) -> None:
        """Visit the whole tree. What cannot be read is asked, and the worst of what stands beside it still counts."""
        edges = self.source[: self.root.start_byte] + b" " + self.source[self.root.end_byte :]
        if self.root.parent is None and edges.replace(b"\\\n", b"").strip():
            self.refused = True
            self.record.refuse("part of the command was not understood")
        self.statement(self.root)
        if self.refused:
            self._salvage()

    def statement(self, node: Node) -> None:
        """Visit one statement; one that cannot be read with certainty is asked."""
        visit = _VISIT.get(node.type)
        try:
            if visit is None:
                raise Unreadable(f"syntax that is not known here: {node.type}")
            visit(self, node)
        except Unreadable as reason:
            self.refused = True
            self.record.refuse(str(reason))

    def check(self, nodes: Sequence[Node]) -> None:
        """Look at statements that may never run: they must be readable, or what stands behind them is not."""
        if self._checking:
            for node in nodes:
                self.statement(node)
            return
        walker = Walker(Source(self.source, self.root), self.record.branch())
        walker._checking = True
        for node in nodes:
            walker.statement(node)
        if walker.refused:
            self.refused = True
            self.record.refuse("a function was not understood")

    def _salvage(self) -> None:
        """Look at the simple commands of an unreadable text by themselves: what must never happen stays denied."""
        apart = self.record.branch()
        walker = Walker(Source(self.source, self.root), apart)
        for node in descendants(self.root):
            if node.type == "command" and apart.effort.spend():
                apart.scope.restore(self.record.scope.copy())
                walker.statement(node)
        apart.finish()
        self.record.adopt(apart, "catastrophic")

    def each(self, node: Node) -> None:
        """Visit the statements inside ``node``."""
        found = children(node, self.source)
        for number, child in enumerate(found):
            if not child.is_named:
                self.punctuation(child)
            elif child.type in _BARE:
                self.words.read(child)  # a bare word inside [ ... ]
            elif number + 1 < len(found) and found[number + 1].type == "&":
                with self.record.subshell():
                    self.statement(child)
            else:
                self.statement(child)

    def punctuation(self, node: Node) -> None:
        """Check a token without a name; a lone ``&`` leaves a process behind."""
        text = text_of(node, self.source).strip(" \t")
        if text != node.type.strip(" \t") or (text and text not in _PUNCTUATION):
            raise Unreadable(f"{text!r} was not understood")
        if text == "&":
            self.record.note("process", "contained", "leaves a process in the background")
            self.record.subject("&", "contained")

    def subshell(self, node: Node) -> None:
        """Judge ``( ... )``."""
        with self.record.subshell():
            self.each(node)

    def compound(self, node: Node) -> None:
        """Judge ``{ ...; }`` or ``((...))``."""
        if node.children and node.children[0].type == "((":
            conditions.visit_arithmetic(self, node)
        elif all(not child.is_named for child in node.children):
            raise Unreadable("braces hold nothing")
        else:
            self.each(node)

    def inner(self, node: Node) -> str:
        """Visit a substitution inside a word, in a shell of its own; return what it prints, as far as that is known."""
        record = self.record
        with record.subshell():
            record.stdin = Stdin()
            self.each(node)
            text = HOLE
            body = [child for child in node.children if child.is_named and child.type != "comment"]
            if len(body) == 1 and body[0].type != "file_redirect":
                known = self.outputs.printed(body[0], None)
                if node.type == "process_substitution":
                    listed = self.outputs.names(body[0], "")
                    text = self._pipe(known, listed) if node.children[0].type == "<(" else HOLE
                else:
                    text = self.outputs.hole(body[0]) if known is None else known.rstrip("\n")
        self.outputs.inner[span(node)] = text
        return text

    def _pipe(self, text: str | None, listed: str) -> str:
        """Return a name for ``<(...)``, under which what it prints is remembered. ``listed``: it prints such names."""
        if text is None:
            return "/dev/fd/" + (listed if listed in TOLD else HOLE)
        name = f"/dev/fd/pipe-{len(self.record.written)}"
        self.record.written[name] = text
        return name

    def command(self, node: Node, spare: Sequence[Node] = (), dash: bool = False) -> None:
        """Judge a simple command. ``spare`` are words that stand behind its redirections, ``dash``: a ``-`` before."""
        if not self.record.effort.spend():
            raise Unreadable("there are more commands than are followed")
        words: list[Word] = []
        redirects: list[Node] = []
        prefixes: list[Node] = []
        for child in children(node, self.source):
            kind = child.type
            if kind == "command_name":
                words.extend(self.words.read(child.children[0]))
            elif kind == "variable_assignment":
                prefixes.append(child)
            elif kind in _REDIRECTS:
                redirects.append(child)
            elif kind == "comment":
                continue
            elif kind in {"==", "=~"}:
                words.append(Word(kind))
            elif kind == "regex":
                raise Unreadable("a word was not understood")
            else:
                words.extend(self.words.read(child))
        words.extend([Word("-")] * dash)
        for child in spare:
            words.extend(self.words.read(child))
        judge_shown(words, text_of(node, self.source), self.record)
        if redirects:
            self._redirected_command(node, words, redirects, prefixes)
        else:
            self._run(words, prefixes)

    def _redirected_command(
        self, node: Node, words: list[Word], redirects: Sequence[Node], prefixes: Sequence[Node]
    ) -> None:
        """Judge a command with redirections in front of it, or a here-string."""
        record, redirections = self.record, self.redirections
        outer, targets = record.stdin, redirections.targets
        redirections.targets, redirections.spare = [], []
        for child in redirects:
            self.statement(child)
        for child in redirections.spare:
            words.extend(self.words.read(child))
        redirections.spare = []
        self._run(words, prefixes)
        if redirections.targets:
            redirections.fill(self.outputs.printed(node, record.stdin.text))
        redirections.targets = targets
        self._give_back(outer)

    def _give_back(self, outer: Stdin) -> None:
        """Go back to the input that was there before a redirection, unless ``exec`` made that last."""
        if not self.record.keeps_input:
            self.record.stdin = outer
        self.record.keeps_input = False

    def _run(self, words: Sequence[Word], prefixes: Sequence[Node]) -> None:
        """Judge the words with the variables that stand before them."""
        record = self.record
        for word in words:
            notice(record, word)
        if words and not words[0].text.isascii():
            record.note("unknown", "floor", "the program's name holds letters that are not ASCII")
        if not prefixes:
            self._call(words)
            return
        tainted = record.environment_tainted
        kept = record.scope.copy()
        for child in prefixes:
            variables.assign(self, child, before=words[0].text if words else "")
        self._call(words)
        own = {text_of(child.children[0], self.source).partition("[")[0] for child in prefixes}
        changed = {name: value for name, value in record.scope.variables.items() if name not in own}
        forgotten = record.scope.forgotten
        record.scope.restore(kept)
        record.scope.variables.update(changed)
        record.scope.forgotten = forgotten
        record.environment_tainted = tainted
        variables.outlive(prefixes, words, self)

    def _call(self, words: Sequence[Word]) -> None:
        if words and not call_defined(words, self.record):
            after = files_after(words, self.record)
            judge_command(words, self.record)
            self.record.written.update(after)

    def pipeline(self, node: Node, text: str | None = None) -> None:
        """Judge the commands of a pipeline, each knowing what the one before may send it."""
        record = self.record
        outer = record.stdin
        found = children(node, self.source)
        stages = [child for child in found if child.is_named and child.type != "comment"]
        for child in found:
            if not child.is_named:
                self.punctuation(child)
        continued = bool(found) and found[0].type in {"|", "|&"}
        network = outer.network or (continued and record.network)
        names = ""
        if not continued:
            text = outer.text
        for number, stage in enumerate(stages):
            if number or continued:
                record.stdin = Stdin(True, text, network, names=names if names in TOLD else "")
            with record.subshell():
                self.statement(stage)
                text = self.outputs.printed(stage, text)
            names = self.outputs.names(stage, names)
            network = network or record.network
        record.stdin = outer

    def redirected(self, node: Node) -> None:
        """Judge redirections, then the statement with its standard input, then what stands behind a here-document."""
        record, redirections = self.record, self.redirections
        outer, targets = record.stdin, redirections.targets
        redirections.targets, redirections.spare = [], []
        bodies: list[Node] = []
        behind: list[Node] = []
        for child in children(node, self.source):
            if child.type == "heredoc_redirect":
                behind.extend(redirections.heredoc(child))
            elif child.type in _REDIRECTS:
                self.statement(child)
            elif child.is_named:
                bodies.append(child)
            else:
                self.punctuation(child)
        spare, redirections.spare = redirections.spare, []
        dash = any(drops_dash(node, child, self.source) for child in node.children[1:2])
        for child in bodies:
            self._with_spare(child, spare, dash)
        text = self.outputs.printed(bodies[0], record.stdin.text) if len(bodies) == 1 else None
        if redirections.targets:
            redirections.fill(text if bodies else "")
        redirections.targets = targets
        self._give_back(outer)
        for child in behind:
            if child.type == "pipeline":
                self.pipeline(child, text)
            else:
                self.statement(child)

    def _with_spare(self, node: Node, spare: Sequence[Node], dash: bool) -> None:
        """Visit a statement; words behind its redirections belong to it when it is a simple command."""
        if not spare and not dash:
            self.statement(node)
        elif node.type == "command":
            self.command(node, spare, dash)
        else:
            raise Unreadable("words stand behind a redirection")


_VISIT: dict[str, Callable[[Walker, Node], None]] = {
    "command": Walker.command,
    "pipeline": Walker.pipeline,
    "redirected_statement": Walker.redirected,
    "subshell": Walker.subshell,
    "compound_statement": Walker.compound,
    "variable_assignment": variables.assign,
    "variable_assignments": Walker.each,
    "declaration_command": variables.declare,
    "unset_command": variables.unset,
    "list": control.visit_list,
    "if_statement": control.visit_if,
    "while_statement": control.visit_while,
    "test_command": conditions.visit_test,
    "for_statement": control.visit_for,
    "c_style_for_statement": control.visit_c_for,
    "case_statement": control.visit_case,
    "function_definition": control.define_function,
    "process_substitution": Walker.each,
    "file_redirect": lambda walker, node: walker.redirections.file(node),
    "herestring_redirect": lambda walker, node: walker.redirections.herestring(node),
    "comment": lambda walker, node: None,
    **dict.fromkeys(_PARTS, Walker.each),
}
"""What is done with each kind of node; one that is not here is not known."""

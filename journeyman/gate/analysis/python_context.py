"""What all judges of Python code share: the record, what names may be, and the reading and writing of places."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from journeyman.gate.analysis.fetches import record_fetch
from journeyman.gate.analysis.python_shell import is_kept
from journeyman.gate.analysis.python_texts import Value, expand
from journeyman.gate.analysis.python_values import Values
from journeyman.gate.analysis.record import Record, notice
from journeyman.gate.analysis.secrets import mentions_secret
from journeyman.gate.analysis.words import HOLE, Word
from journeyman.gate.analysis.zones import place
from journeyman.values import Operation

_ACTS = re.compile(
    r"shutdown|delete|remove|destroy|reboot|restart|poweroff|kill|exec|execute|wipe|purge|logout", re.IGNORECASE
)
"""Words of an address that is asked for to make something happen."""
URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


@dataclass(slots=True)
class Context:
    """One piece of Python code under judgement. ``uses`` collects what it is asked for, for its subject.

    ``settled`` are modules that were judged as a whole where they are imported.
    """

    record: Record
    values: Values
    uses: list[str] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)

    def unsafe(self, use: str, reason: str = "", operation: Operation = "unknown") -> None:
        """Record that something is not known to only compute and read."""
        self.uses.append(use)
        self.record.note(operation, "contained", reason or f"{use} is not known to only compute")

    def floor(self, use: str, reason: str, operation: Operation = "execute") -> None:
        """Record something that is asked every time."""
        self.uses.append(use)
        self.record.note(operation, "floor", reason)

    def external(self, use: str, reason: str) -> None:
        """Record that the network is used for more than reading an address."""
        self.uses.append(use)
        self.record.contact()
        self.record.note("network-out", "external", reason)

    def words(self, node: ast.expr | None) -> Iterator[Word]:
        """Yield the texts that ``node`` may be; one that is put together to hide it is recorded."""
        for each in self.values.text(node):
            if each.hidden:
                self.unsafe("a hidden name", "uses a name that is decoded or put together at run time")
            word = Word(expand(each.text))
            notice(self.record, word)
            yield word

    def read(self, node: ast.expr | None, by: str, *, names_only: bool = False) -> None:
        """Record reading the place (or the address) ``node``."""
        for word in self.words(node):
            if word.text.lower().startswith("file:"):
                self._read(Word(re.sub(r"(?i)^file:(//(localhost)?)?", "", word.text)), names_only)
            elif URL.match(word.text) and not names_only:
                self._fetch(word, by)
            elif not names_only or not word.text.startswith(HOLE):
                self._read(word, names_only)

    def _read(self, word: Word, names_only: bool) -> None:
        record = self.record
        record.read(word, names_only=names_only)
        rest = word.text.lstrip(HOLE)
        if word.text[:1] == HOLE and mentions_secret(rest.replace(HOLE, " ")) and not names_only:
            record.note("secret-read", "floor", f"may read a secret: {rest.replace(HOLE, '_')}")
        if names_only or word.text[:1] == HOLE:
            return
        for cwd in record.cwds:
            where = place(word.text.replace(HOLE, "_"), cwd, record.workspace)
            if is_kept(where.path, where.zone):
                self.unsafe("a system file", f"reads {where.path}, which is the system's or a program's own", "read")

    def write(self, node: ast.expr | None, use: str, *, delete: bool = False, recursive: bool = False) -> None:
        """Record writing or deleting the place ``node``."""
        self.uses.append(use)
        for word in self.words(node):
            if URL.match(word.text):
                self.external(use, f"{use} writes to {word.text[:80].replace(HOLE, '...')}")
            else:
                self.record.write(word, delete=delete, recursive=recursive)

    def fetch(self, node: ast.expr | None, by: str, why: str = "") -> None:
        """Record reading from the address ``node``."""
        for word in self.words(node):
            self._fetch(word, by, why)

    def _fetch(self, word: Word, by: str, why: str = "") -> None:
        if word.text.lower().startswith("file:"):
            self._read(Word(re.sub(r"(?i)^file:(//(localhost)?)?", "", word.text)), names_only=False)
            return
        if not why and any(
            _ACTS.fullmatch(each) for each in re.split(r"[/?&=._-]+", word.text.partition("://")[2])[1:]
        ):
            self.external(by, f"{by} asks for an address that says that it acts")
        if not record_fetch(by, word, self.record, why=why):
            self.uses.append(by)

    def visits(self, by: str, *hosts: str) -> None:
        """Record that a function reads from hosts of its own."""
        from journeyman.values import Effect

        self.record.contact(*hosts)
        for host in hosts:
            self.record.add(Effect("network-in", "read", "none", host, f"{by} reads from {host}"))

    def constants(self, node: ast.Call) -> bool:
        """Return whether all arguments are plain short constants: nothing else could travel with them."""
        parts = [*node.args, *(each.value for each in node.keywords)]
        return all(
            _plain(each) or (self.values.constant(each) or " " * 99)[:40] == self.values.constant(each)
            for each in parts
        )

    def kinds(self, node: ast.expr) -> set[str]:
        """Return the kinds of what ``node`` may be."""
        return {each.kind for each in self.values.of(node)}

    def members(self, node: ast.expr) -> list[Value]:
        """Return the modules, and members of modules, that ``node`` may be."""
        return [each for each in self.values.of(node) if each.kind in {"module", "member"}]


def _plain(node: ast.expr) -> bool:
    if isinstance(node, (ast.List, ast.Tuple)):
        return len(node.elts) < 30 and all(_plain(each) for each in node.elts)
    return isinstance(node, ast.Constant) and (not isinstance(node.value, str) or len(node.value) < 40)


def argument(node: ast.Call, index: int, *keywords: str) -> ast.expr | None:
    """Return an argument by its place or by one of its names, else None."""
    if index < len(node.args) and not any(isinstance(each, ast.Starred) for each in node.args[: index + 1]):
        return node.args[index]
    return next((each.value for each in node.keywords if each.arg in keywords), None)


def scattered(node: ast.Call) -> bool:
    """Return whether arguments come from a list or a mapping (``*args``, ``**options``)."""
    return any(isinstance(each, ast.Starred) for each in node.args) or any(each.arg is None for each in node.keywords)


def is_false(node: ast.expr | None) -> bool:
    """Return whether ``node`` is a constant like ``None`` or ``False``."""
    return isinstance(node, ast.Constant) and not node.value


def mode_of(node: ast.Call, index: int, default: str = "r") -> str | None:
    """Return the mode that a file is opened in; None when it is not known."""
    found = argument(node, index, "mode")
    if found is None:
        return None if scattered(node) else default
    return found.value if isinstance(found, ast.Constant) and isinstance(found.value, str) else None


def only_reads(mode: str | None) -> bool:
    """Return whether a file opened in ``mode`` can only be read."""
    return (
        mode is not None
        and set(mode) <= set("rbtU:|*gzx2")
        and (mode == "" or mode[0] == "r")
        and "x" not in mode.partition(":")[0]
    )

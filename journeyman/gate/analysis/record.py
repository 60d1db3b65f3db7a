"""What one analysis has found so far: effects, subjects, digests, and what later words depend on."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from journeyman.gate.analysis.digests import digest_file, program_identity
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.secrets import is_secret, mentions_secret
from journeyman.gate.analysis.words import HOLE, Scope, Word
from journeyman.gate.analysis.zones import place, read_effect, write_effect
from journeyman.gate.signature import PROGRAM
from journeyman.values import Effect, Level, Operation, Prediction, content_hash, rank
from journeyman.workspace import Workspace

MAX_DEPTH = 12
"""Commands nested deeper than this (wrappers, ``bash -c``, ``eval``) are not followed."""
_SUBJECT_LENGTH = 120


@dataclass(slots=True)
class Stdin:
    """What a command reads on standard input: ``text`` when it is known, ``network`` when it came from there."""

    piped: bool = False
    text: str | None = None
    network: bool = False


@dataclass(slots=True)
class Record:
    """Collects the effects of one text. ``cwds`` are the folders that may be current (absolute).

    ``run`` judges a command's words (program first), ``run_tree`` a program's sub-commands, ``run_text`` shell text,
    ``run_python`` Python code: set by :mod:`journeyman.gate.analysis.shell`, so that judges of wrappers can go on
    without importing it.
    """

    workspace: Workspace
    cwds: list[str]
    overlay: Mapping[str, str]
    run: Callable[[Sequence[Word], Record], None]
    run_tree: Callable[[Program, Sequence[Word], Record], None]
    run_text: Callable[[str, Record], None]
    run_python: Callable[[str, Record], None]
    effects: list[Effect] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    quiet_subjects: list[str] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    scope: Scope = field(default_factory=Scope)
    functions: set[str] = field(default_factory=set)
    stdin: Stdin = field(default_factory=Stdin)
    depth: int = 0
    network: bool = False
    cwd_unknown: bool = False
    environment_tainted: bool = False
    unresolved_read: bool = False
    secret_words: bool = False
    hosts: set[str] = field(default_factory=set)
    any_host: bool = False
    credentials: set[str] = field(default_factory=set)
    packages: set[str] = field(default_factory=set)

    # effects
    def add(self, effect: Effect) -> None:
        """Record an effect."""
        if effect not in self.effects:
            self.effects.append(effect)
        if effect.operation in {"network-in", "network-out", "install"} and effect.level != "contained":
            self.network = True

    def note(self, operation: Operation, level: Level, reason: str, target: str = "") -> None:
        """Record an effect without a place."""
        self.add(Effect(operation, level, "none", target, reason))

    def contact(self, *hosts: str) -> None:
        """Record which hosts the network is used for (names or globs); none when they are not known."""
        self.hosts.update(hosts)
        self.any_host = self.any_host or not hosts

    def unknown(self, reason: str) -> None:
        """Record that something is not known but stays inside the sandbox."""
        self.note("unknown", "contained", reason)

    @property
    def level(self) -> Level:
        """The worst level so far."""
        return max((effect.level for effect in self.effects), key=rank, default="read")

    def subject(self, text: str, level: Level) -> None:
        """Name what trust is kept for; readers count only when nothing else is there."""
        names = self.quiet_subjects if level == "read" else self.subjects
        if text not in names:
            names.append(text)

    # paths
    def read(self, word: Word, *, names_only: bool = False) -> None:
        """Record reading the path ``word``."""
        if word.text[:1] == HOLE:
            self.unresolved_read = self.unresolved_read or not names_only
            return
        if word.text == "-":
            return
        text = word.text.replace(HOLE, "_")
        for cwd in self.cwds:
            self.add(read_effect(text, cwd, self.workspace, names_only=names_only))
        if not word.known and not names_only and mentions_secret(word.text.replace(HOLE, " ")):
            self.note("secret-read", "floor", f"may read a secret: {text}")

    def write(self, word: Word, *, delete: bool = False, recursive: bool = False) -> None:
        """Record writing or deleting the path ``word``."""
        verb = "deletes" if delete else "writes"
        if word.text[:1] == HOLE:
            level: Level = "floor" if delete and recursive else "contained"
            self.note("delete" if delete else "write", level, f"{verb} a place that is not known before it runs")
            return
        if self.cwd_unknown and not word.text.startswith("/"):
            self.note(
                "delete" if delete else "write",
                "floor" if recursive else "contained",
                f"{verb} in a folder that is not known before it runs",
            )
        text = word.text.replace(HOLE, "*" if word.text.endswith(HOLE) else "_")
        for cwd in self.cwds:
            self.add(write_effect(text, cwd, self.workspace, delete=delete, recursive=recursive))

    def execute_file(self, word: Word, by: str = "") -> None:
        """Record running a local script or program file, bound to its content."""
        if not word.known:
            self.note("execute", "floor", "runs a file that is not known before it runs")
            return
        for cwd in self.cwds:
            where = place(word.text, cwd, self.workspace)
            path = where.path
            if where.protection == "private":
                self.note("self", "catastrophic", f"runs a file of Journeyman's own: {path}")
            self.digests[path] = digest_file(path, self.overlay)
            self.add(Effect("execute", "contained", where.zone, path, f"runs {word.text}"))
        self.subject(f"{by} {word.text}".strip(), "contained")

    def execute_tool(self, word: Word) -> None:
        """Record running a program of the project's own environment; what it does is judged by its name as well."""
        for cwd in self.cwds:
            where = place(word.text, cwd, self.workspace)
            self.add(Effect("execute", "contained", where.zone, where.path, f"runs {word.text}"))
            path, identity = program_identity(word.text, cwd)
            if path:
                self.digests[PROGRAM + path] = identity
        self.subject(word.text, "contained")

    def identify(self, program: str) -> None:
        """Bind credit and approval to the program's file; a program inside the workspace is never merely read."""
        path, identity = program_identity(program, self.cwds[-1])
        if path:
            self.digests[PROGRAM + path] = identity

    def local_program(self, program: str) -> bool:
        """Return whether ``program`` would be found where actions can write."""
        path, _ = program_identity(program, self.cwds[-1])
        return bool(path) and place(path, "/", self.workspace).zone in {"workspace", "temp"}

    # the current folder
    def change_folder(self, word: Word | None) -> None:
        """Follow ``cd``: the new folder, and the old one too because ``cd`` may fail."""
        if word is None:
            word = Word(os.path.expanduser("~"))
        if not word.known or word.glob or word.text == "-":
            self.cwd_unknown = True
            return
        for cwd in list(self.cwds):
            target = os.path.normpath(os.path.join(cwd, word.text))
            if target not in self.cwds and len(self.cwds) < 8:
                self.cwds.append(target)
            elif target not in self.cwds:
                self.cwd_unknown = True

    def branch(self) -> Record:
        """Return an empty record in the same place, to look at something apart."""
        return Record(
            self.workspace,
            list(self.cwds),
            self.overlay,
            self.run,
            self.run_tree,
            self.run_text,
            self.run_python,
            functions=set(self.functions),
            depth=self.depth + 1,
        )

    # the result
    def finish(self) -> None:
        """Add what only the whole text shows."""
        if self.unresolved_read and self.secret_words:
            self.note("secret-read", "floor", "names a secret, and reads a file that is not known before it runs")
        if self.network and any(effect.level == "contained" for effect in self.effects):
            self.note("network-out", "external", "changes or runs something while it can reach the network")
        secret = any(effect.operation == "secret-read" for effect in self.effects)
        leaks = secret or any(effect.target == "environment" for effect in self.effects)
        sends = any(effect.operation == "network-out" for effect in self.effects)
        fetches = any(effect.operation == "network-in" for effect in self.effects)
        if (leaks and sends) or (secret and fetches):
            self.note("network-out", "catastrophic", "sends secrets over the network")

    def later(self, text: str) -> None:
        """Record shell text that runs at another time: variables may have changed by then."""
        kept = dict(self.scope.variables)
        self.scope.forget()
        self.run_text(text, self)
        self.scope.variables = kept

    def prediction(self) -> Prediction:
        """Return the prediction for the whole text."""
        level = self.level
        names = self.subjects or self.quiet_subjects
        text = " + ".join(names)
        if len(text) > _SUBJECT_LENGTH:
            text = f"{text[: _SUBJECT_LENGTH - 12].rstrip()}… {content_hash(names)[:8]}"
        return Prediction(
            effects=tuple(self.effects),
            subject=text,
            digests=dict(self.digests),
            paths=() if level == "read" else None,
            network=self.network,
            hosts=None if self.any_host or not self.hosts else tuple(sorted(self.hosts)),
            credentials=tuple(sorted(self.credentials)),
            packages=tuple(sorted(self.packages)),
        )


def notice(record: Record, word: Word) -> None:
    """Remember that a word names something secret, whatever it is used for."""
    if not record.secret_words and (is_secret(word.text) or mentions_secret(word.text)):
        record.secret_words = True

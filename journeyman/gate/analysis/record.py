"""One analysis on its way: what it has found, and what later words depend on (folders, variables, functions, files)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from journeyman.gate.analysis.digests import digest_file, program_identity
from journeyman.gate.analysis.findings import Findings
from journeyman.gate.analysis.globs import matches
from journeyman.gate.analysis.literals import COMPUTED, HOLE, LISTED, NAMED, SERVED, filled
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.scope import Scope
from journeyman.gate.analysis.second_parser import NoSecondParser, SecondParser
from journeyman.gate.analysis.secrets import holds_secrets, is_secret, mentions_secret
from journeyman.gate.analysis.state import Function, State, joined
from journeyman.gate.analysis.unicode_text import lookalike
from journeyman.gate.analysis.words import Word
from journeyman.gate.analysis.zones import place, read_effect, write_effect
from journeyman.gate.signature import PROGRAM, SCRIPT
from journeyman.values import Effect, Level
from journeyman.workspace import Workspace

MAX_DEPTH = 30
"""Commands nested deeper than this (wrappers, ``bash -c``, ``eval``) are not followed."""
_MOST_FOLDERS = 8
_MOST_GLOBS = 40
_MOST_STEPS = 2_000
"""Commands, calls of functions and nested texts that one analysis follows: a decision must stay fast."""


@dataclass(slots=True)
class Stdin:
    """What a command reads on standard input: ``text`` when it is known, ``network`` when it came from there.

    ``file`` is the file that it was redirected from. ``names``: its lines are names that are never options (NAMED,
    SERVED or LISTED), or nothing is known ("").
    ``here``: it stands in the text itself, as a here-document or here-string.
    """

    piped: bool = False
    text: str | None = None
    network: bool = False
    file: Word | None = None
    names: str = ""
    here: bool = False


@dataclass(slots=True)
class Effort:
    """How much was looked at so far, by a record and its branches; ``rounds`` counts the passes over loops.

    ``programs`` are those that were looked for already.
    """

    steps: int = 0
    rounds: int = 0
    globs: int = 0
    programs: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def identity(self, program: str, cwd: str) -> tuple[str, str]:
        """Return a program's path and the identity of its file, looked for once in a decision."""
        key = (program, cwd if "/" in program else "")
        if key not in self.programs:
            self.programs[key] = program_identity(program, cwd)
        return self.programs[key]

    def spend(self) -> bool:
        """Count one step; return whether it is still allowed."""
        self.steps += 1
        return self.steps <= _MOST_STEPS

    def expand(self, pattern: str, cwd: str) -> list[str] | None:
        """Return what a glob matches; None when that is too much, or was asked too often."""
        self.globs += 1
        return matches(pattern, cwd) if self.globs <= _MOST_GLOBS else None


@dataclass(slots=True, kw_only=True)
class Record(Findings):
    """Collects the effects of one text. ``cwds`` are the folders that may be current (absolute).

    ``run`` judges a command's words (program first), ``run_tree`` a program's sub-commands, ``run_text`` shell text,
    ``run_python`` Python code, ``run_file`` what is written into a file (its path and language): set by
    :mod:`journeyman.gate.analysis.shell`, so that judges of wrappers can go on without importing it. ``written`` maps
    the paths that the text itself writes to what will stand there (None: not known). ``keeps_input``: a redirection of
    ``exec`` holds for what follows. ``second`` is asked where the first parser is not to be believed.
    """

    workspace: Workspace
    cwds: list[str]
    overlay: Mapping[str, str]
    run: Callable[[Sequence[Word], Record], None]
    run_tree: Callable[[Program, Sequence[Word], Record], None]
    run_text: Callable[[str, Record], None]
    run_python: Callable[[str, Record], None]
    run_file: Callable[[str, str, Record], None]
    second: SecondParser = field(default_factory=NoSecondParser)
    scope: Scope = field(default_factory=Scope)
    functions: dict[str, Function] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    calling: list[object] = field(default_factory=list)
    effort: Effort = field(default_factory=Effort)
    written: dict[str, str | None] = field(default_factory=dict)
    stdin: Stdin = field(default_factory=Stdin)
    depth: int = 0
    cwd_unknown: bool = False
    environment_tainted: bool = False
    keeps_input: bool = False

    # paths
    def read(self, word: Word, *, names_only: bool = False) -> None:
        """Record reading the path ``word``."""
        text = word.text
        if text[:1] == HOLE:
            self.unresolved_read = self.unresolved_read or not names_only
            if COMPUTED in text and not names_only:
                self.note("unknown", "floor", "reads a file whose name is put together when it runs")
            return
        if text == "-":
            return
        self.unresolved_read = self.unresolved_read or not (word.known or names_only)
        shown = filled(text, "_")
        for cwd in self.cwds:
            self.add(read_effect(shown, cwd, self.workspace, names_only=names_only))
        if word.glob:
            self._read_matches(shown, names_only)
        if text.endswith("/" + HOLE) and not names_only:
            self.read_below(word)
        if not word.known and not names_only and any(mentions_secret(filled(text, sign)) for sign in (" ", "")):
            self.note("secret-read", "floor", f"may read a secret: {shown}")

    def read_below(self, word: Word) -> None:
        """Record reading every file below the folder ``word``."""
        folder, _, last = word.text.rpartition("/")
        text = word.text if word.known and not word.glob else (folder or ("/" if word.text[:1] == "/" else "."))
        if HOLE in text or (not word.known and last.replace(HOLE, "")):
            return
        for cwd in self.cwds:
            path = _absolute(text, cwd)
            if holds_secrets(path) and not os.path.isfile(path):
                self.note("secret-read", "floor", f"reads everything below {path}, where secrets are kept")

    def _read_matches(self, pattern: str, names_only: bool) -> None:
        for cwd in self.cwds:
            found = self.effort.expand(pattern, cwd)
            if found is None:
                self.unresolved_read = self.unresolved_read or not names_only
                continue
            for path in found:
                effect = read_effect(path, cwd, self.workspace, names_only=names_only)
                if effect.level != "read":
                    self.add(effect)

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
        text = filled(word.text, "*" if word.text.endswith((HOLE, COMPUTED, NAMED, SERVED, LISTED)) else "_")
        for cwd in self.cwds:
            self.add(write_effect(text, cwd, self.workspace, delete=delete, recursive=recursive))
            if word.glob:
                found = self.effort.expand(text, cwd)
                if found is None:
                    self.note("delete" if delete else "write", "floor", f"{verb} more than can be looked at: {text}")
                for path in found or ():
                    effect = write_effect(path, cwd, self.workspace, delete=delete, recursive=recursive)
                    if effect.level != "contained":
                        self.add(effect)
            elif word.known:
                self.written[_absolute(word.text, cwd)] = None

    def execute_file(self, word: Word, by: str = "", language: str = "") -> None:
        """Record running a local script or program file, bound to its content, and judge what is written into it.

        ``language``: ``shell``, ``python``, another program's name, or "" when its first line says it.
        """
        if not word.known:
            self.note("execute", "floor", "runs a file that is not known before it runs")
            return
        for cwd in self.cwds:
            where = place(word.text, cwd, self.workspace)
            path = where.path
            if where.protection == "private":
                self.note("self", "catastrophic", f"runs a file of Journeyman's own: {path}")
            self.digests[path] = self.digests[SCRIPT + path] = digest_file(path, self.overlay)
            self.add(Effect("execute", "contained", where.zone, path, f"runs {word.text}"))
            self.run_file(_absolute(word.text, cwd), language, self)
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
        path, identity = self.effort.identity(program, self.cwds[-1])
        if path:
            self.digests[PROGRAM + path] = identity

    def local_program(self, program: str) -> bool:
        """Return whether ``program`` would be found where actions can write."""
        path, _ = self.effort.identity(program, self.cwds[-1])
        return bool(path) and place(path, "/", self.workspace).zone in {"workspace", "temp"}

    # files that the text, or an earlier step, writes
    def will_hold(self, word: Word, text: str | None) -> None:
        """Remember what the text writes into the file ``word`` (None: not known)."""
        if word.known and not word.glob:
            for cwd in self.cwds:
                self.written[_absolute(word.text, cwd)] = text

    def content(self, path: str) -> tuple[bool, str | None]:
        """Return whether something is written to ``path`` (absolute) before it is used, and what when that is known."""
        for name in (path, os.path.realpath(path)):
            if name in self.written:
                return True, self.written[name]
            if name in self.overlay:
                return True, self.overlay[name]
        return False, None

    def paths(self, word: Word) -> list[str]:
        """Return the absolute paths that ``word`` may stand for."""
        return [_absolute(word.text, cwd) for cwd in self.cwds] if word.known else []

    # the shell's state
    @property
    def folder(self) -> str | None:
        """The current folder when only one is possible."""
        return self.cwds[0] if len(self.cwds) == 1 and not self.cwd_unknown else None

    def change_folder(self, word: Word | None) -> None:
        """Follow ``cd``: the new folder, and the old one too because ``cd`` may fail."""
        if word is None:
            word = Word(os.path.expanduser("~"))
        if not word.known or word.glob or word.text == "-":
            self.cwd_unknown = True
            return
        for cwd in list(self.cwds):
            target = _absolute(word.text, cwd)
            if target not in self.cwds and len(self.cwds) < _MOST_FOLDERS:
                self.cwds.append(target)
            elif target not in self.cwds:
                self.cwd_unknown = True

    def snapshot(self) -> State:
        """Return a copy of the shell's state."""
        return State(self.scope.copy(), tuple(self.cwds), self.cwd_unknown, dict(self.functions), dict(self.aliases))

    def restore(self, state: State) -> None:
        """Go back to ``state``."""
        self.scope.restore(state.scope.copy())
        self.cwds, self.cwd_unknown = list(state.cwds), state.cwd_unknown
        self.functions, self.aliases = dict(state.functions), dict(state.aliases)

    def join(self, states: Sequence[State]) -> State:
        """Go on with what holds in all of ``states``, and return it."""
        result = joined(states)
        if len(result.cwds) > _MOST_FOLDERS:
            result = replace(result, cwds=result.cwds[:_MOST_FOLDERS], cwd_unknown=True)
        self.restore(result)
        return result

    @contextmanager
    def subshell(self) -> Iterator[None]:
        """Run the body as a shell of its own: its state and its input are put back afterwards."""
        state, stdin = self.snapshot(), self.stdin
        try:
            yield
        finally:
            self.restore(state)
            self.stdin = stdin

    @contextmanager
    def child_shell(self) -> Iterator[None]:
        """Run the body as a new process: only what was exported is there, and nobody knows what that is."""
        with self.subshell():
            self.scope.variables = dict.fromkeys(self.scope.variables)
            self.functions = {name: replace(each, certain=False) for name, each in self.functions.items()}
            yield

    def branch(self) -> Record:
        """Return an empty record in the same place, to look at something apart."""
        return Record(
            workspace=self.workspace,
            cwds=list(self.cwds),
            overlay=self.overlay,
            run=self.run,
            run_tree=self.run_tree,
            run_text=self.run_text,
            run_python=self.run_python,
            run_file=self.run_file,
            second=self.second,
            written=dict(self.written),
            open_environment=self.open_environment,
            effort=self.effort,
            depth=self.depth + 1,
        )

    def later(self, text: str) -> None:
        """Record shell text that runs at another time: variables may have changed by then."""
        kept = self.scope.copy()
        self.scope.forget()
        self.run_text(text, self)
        self.scope.restore(kept)


def notice(record: Record, word: Word) -> None:
    """Remember that a word names something secret, whatever it is used for; refuse one that deceives the eye."""
    text = word.text
    if not record.secret_words and (is_secret(text) or mentions_secret(text)):
        record.secret_words = True
    if not text.isascii():
        reason = lookalike(text)
        if reason:
            record.note("unknown", "floor", f"a name is not what it looks like: {reason}")


def _absolute(text: str, cwd: str) -> str:
    return os.path.normpath(os.path.join(cwd, text))

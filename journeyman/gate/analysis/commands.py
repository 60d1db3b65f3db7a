"""Judge one simple command: its program from data, its options against the allowlist, its paths by their zones."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from journeyman.gate.analysis.acts import record_act
from journeyman.gate.analysis.configured import judge_configured
from journeyman.gate.analysis.flags import BOOLEAN, OPTIONAL, VALUE, Flags, refuses, split
from journeyman.gate.analysis.judges import JUDGES
from journeyman.gate.analysis.leaves import glance, judge_leaf, named
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.programs import ANY, Program, Tree, find_program
from journeyman.gate.analysis.record import MAX_DEPTH, Record
from journeyman.gate.analysis.setters import judge_setter
from journeyman.gate.analysis.shown import judge_listing
from journeyman.gate.analysis.words import HOLE, Word
from journeyman.values import Effect

_PROGRAM_FOLDERS = (
    *("/bin/", "/usr/bin/", "/usr/local/bin/", "/sbin/", "/usr/sbin/", "/usr/libexec/"),
    "/opt/homebrew/bin/",
)
_RESERVED = names(
    """
    ! { } [[ ]] if then elif else fi for while until do done case esac in function select coproc ( )
    """
)
_OWN = {"journeyman", "ipy_ext"}
_OWN_VERBS = names("approve reject trust lockdown workspace policy guard undo redo")
_RUNNERS = names(
    "run run-script exec execute x dlx tool shell with env sudo ssh start debug eval foreach attach create init"
)
"""Sub-commands after which another program's name may stand."""


_ENVIRONMENTS = frozenset({".venv", "venv", "node_modules"})
"""Folders of rebuildable tools: named by what they are called, bound by their file's identity."""


def judge_command(words: Sequence[Word], record: Record) -> None:
    """Record the effects of a command: ``words`` with the program first."""
    if not words:
        return
    unclaimed, since = record.outward - record.claimed, len(record.subjects)
    _judge_command(words, record)
    if record.outward - record.claimed > unclaimed:
        record_act(words, record, since)
        record.claimed = record.outward - unclaimed


def _judge_command(words: Sequence[Word], record: Record) -> None:
    if record.depth > MAX_DEPTH:
        record.note("unknown", "floor", "commands are nested too deeply to follow")
        return
    first = words[0]
    name = first.text
    if not first.known or first.glob or not name or name in _RESERVED:
        record.note("unknown", "floor", "the program's name is not known before it runs")
        record.subject("unknown program", "floor")
        return
    base = os.path.basename(name)
    if _own(base, words, record):
        return
    if "/" in name and not name.startswith(_PROGRAM_FOLDERS):
        if not _ENVIRONMENTS.intersection(name.split("/")[:-1]):
            record.execute_file(first)
            return
        record.execute_tool(first)
    program = find_program(base)
    record.depth += 1
    try:
        rest = [_as_matched(word, record) for word in words[1:]]
        _judge_known(program, rest, record) if program else _judge_unknown(base, rest, record)
    finally:
        record.depth -= 1


def _as_matched(word: Word, record: Record) -> Word:
    """Return a glob as a word that is not known when a name that it matches now would be an option: a file ``-o``."""
    if not word.glob or word.text[:1] not in "*?[":
        return word
    for cwd in record.cwds:
        found = record.effort.expand(word.text, cwd)
        if found is None or any(path[len(cwd) :].lstrip("/")[:1] == "-" for path in found):
            return Word(HOLE, True)
    return word


def _own(base: str, words: Sequence[Word], record: Record) -> bool:
    if base not in _OWN:
        return False
    verbs = {word.text for word in words[1:]}
    if verbs & _OWN_VERBS or any(not word.known for word in words[1:]):
        record.note("self", "catastrophic", "an action cannot answer, trust or unlock itself")
    else:
        record.note("self", "floor", "calls Journeyman from an action")
    record.subject(base, "floor")
    return True


def _judge_unknown(name: str, words: Sequence[Word], record: Record) -> None:
    if [word.text for word in words] in (["--help"], ["--version"]) and not record.local_program(name):
        record.add(Effect("read", "read", "none", name))
        record.subject(f"{name} --help", "read")
        return
    record.add(Effect("execute", "contained", "workspace", name, f"runs {name}, which is not described"))
    record.subject(named(name, split(words, ANY)), "contained")
    record.identify(name)
    for word in words:
        glance(word, record)


def _judge_known(program: Program, words: Sequence[Word], record: Record) -> None:
    if program.help and _asks_for_help(program, words):
        record.add(Effect("read", "read", "none", program.name))
        record.subject(f"{program.name} --help", "read")
        return
    if record.environment_tainted:
        record.unknown("variables that change what programs run were set before")
    if record.local_program(program.name):
        reason = f"{program.name} is a program that actions could have written"
        record.note("execute", "contained", reason, program.name)
        record.subject(program.name, "contained")
    judge_configured(program, record)
    judge_setter(program.name, words, record)
    judge_listing(program.name, words, record)
    judge = JUDGES.get(program.judge)
    if judge is not None:
        judge(program, words, record)
    elif program.tree is not None:
        judge_tree(program, words, record)
    else:
        judge_leaf(program, program.name, program.leaf, words, record, program.flags)


def _asks_for_help(program: Program, words: Sequence[Word]) -> bool:
    """Return whether the command only shows help or a version.

    After sub-commands too, but not after words that could be another program's: ``uv run x --help`` runs x.
    """
    texts = [word.text for word in words]
    if program.tree is None or not texts:
        return texts in (["--help"], ["--version"])
    if texts[0] == "help":
        return not any(text[:1] == "-" for text in texts)
    if len(texts) == 1 and texts[0] in {"-V", "-help", "-version"}:
        return True
    heads, last = texts[:-1], texts[-1]
    if last not in {"--help", "-h", "-help"} and (last != "--version" or len(heads) > 1):
        return False
    plain = all(text.replace("-", "").isalnum() and text[0] != "-" for text in heads)
    return plain and len(heads) <= 3 and not _RUNNERS.intersection(heads[:-1])


@dataclass(slots=True)
class _Head:
    """The start of a command with sub-commands: options (``bad`` ones are not allowed), the words, where they stand.

    ``kept`` are the words of options that name files or hosts: the sub-command answers for them. ``folders`` are
    those where it works.
    """

    options: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    kept: list[Word] = field(default_factory=list)
    folders: list[Word] = field(default_factory=list)
    values: list[tuple[str, str]] = field(default_factory=list)


def judge_tree(program: Program, words: Sequence[Word], record: Record) -> None:
    """Find the sub-command behind the program's own options and judge it."""
    head = _head(program, words)
    if head.folders:
        with record.subshell():
            for folder in head.folders:
                record.read(folder)
                record.change_folder(folder)
            judge_configured(program, record)
            _judge_head(program, words, head, record)
        return
    _judge_head(program, words, head, record)


def _judge_head(program: Program, words: Sequence[Word], head: _Head, record: Record) -> None:
    leaf, taken = program.tree.find(tuple(head.names)) if program.tree else (None, 0)
    if leaf is not None:  # what a sub-command does not allow, it does not allow before its name either
        flags = leaf.flags or ANY
        head.bad += [name for name, value in head.values if refuses(flags, name) or not leaf.accepts(name, value)]
    subject = " ".join([program.name, *head.names[: max(taken, 1)]])
    if leaf is None or head.bad:
        why = f"{subject}: {head.bad[0]} is not described" if head.bad else f"{subject} is not described"
        judge_leaf(program, subject, program.otherwise, words, record, ANY, why)
        return
    rest = [*head.kept, *words[head.positions[taken - 1] + 1 :]] if taken else words
    subject = " ".join([program.name, *head.names[:taken]])
    judge_leaf(program, subject, leaf, rest, record, leaf.flags or ANY, extra=head.options)


def _head(program: Program, words: Sequence[Word]) -> _Head:
    """Read options before and between the words of a sub-command."""
    head = _Head()
    here = [program.tree or Tree()]
    files = program.leaf.outputs | program.leaf.edits | program.leaf.addresses
    index = 0
    while index < len(words) and here and HOLE not in words[index].text.partition("=")[0]:
        text = words[index].text
        if text[:1] != "-" or text == "-" or any(each.starts(text) for each in here):
            head.names.append(text)
            head.positions.append(index)
            here = [below for each in here for below in each.below(text)]
            index += 1
            continue
        if head.names and program.flags.stop:
            break
        name, taken = _own_option(program.flags, text)
        if taken < 0:
            head.bad += [] if head.names else [name]
            break
        value = words[index + 1 : index + 2] if taken == 2 else [Word(text.removeprefix(name).removeprefix("="))]
        head.bad += [] if all(program.leaf.accepts(name, each.text) for each in value) else [name]
        head.options.append(name)
        if name in str(program.options.get("folder", "")).split():
            head.folders += value
        head.values += [(name, each.text) for each in value]
        if name in files:
            head.kept += words[index : index + taken]
        index += taken
    return head


def _own_option(flags: Flags, text: str) -> tuple[str, int]:
    """Return the name of one of the program's own options and how many words it takes (-1: it is not known)."""
    name, equals, _ = text.partition("=")
    arity = flags.known.get(name)
    if arity is None and not text.startswith("--") and not flags.single and len(text) > 2:
        name = text[:2]
        if flags.known.get(name) in {VALUE, OPTIONAL}:
            return name, 1
        if all(flags.known.get("-" + letter) == BOOLEAN for letter in text[1:]):
            return text, 1
        return text.partition("=")[0], -1
    if arity is None or refuses(flags, name) or (arity == BOOLEAN and equals):
        return name, -1
    return name, 2 if arity == VALUE and not equals else 1

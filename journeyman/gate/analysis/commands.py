"""Judge one simple command: its program from data, its options against the allowlist, its paths by their zones."""

from __future__ import annotations

import os
from collections.abc import Sequence

from journeyman.gate.analysis.digests import digest_file
from journeyman.gate.analysis.flags import Flags, Parsed, split
from journeyman.gate.analysis.judges import JUDGES
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.programs import ANY, Leaf, Program, Tree, find_program, otherwise
from journeyman.gate.analysis.record import MAX_DEPTH, Record
from journeyman.gate.analysis.secrets import is_secret
from journeyman.gate.analysis.words import HOLE, Word
from journeyman.values import Effect, Operation, Zone

_PROGRAM_FOLDERS = ("/bin/", "/usr/bin/", "/usr/local/bin/", "/sbin/", "/usr/sbin/", "/opt/homebrew/bin/")
_RESERVED = names(
    """
    ! { } [[ ]] if then elif else fi for while until do done case esac in function select coproc ( )
    """
)
_OWN = {"journeyman", "ipy_ext"}
_OWN_VERBS = names("approve reject trust lockdown workspace policy guard undo redo")
_SETTERS = names("read printf mapfile readarray getopts test [ [[ wait source . eval set shopt")
_KEYS = names("-i --key --cert --identity --private-key --key-file --vault-password-file")
"""Options whose value proves who one is; using a key there is not sending it."""
_MAX_FLAGS = 8


_ENVIRONMENTS = frozenset({".venv", "venv", "node_modules"})
"""Folders of rebuildable tools: named by what they are called, bound by their file's identity."""


def judge_command(words: Sequence[Word], record: Record) -> None:
    """Record the effects of a command: ``words`` with the program first."""
    if not words:
        return
    if record.depth > MAX_DEPTH:
        record.note("unknown", "floor", "commands are nested too deeply to follow")
        return
    first = words[0]
    name = first.text
    if not first.known or first.glob or not name or name in _RESERVED:
        record.note("unknown", "floor", "the program's name is not known before it runs")
        record.subject("unknown program", "floor")
        return
    if name in record.functions:
        record.subject(name, "contained" if record.subjects else "read")
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
        _judge_known(program, words[1:], record) if program else _judge_unknown(base, words[1:], record)
    finally:
        record.depth -= 1


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
    record.add(Effect("execute", "contained", "workspace", name, f"runs {name}, which is not described"))
    record.subject(_named(name, split(words, ANY)), "contained")
    record.identify(name)
    for word in words:
        _glance(word, record)


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
    if program.name in _SETTERS:
        _forget(words, record)
    judge = JUDGES.get(program.judge)
    if judge is not None:
        judge(program, words, record)
    elif program.tree is not None:
        judge_tree(program, words, record)
    else:
        judge_leaf(program, program.name, program.leaf, words, record, program.flags)


def _forget(words: Sequence[Word], record: Record) -> None:
    """Take no variable's value for granted after a builtin that sets variables, or evaluates text as an index."""
    record.scope.forget()
    if any("[" in word.text and ("$(" in word.text or "`" in word.text) for word in words):
        record.note("unknown", "floor", "an array index holds a command")


def _asks_for_help(program: Program, words: Sequence[Word]) -> bool:
    """Return whether the command only shows help or a version: words like sub-commands, then ``--help``."""
    if not words:
        return False
    tree = program.tree is not None
    if tree and (words[0].text == "help" or (len(words) == 1 and words[0].text in {"-V", "-help", "-version"})):
        return True
    if words[-1].text not in ({"--help", "--version", "-h"} if tree else {"--help", "--version"}):
        return False
    return len(words) <= 4 and all(word.text.replace("-", "").isalnum() and word.text[0] != "-" for word in words[:-1])


def judge_tree(program: Program, words: Sequence[Word], record: Record) -> None:
    """Find the sub-command behind the program's own options and judge it."""
    before, names, position, bad = _leading(program.flags, words, program.tree or Tree())
    leaf, taken = program.tree.find(tuple(names)) if program.tree else (None, 0)
    subject = " ".join([program.name, *names[: max(taken, 1)]]) if names else program.name
    if leaf is None or bad:
        why = f"{subject}: {bad[0]} is not described" if bad else f"{subject} is not described"
        judge_leaf(program, subject, program.otherwise, words, record, ANY, why)
        return
    rest = [*_untaken(words, position, names, taken)]
    subject = " ".join([program.name, *names[:taken]])
    judge_leaf(program, subject, leaf, rest, record, leaf.flags or ANY, extra=before)


def _leading(flags: Flags, words: Sequence[Word], tree: Tree) -> tuple[list[str], list[str], list[int], list[str]]:
    """Return options before and between sub-command words, those words, their positions, and options not known."""
    names: list[str] = []
    positions: list[int] = []
    options: list[str] = []
    bad: list[str] = []
    index = 0
    while index < len(words):
        text = words[index].text
        if text[:1] == "-" and text != "-" and (names or not tree.starts(text)):
            name = text.partition("=")[0]
            arity = flags.known.get(name)
            if arity is None:
                if not names:
                    bad.append(name.replace(HOLE, "..."))
                break
            if arity == 0 and "=" in text:
                bad.append(name)
            options.append(name)
            index += 2 if arity == 1 and "=" not in text else 1
            continue
        if not words[index].known:
            break
        names.append(text)
        positions.append(index)
        index += 1
    return options, names, positions, bad


def _untaken(words: Sequence[Word], positions: Sequence[int], names: Sequence[str], taken: int) -> list[Word]:
    if not taken:
        return list(words[positions[0] :]) if positions else list(words)
    return list(words[positions[taken - 1] + 1 :])


def judge_leaf(
    program: Program,
    subject: str,
    leaf: Leaf,
    words: Sequence[Word],
    record: Record,
    flags: Flags,
    why: str = "",
    extra: Sequence[str] = (),
) -> None:
    """Record what ``leaf`` does with ``words``; options that are not allowed make it the program's ``otherwise``."""
    parsed = split(words, flags)
    if leaf.level == "read" and not why:
        why = _not_allowed(subject, leaf, parsed)
        if not why and leaf.network and not leaf.piped and record.stdin.piped and record.stdin.text is None:
            why = f"{subject} may send what it is given"
        if not why:
            _record_read(program, subject, leaf, parsed, record)
            return
        leaf = otherwise(program, leaf)
    for before, word in zip([Word(""), *words], words, strict=False):
        if before.text not in _KEYS:
            _glance(word, record)
    record.subject(_named(subject, parsed, extra), leaf.level)
    record.identify(program.name)
    if leaf.digest:
        for cwd in record.cwds:
            path = os.path.join(cwd, leaf.digest)
            record.digests[path] = digest_file(path, record.overlay)
    if leaf.writes != "none":
        _record_writes(leaf, parsed, record)
        return
    reason = why or leaf.reason or f"{subject} {_verb(leaf)}"
    zone: Zone = "workspace" if leaf.level == "contained" else "none"
    record.add(Effect(leaf.operation, leaf.level, zone, subject, reason))
    record.network = record.network or leaf.network
    if leaf.network:
        record.contact(*leaf.hosts)
        record.credentials.update(leaf.credentials)


def _verb(leaf: Leaf) -> str:
    return {
        "network-out": "sends or changes something over the network",
        "install": "installs foreign code",
        "execute": "runs code or changes files in the workspace",
        "process": "acts on processes",
        "privilege": "needs privileges",
        "persistence": "stays active after the session",
    }.get(leaf.operation, "is not only reading")


def _not_allowed(subject: str, leaf: Leaf, parsed: Parsed) -> str:
    if parsed.unknown:
        return f"{subject}: {parsed.unknown[0]} is not known to be harmless"
    if leaf.most is not None and len(parsed.rest) > leaf.most and not parsed.has(*leaf.lifts):
        return f"{subject} with {len(parsed.rest)} words changes something"
    if leaf.needs and not parsed.has(*leaf.needs):
        return f"{subject} without {' or '.join(sorted(leaf.needs)[:3])} changes something"
    if leaf.network and any(HOLE in word.text for word in (*parsed.rest, *(value for _, value in parsed.values))):
        return f"{subject} sends something that is not known before it runs"
    if leaf.words is not None and not all(leaf.words.fullmatch(word.text) for word in parsed.rest):
        return f"{subject} with such words changes something"
    return ""


def _record_read(program: Program, subject: str, leaf: Leaf, parsed: Parsed, record: Record) -> None:
    record.subject(subject, "read")
    operation: Operation = "network-in" if leaf.network else "read"
    record.add(Effect(operation, "read", "none", program.options.get("target", program.name)))
    if leaf.network:
        record.contact(*leaf.hosts)
        record.credentials.update(leaf.credentials)
    for _, value in parsed.values:
        if is_secret(value.text):
            record.read(value)
    if leaf.reads == "none":
        return
    for word in parsed.rest[1:] if leaf.reads == "rest" else parsed.rest:
        record.read(word, names_only=leaf.reads == "names")


def _record_writes(leaf: Leaf, parsed: Parsed, record: Record) -> None:
    """Record the paths that a file command reads, writes and deletes."""
    rest = parsed.rest
    target = parsed.value("-t", "--target-directory")
    written: Sequence[Word]
    if target is not None:
        written, read = [target], rest
    elif leaf.writes == "last":
        written, read = rest[-1:], rest[:-1]
    elif leaf.writes == "rest":
        written, read = rest[1:], []
    else:
        written, read = rest, []
    recursive = bool(leaf.recursive and any(name in leaf.recursive for name in parsed.names))
    moves = leaf.operation == "delete" and leaf.writes == "last"
    for word in written:
        record.write(word, delete=leaf.operation == "delete" and not moves, recursive=recursive and not moves)
    for word in read:
        if moves:
            record.write(word, delete=True)
        record.read(word)
    for _, value in parsed.values:
        if value.text.startswith(("/", "~")) and value is not target:
            record.write(value)
    if not rest:
        record.unknown("it is not known which files it changes")


def _glance(word: Word, record: Record) -> None:
    """Record that a command which is not only reading gets a secret or something of ours as an argument."""
    text = word.text.partition("=")[2] or word.text
    if word.known and ("/" in text or "." in text) and text[:1] != "-":
        for piece in {text, text.lstrip("@")}:
            before = len(record.effects)
            record.read(Word(piece))
            record.effects[before:] = [effect for effect in record.effects[before:] if effect.level != "read"]


def _named(subject: str, parsed: Parsed, extra: Sequence[str] = ()) -> str:
    """Return the subject with its option names: another option is another thing to trust."""
    names = sorted(dict.fromkeys([*extra, *parsed.names]))
    if len(names) > _MAX_FLAGS:
        names = [*names[:_MAX_FLAGS], f"+{len(names) - _MAX_FLAGS}"]
    return " ".join([subject, *(name.replace(HOLE, "…") for name in names)])

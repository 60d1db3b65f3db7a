"""Programs that run another command given in their arguments: that command is judged in their place."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from journeyman.gate.analysis.environment import judge_variable
from journeyman.gate.analysis.flags import Parsed, split
from journeyman.gate.analysis.literals import LISTED, NAMED
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import HOLE, Word
from journeyman.values import Effect

_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")
_SPLITS_ALIKE = re.compile(r"[\w ./:,@%+=-]*\Z")
"""Text that ``env -S`` and the shell take apart alike."""
_MOST_INPUTS = 50


def judge_wrapper(program: Program, words: Sequence[Word], record: Record) -> None:
    """``nice -n 5 CMD``, ``env A=1 CMD``: its options, ``takes`` words, assignments, then the command."""
    options = program.options
    parsed = split(words, program.flags)
    if parsed.unknown:
        record.unknown(f"{program.name}: {parsed.unknown[0]} is not known to be harmless")
    rest = parsed.rest
    for name in parsed.names:
        if name in options.get("lookup", "").split():
            record.add(Effect("read", "read", "none", program.name))
            record.subject(f"{program.name} {name}", "read")
            return
    folder = parsed.value(*options.get("folder", "").split())
    kept = record.snapshot()
    if folder is not None:
        record.change_folder(folder)
    tainted = record.environment_tainted
    if options.get("assignments"):
        rest = _assigned(rest[1:] if rest and rest[0].text == "-" else rest, record)
        rest = rest[1:] if rest and rest[0].text in {"-", "--"} else rest
        _split_text(parsed, rest, record)
    rest = rest[options.get("takes", 0) :]
    if rest:
        record.run(rest, record)
    elif not parsed.has("-S", "--split-string"):
        record.keeps_input = record.keeps_input or program.name == "exec"
        record.add(Effect("read", "read", "none", options.get("target", program.name)))
        record.subject(program.name, "read")
    record.environment_tainted = tainted
    if folder is not None:
        record.restore(kept)


def _assigned(words: Sequence[Word], record: Record) -> list[Word]:
    """Judge the assignments in front of a command, and return the rest."""
    rest = list(words)
    while rest and (rest[0].text[:1] == HOLE or _ASSIGNMENT.match(rest[0].text)):
        name, _, value = rest[0].text.partition("=")
        if HOLE in name:
            record.note("unknown", "floor", "sets a variable, or runs a program, that is not known before it runs")
            return rest[1:]
        judge_variable(name, value, record)
        record.scope.assign(name, None)
        rest = rest[1:]
    return rest


def _split_text(parsed: Parsed, rest: Sequence[Word], record: Record) -> None:
    """``env -S TEXT``: the text is split into a command."""
    text = parsed.value("-S", "--split-string")
    if text is None:
        return
    if not _SPLITS_ALIKE.match(text.text):
        record.note("unknown", "floor", "env splits a text into a command")
    if text.known:
        record.run_text(" ".join([text.text, *(shlex.quote(word.text) for word in rest if word.known)]), record)


def judge_sudo(program: Program, words: Sequence[Word], record: Record) -> None:
    """``sudo``, ``doas``, ``su``: privilege is always asked; the command inside may be worse."""
    record.note("privilege", "floor", f"{program.name} asks for another user's rights")
    record.subject(program.name, "floor")
    parsed = split(words, program.flags)
    rest = parsed.rest
    while rest and _ASSIGNMENT.match(rest[0].text):
        rest = rest[1:]
    command = parsed.value("-c", "--command")
    if command is not None and program.options.get("text"):
        record.run_text(command.text, record) if command.known else record.unknown("an unknown command")
    elif rest and not program.options.get("text"):
        record.run(rest, record)


def judge_xargs(program: Program, words: Sequence[Word], record: Record) -> None:
    """``xargs CMD``: the command gets words that nobody knows yet, unless its input is known."""
    parsed = split(words, program.flags)
    if parsed.unknown:
        record.unknown(f"{program.name}: {parsed.unknown[0]} is not known to be harmless")
    file = parsed.value("-a", "--arg-file")
    if file is not None:
        record.read(file)
    rest = parsed.rest
    if not rest:
        record.unknown("xargs without a command")
        return
    inputs = None if file is not None else _inputs(parsed, record)
    nothing = file is None and not record.stdin.piped  # no pipe: it is given no words
    mark = parsed.value("-I", "--replace", "-i")
    unknown = NAMED if nothing else HOLE if file is not None else record.stdin.names or HOLE
    delimiter = parsed.value("-d", "--delimiter")
    lines = mark is not None or parsed.has("-i", "--replace", "-0", "--null")
    lines = delimiter.text == "\\n" if delimiter is not None else lines
    unknown = HOLE if unknown == LISTED and not lines else unknown
    if mark is None and not parsed.has("-i", "--replace"):
        record.run([*rest, *(inputs or [Word(unknown), Word(unknown)])], record)
        return
    sign = mark.text if mark is not None and mark.known and mark.text else "{}"
    for given in inputs if inputs and len(inputs) <= _MOST_INPUTS // 5 else [Word(unknown)]:
        record.run([Word(word.text.replace(sign, given.text), word.glob) for word in rest], record)


def _inputs(parsed: Parsed, record: Record) -> list[Word] | None:
    """Return the words that xargs reads, when they are known and few."""
    text = record.stdin.text
    if text is None or parsed.has("-E", "-e", "--eof"):
        return None
    delimiter = parsed.value("-d", "--delimiter")
    if parsed.has("-0", "--null"):
        pieces = text.split("\0")
    elif delimiter is not None:
        pieces = text.split(delimiter.text.replace("\\n", "\n").replace("\\0", "\0")) if delimiter.known else []
    elif parsed.has("-I", "-i", "--replace"):
        pieces = [line.strip() for line in text.splitlines()]
    else:
        try:
            pieces = shlex.split(text)
        except ValueError:
            return None
    found = [Word(piece) for piece in pieces if piece]
    return found if 0 < len(found) <= _MOST_INPUTS else None

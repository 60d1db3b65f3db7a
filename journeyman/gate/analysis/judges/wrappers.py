"""Programs that run another command given in their arguments: that command is judged in their place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.gate.analysis.environment import judge_variable
from journeyman.gate.analysis.flags import Parsed, make_flags, split
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import HOLE, Word
from journeyman.values import Effect

_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")


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
    kept = list(record.cwds)
    if folder is not None:
        record.change_folder(folder)
    tainted = record.environment_tainted
    if options.get("assignments"):
        rest = rest[1:] if rest and rest[0].text == "-" else rest
        while rest and _ASSIGNMENT.match(rest[0].text):
            name, _, value = rest[0].text.partition("=")
            judge_variable(name, value, record)
            rest = rest[1:]
        rest = rest[1:] if rest and rest[0].text in {"-", "--"} else rest
        text = parsed.value("-S", "--split-string")
        if text is not None:
            record.note("unknown", "floor", "env splits a text into a command")
    rest = rest[options.get("takes", 0) :]
    if rest:
        record.run(rest, record)
    else:
        record.add(Effect("read", "read", "none", options.get("target", program.name)))
        record.subject(program.name, "read")
    record.environment_tainted = tainted
    record.cwds = kept


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
    """``xargs CMD``: the command gets words that nobody knows yet."""
    parsed = split(words, program.flags)
    if parsed.unknown:
        record.unknown(f"{program.name}: {parsed.unknown[0]} is not known to be harmless")
    mark = parsed.value("-I", "--replace", "-i")
    rest = parsed.rest
    if not rest:
        record.unknown("xargs without a command")
        return
    if mark is not None or parsed.has("-i", "--replace"):
        sign = mark.text if mark is not None and mark.known else "{}"
        rest = [Word(word.text.replace(sign, HOLE), word.glob) for word in rest]
    else:
        rest = [*rest, Word(HOLE), Word(HOLE)]
    record.run(rest, record)


def judge_remote(program: Program, words: Sequence[Word], record: Record) -> None:
    """``docker exec BOX CMD``, ``kubectl exec POD -- CMD``: only reading there is reading; all else is external."""
    flags = make_flags(program.options.get("remote_flags", ""), stop=True)
    for verbs in (each.split() for each in program.options["remote"].split(",")):
        if [word.text for word in words[: len(verbs)]] == verbs:
            _inside(program, " ".join(verbs), split(words[len(verbs) :], flags), record)
            return
    record.run_tree(program, words, record)


def _inside(program: Program, verbs: str, parsed: Parsed, record: Record) -> None:
    command = parsed.rest[1:]
    if command and command[0].text == "--":
        command = command[1:]
    record.subject(f"{program.name} {verbs}", "external")
    apart = record.branch()
    if command:
        apart.run(command, apart)
    reads = bool(command) and not parsed.unknown and apart.level == "read" and not apart.unresolved_read
    if reads:
        record.add(Effect("network-in", "read", "none", program.name))
    else:
        record.note("network-out", "external", f"{program.name} runs a command in another place")

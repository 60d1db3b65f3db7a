"""What the shell itself does: change folder, options, traps, aliases, signals."""

from __future__ import annotations

from collections.abc import Sequence

from journeyman.gate.analysis.flags import make_flags, split
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect


def judge_cd(program: Program, words: Sequence[Word], record: Record) -> None:
    """``cd``, ``pushd``, ``popd``."""
    rest = [word for word in words if word.text not in {"--", "-P", "-L", "-e", "-n"}]
    record.add(Effect("read", "read", "none", program.name))
    record.subject(program.name, "read")
    if program.name == "popd" or (program.name == "pushd" and not rest):
        record.cwd_unknown = True
        return
    record.change_folder(rest[0] if rest else None)


def judge_set(program: Program, words: Sequence[Word], record: Record) -> None:
    """``set -euo pipefail`` and ``shopt -s NAME`` change how the text is read; only the plain ones are known."""
    harmless = {
        "-e",
        "-u",
        "-o",
        "+e",
        "+u",
        "+x",
        "-x",
        "-eu",
        "-ex",
        "-eux",
        "-euo",
        "-euxo",
        "-eo",
        "-uo",
        "pipefail",
    }
    harmless |= {"errexit", "nounset", "xtrace", "-s", "-q", "-v", "nullglob", "-f", "--"}
    if any(word.text not in harmless for word in words):
        record.unknown(f"{program.name} with options that change how the rest is read")
    record.add(Effect("read", "read", "none", "environment" if not words and program.name == "set" else program.name))
    record.subject(program.name, "read")


def judge_trap(program: Program, words: Sequence[Word], record: Record) -> None:
    """``trap TEXT SIGNAL``: the text runs later."""
    parsed = split(words, make_flags("-l -p"))
    record.subject(program.name, "read")
    record.add(Effect("read", "read", "none", program.name))
    if parsed.names or not parsed.rest:
        return
    first = parsed.rest[0]
    if not first.known:
        record.note("unknown", "floor", "a trap whose text is not known")
    elif first.text not in {"", "-"}:
        record.later(first.text)


def judge_alias(program: Program, words: Sequence[Word], record: Record) -> None:
    """``alias a=TEXT`` gives another meaning to a later word; without ``=`` it only shows."""
    if any("=" in word.text or not word.known for word in words):
        record.note("unknown", "floor", "an alias gives another meaning to a later command")
    record.add(Effect("read", "read", "none", program.name))
    record.subject(program.name, "read")


def judge_kill(program: Program, words: Sequence[Word], record: Record) -> None:
    """``kill -l`` lists; everything else reaches for processes, which the sandbox keeps to its own."""
    texts = [word.text for word in words]
    if texts and texts[0] in {"-l", "-L", "--list", "--table"}:
        record.add(Effect("read", "read", "none", program.name))
        record.subject(f"{program.name} {texts[0]}", "read")
        return
    if "-1" in [text for text in texts[1:] if text[:2] != "--"]:
        record.note("process", "floor", "signals every process")
    level = "contained" if texts and texts[-1].startswith("%") else "floor"
    record.note("process", "contained" if level == "contained" else "floor", f"{program.name} ends processes")
    record.subject(program.name, "floor")

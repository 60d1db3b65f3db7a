"""What the shell itself does: change folder, options, traps, aliases, signals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.gate.analysis.flags import make_flags, split
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import HOLE, Word
from journeyman.values import Effect

_SET_LETTERS = frozenset("euxofhmbvnC")
_OPTIONS = names(
    "pipefail errexit nounset xtrace noglob nullglob failglob inherit_errexit noclobber verbose errtrace functrace"
)
_ALIAS = re.compile(r"([\w.+-]+)=(.*)\Z", re.DOTALL)
_RESERVED = names("if then elif else fi for while until do done case esac in function select time coproc eval")
_EVERYTHING = "-1"


def judge_cd(program: Program, words: Sequence[Word], record: Record) -> None:
    """``cd``, ``pushd``, ``popd``."""
    rest = [word for word in words if word.text not in {"--", "-P", "-L", "-e", "-n"}]
    record.add(Effect("read", "read", "none", program.name))
    record.subject(program.name, "read")
    if program.name == "popd" or (program.name == "pushd" and not rest) or (rest and rest[0].text[:1] in {"+", "-"}):
        record.cwd_unknown = True
        return
    record.change_folder(rest[0] if rest else None)


def judge_set(program: Program, words: Sequence[Word], record: Record) -> None:
    """``set -euo pipefail`` and ``shopt -s NAME`` change how the text is read; only the plain ones are known."""
    for word in words:
        text = word.text
        if program.name == "set" and text == "--":
            break  # what follows are positional parameters, whose values are never taken as known
        letters = text[1:] if text[:1] in {"-", "+"} else ""
        plain = text in _OPTIONS or (
            letters and (set(letters) <= _SET_LETTERS if program.name == "set" else letters in "suqpo")
        )
        if not plain:
            if text == "expand_aliases" and program.name == "shopt":
                continue
            record.unknown(f"{program.name} with options that change how the rest is read")
    listing = not words and program.name == "set"
    record.add(Effect("read", "read", "none", "environment" if listing else program.name))
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
    """``alias a=TEXT`` gives another meaning to a later word: its text is judged where the word is used."""
    for word in words:
        found = _ALIAS.match(word.text)
        if found is None and "=" not in word.text and word.known:
            continue
        name, text = found.groups() if found else ("", "")
        if not name or HOLE in text or name in _RESERVED or text.endswith((" ", "\t")):
            record.note("unknown", "floor", "an alias gives another meaning to a later command")
        else:
            record.aliases[name] = text
    record.add(Effect("read", "read", "none", program.name))
    record.subject(program.name, "read")


def judge_kill(program: Program, words: Sequence[Word], record: Record) -> None:
    """``kill -l`` lists; everything else reaches for processes, which the sandbox keeps to its own."""
    texts = [word.text for word in words]
    if texts and texts[0] in {"-l", "-L", "--list", "--table"}:
        record.add(Effect("read", "read", "none", program.name))
        record.subject(f"{program.name} {texts[0]}", "read")
        return
    if _EVERYTHING in [text for text in texts[1:] if text[:2] != "--"]:
        record.note("process", "floor", "signals every process")
    level = "contained" if texts and texts[-1].startswith("%") else "floor"
    record.note("process", "contained" if level == "contained" else "floor", f"{program.name} ends processes")
    record.subject(program.name, "floor")

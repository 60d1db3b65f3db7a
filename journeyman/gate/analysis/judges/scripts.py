"""``sed``: scripts that only transform text, told from those that write, read or run something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from journeyman.gate.analysis.flags import split
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect

_SED_ADDRESS = r"(?:\d+(?:~\d+)?|\$|/(?:\\.|\[[^\]]*\]|[^/\\\[])*/[IM]*|\\(.)(?:(?!\1).)*\1)"
_SED_PLAIN_ADDRESS = r"(?:\d+|\$|/(?:\\.|\[[^\]]*\]|[^/\\\[])*/[IM]*)"
_SED_LEAD = re.compile(rf"\s*(?:{_SED_ADDRESS}(?:\s*,\s*[+~]?{_SED_PLAIN_ADDRESS})?)?\s*!?\s*")
_SED_PLAIN = "=dDgGhHlnNpPqQxz{}"


@dataclass(slots=True)
class Script:
    """What a sed script does beside transforming: files it reads and writes, commands it runs."""

    reads: list[str] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)


def judge_sed(program: Program, words: Sequence[Word], record: Record) -> None:
    """``sed``: without ``-i`` and with commands that only transform it reads; files it names are judged by place."""
    parsed = split(words, program.flags)
    scripts = [value for name, value in parsed.values if name in {"-e", "--expression"}]
    rest = parsed.rest
    if not scripts and not parsed.has("-f", "--file"):
        rest = rest[1:] if rest and not rest[0].text and parsed.has("-i") else rest  # BSD: `-i ''`
        scripts, rest = rest[:1], rest[1:]
    for value in (value for name, value in parsed.values if name in {"-f", "--file"}):
        record.execute_file(value, "sed -f")
    in_place = parsed.has("-i", "-I", "--in-place")
    why = "" if not parsed.unknown else f"sed: {parsed.unknown[0]} is not known to be harmless"
    for source in scripts:
        script = read_sed(source.text) if source.known else None
        if script is None:
            why = "a sed script that may write or run something"
        else:
            _record_script(script, record)
    if why:
        record.unknown(why)
        record.subject("sed", "contained")
    if in_place:
        record.subject("sed -i", "contained")
    else:
        record.add(Effect("read", "read", "none", "sed"))
        record.subject("sed", "read")
    for word in rest:
        record.read(word)
        if in_place:
            record.write(word)


def _record_script(script: Script, record: Record) -> None:
    for path in script.reads:
        record.read(Word(path))
    for path in script.writes:
        record.write(Word(path))
        record.subject("sed w", "read" if path.startswith("/dev/std") else "contained")
    for command in script.commands:
        record.run_text(command, record)


def sed_only_transforms(text: str) -> bool:
    """Return whether every command of a sed script is known and names no file (``w``, ``r``) or command (``e``)."""
    return read_sed(text) == Script()


def read_sed(text: str) -> Script | None:
    """Return what the sed script ``text`` does beside transforming; None when it cannot be told."""
    script = Script()
    position: int | None = 0
    while position is not None and position < len(text):
        if text[position] in " \t\n;":
            position += 1
            continue
        lead = _SED_LEAD.match(text, position)
        position = lead.end() if lead else position
        if position >= len(text):
            return None
        position = _command(text, position, script)
    return script if position is not None else None


def _command(text: str, position: int, script: Script) -> int | None:  # noqa: PLR0911 - a table of cases
    """Read the command at ``position``; return where the next one starts, None when it is not known."""
    command = text[position]
    position += 1
    line_end = text.find("\n", position)
    line_end = len(text) if line_end < 0 else line_end
    if command in _SED_PLAIN:
        while command in "qQlL" and position < len(text) and text[position].isdigit():
            position += 1
        return position
    if command in ":btT":
        while position < len(text) and text[position] not in ";\n}":
            position += 1
        return position
    if command in "aic#":
        return line_end
    rest = text[position:line_end].strip()
    if command in "rRwWe" and rest:
        named = {"r": script.reads, "R": script.reads, "e": script.commands}.get(command, script.writes)
        named.append(rest)
        return line_end
    if command not in "sy":
        return None
    end = _substitution(text, position)
    if end is not None and command == "s" and text[end : end + 1] == "w" and text[end + 1 : line_end].strip():
        line_end = text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end
        script.writes.append(text[end + 1 : line_end].strip())
        return line_end
    return end if end is not None and text[end : end + 1] in {"", ";", "\n", " ", "}", "\t"} else None


def _substitution(script: str, position: int) -> int | None:
    """Return the end of ``s/a/b/flags`` after its letter; None when it may write, run, or cannot be read."""
    if position >= len(script):
        return None
    mark = script[position]
    if mark in "\\\n":
        return None
    position += 1
    start = position
    for part in range(2):
        while position < len(script) and script[position] != mark:
            position += 2 if script[position] == "\\" else 1
        if part == 0 and script[start:position].count("[") > script[start:position].count("]"):
            return None  # a bracket that holds the delimiter: programs differ in where the pattern ends
        position += 1
    if position > len(script):
        return None
    while position < len(script) and script[position] in "gpIiMm0123456789":
        position += 1
    return position

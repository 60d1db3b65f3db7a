"""Small languages in an argument: ``sed`` and ``awk`` scripts that only transform text, told from more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.gate.analysis.flags import split
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect

_SED_ADDRESS = r"(?:\d+(?:~\d+)?|\$|/(?:\\.|\[[^\]]*\]|[^/\\\[])*/[IM]*|\\(.)(?:(?!\1).)*\1)"
_SED_PLAIN_ADDRESS = r"(?:\d+|\$|/(?:\\.|\[[^\]]*\]|[^/\\\[])*/[IM]*)"
_SED_LEAD = re.compile(rf"\s*(?:{_SED_ADDRESS}(?:\s*,\s*[+~]?{_SED_PLAIN_ADDRESS})?)?\s*!?\s*")
_SED_PLAIN = "=dDgGhHlnNpPqQxz{}"
_AWK_STRINGS = re.compile(r'"(?:\\.|[^"\\])*"')


def judge_sed(program: Program, words: Sequence[Word], record: Record) -> None:
    """``sed``: without ``-i`` and with commands that only transform it reads."""
    parsed = split(words, program.flags)
    scripts = [value for name, value in parsed.values if name in {"-e", "--expression"}]
    rest = parsed.rest
    if not scripts and not parsed.has("-f", "--file"):
        scripts, rest = rest[:1], rest[1:]
    for value in (value for name, value in parsed.values if name in {"-f", "--file"}):
        record.execute_file(value, "sed -f")
    in_place = parsed.has("-i", "--in-place")
    why = "" if not parsed.unknown else f"sed: {parsed.unknown[0]} is not known to be harmless"
    for script in scripts:
        if not (script.known and sed_only_transforms(script.text)):
            why = "a sed script that may write or run something"
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


def sed_only_transforms(script: str) -> bool:
    """Return whether every command of a sed script is known and neither writes (``w``) nor runs (``e``)."""
    position = 0
    while position < len(script):
        if script[position] in " \t\n;":
            position += 1
            continue
        lead = _SED_LEAD.match(script, position)
        position = lead.end() if lead else position
        if position >= len(script):
            return False
        command = script[position]
        position += 1
        if command in _SED_PLAIN:
            if command in "qQlL":
                while position < len(script) and script[position].isdigit():
                    position += 1
            continue
        if command in ":btT":
            while position < len(script) and script[position] not in ";\n}":
                position += 1
            continue
        if command in "aic":
            end = script.find("\n", position)
            position = len(script) if end < 0 else end
            continue
        if command == "#":
            end = script.find("\n", position)
            position = len(script) if end < 0 else end
            continue
        following = _substitution(script, position) if command in "sy" else None
        if following is None:
            return False
        position = following
    return True


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
    rest = script[position : position + 1]
    return position if rest in {"", ";", "\n", " ", "}", "\t"} else None


def judge_awk(program: Program, words: Sequence[Word], record: Record) -> None:
    """``awk``: a program without output files, pipes, ``system`` and ``getline`` reads."""
    parsed = split(words, program.flags)
    rest = parsed.rest
    script = rest[0] if rest else None
    why = "" if not parsed.unknown else f"awk: {parsed.unknown[0]} is not known to be harmless"
    files = [value for name, value in parsed.values if name in {"-f", "--file"}]
    for value in files:
        record.execute_file(value, f"{program.name} -f")
    if not files:
        rest = rest[1:]
        if script is None or not script.known or not awk_only_computes(script.text):
            why = why or "an awk program that may write or run something"
    if why:
        record.unknown(why)
        record.subject(program.name, "contained")
    record.add(Effect("read", "read", "none", program.name))
    record.subject(program.name, "read")
    for word in rest:
        if not re.match(r"[A-Za-z_]\w*=", word.text):
            record.read(word)


def awk_only_computes(script: str) -> bool:
    """Return whether an awk program has no pipe, output file, ``system``, ``getline`` or library."""
    text = _AWK_STRINGS.sub('""', script)
    text = re.sub(r"((?:^|[(!~,;{}&|\n])\s*)/(?:\\.|\[[^\]]*\]|[^/\\\n])*/", r"\1//", text)
    text = text.replace("||", " or ").replace(">=", " ge ")
    if re.search(r"\b(system|getline|close|fflush|extension|ENVIRON|PROCINFO)\b|@|\|", text):
        return False
    for statement in re.findall(r"\bprintf?\b[^;}\n]*", text):
        depth = 0
        for sign in statement:
            depth += (sign == "(") - (sign == ")")
            if sign == ">" and depth <= 0:
                return False
    return True

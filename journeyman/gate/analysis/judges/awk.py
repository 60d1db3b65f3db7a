"""``awk``: its program is cut into tokens, so that pipes, files and commands in it are judged by what they name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.gate.analysis.flags import split
from journeyman.gate.analysis.judges.awk_script import Script, read_awk
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record, Stdin
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect

_VERSIONS = frozenset({"version", "v", "usage", "help", "posix", "interactive", "traditional"})


def judge_awk(program: Program, words: Sequence[Word], record: Record) -> None:
    """``awk``: a program that only computes reads; the files and commands that it names are judged as such."""
    parsed = split(words, program.flags)
    rest = parsed.rest
    versions = parsed.value("-W")
    shows = parsed.has("--version", "-V", "--help", "-h", "--copyright") or (versions and versions.text in _VERSIONS)
    record.add(Effect("read", "read", "none", program.name))
    record.subject(program.name, "read")
    why = f"{program.name}: {parsed.unknown[0]} is not known to be harmless" if parsed.unknown else ""
    if shows and not why and not rest:
        return
    if versions is not None and versions.text not in _VERSIONS:
        why = f"{program.name}: -W {versions.text} is not known to be harmless"
    sources = [value for name, value in parsed.values if name in {"-e", "--source"}]
    files = [value for name, value in parsed.values if name in {"-f", "--file"}]
    for value in files:
        record.execute_file(value, f"{program.name} -f")
    if not files and not sources:
        sources, rest = rest[:1], rest[1:]
    for source in sources:
        why = _record_script(source, record) or why
    if why or not (sources or files):
        record.unknown(why or f"{program.name} without a program")
        record.subject(program.name, "contained")
    for word in rest:
        if not re.match(r"[A-Za-z_]\w*=", word.text):
            record.read(word)
            if parsed.has("-i", "--include"):
                record.write(word)


def _record_script(source: Word, record: Record) -> str:
    """Record what the program ``source`` names; return why it cannot be told ("" when it can)."""
    script = read_awk(source.text) if source.known else Script(odd=True)
    for path in script.reads:
        record.read(Word(path))
    for path in script.writes:
        record.write(Word(path))
        record.subject("awk > file", "read" if path.startswith("/dev/") else "contained")
    outer = record.stdin
    for command in script.commands:
        record.stdin = Stdin(True, None, outer.network)
        record.run_text(command, record)
    record.stdin = outer
    if script.commands:
        record.unknown("an awk program that runs commands")
        record.subject("awk with commands", "contained")
    if script.environment:
        record.add(Effect("read", "read", "none", "environment"))
    return "an awk program that may write or run something" if script.odd else ""

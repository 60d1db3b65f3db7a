"""``watch`` and ``script``: they run a command given as words or as text, which is judged in their place."""

from __future__ import annotations

from collections.abc import Sequence

from journeyman.gate.analysis.flags import split
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect


def judge_watch(program: Program, words: Sequence[Word], record: Record) -> None:
    """``watch CMD``: the words joined are shell text; with ``-x`` they are a command."""
    parsed = split(words, program.flags)
    if parsed.unknown:
        record.unknown(f"{program.name}: {parsed.unknown[0]} is not known to be harmless")
        record.subject(program.name, "contained")
    if not parsed.rest:
        record.add(Effect("read", "read", "none", program.name))
        record.subject(program.name, "read")
    elif parsed.has("-x", "--exec"):
        record.run(parsed.rest, record)
    elif all(word.known for word in parsed.rest):
        record.later(" ".join(word.text for word in parsed.rest))
    else:
        record.note("unknown", "floor", f"{program.name} runs text that is not known before it runs")
        record.subject(program.name, "floor")


def judge_script(program: Program, words: Sequence[Word], record: Record) -> None:
    """``script FILE CMD`` and ``script -c TEXT FILE``: what it runs is judged; what it prints is written to FILE."""
    parsed = split(words, program.flags)
    if parsed.has("--version", "--help", "-V", "-h") or (parsed.has("-p") and not parsed.unknown):
        record.add(Effect("read", "read", "none", program.name))
        record.subject(f"{program.name} --help", "read")
        for word in parsed.rest:
            record.read(word)
        return
    if parsed.unknown:
        record.unknown(f"{program.name}: {parsed.unknown[0]} is not known to be harmless")
    text = parsed.value("-c", "--command")
    rest = parsed.rest
    record.write(rest[0] if rest else Word("typescript"))
    for name, value in parsed.values:
        if name in {"-T", "-I", "-O", "-B"}:
            record.write(value)
    if text is not None and text.known:
        record.run_text(text.text, record)
    elif text is None and rest[1:]:
        record.run(rest[1:], record)
    else:
        record.unknown(f"{program.name} starts a shell")
    record.subject(program.name, "read" if record.level == "read" else "contained")

"""``tar`` and ``dd``: their first letters and ``of=`` say what they do."""

from __future__ import annotations

from collections.abc import Sequence

from journeyman.gate.analysis.flags import split
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect


def judge_tar(program: Program, words: Sequence[Word], record: Record) -> None:
    """``tar -t`` lists; everything else packs or unpacks."""
    if words and words[0].known and words[0].text[:1].isalpha():
        words = [Word("-" + words[0].text), *words[1:]]  # the old style without a dash
    parsed = split(words, program.flags)
    if parsed.has("-t", "--list") and not parsed.unknown and not parsed.has("-x", "-c", "-r", "-u", "-A"):
        record.add(Effect("read", "read", "none", program.name))
        record.subject("tar -t", "read")
        archive = parsed.value("-f", "--file")
        if archive is not None and ":" in archive.text:
            record.note("network-out", "external", "tar reads an archive on another machine")
        return
    folder = parsed.value("-C", "--directory", "--one-top-level")
    archive = parsed.value("-f", "--file")
    creates = parsed.has("-c", "--create", "-r", "-u", "--append", "--update")
    record.note(
        "write", "contained", "tar packs or unpacks files" if not parsed.unknown else f"tar {parsed.unknown[0]}"
    )
    record.subject(" ".join(["tar", *sorted(set(parsed.names))]), "contained")
    if parsed.has("-P", "--absolute-names"):
        record.note("write", "floor", "tar unpacks to absolute paths")
    if folder is not None and not creates:
        record.write(folder)
    if archive is not None and creates:
        record.write(archive)
        for word in parsed.rest:
            record.read(word)


def judge_dd(program: Program, words: Sequence[Word], record: Record) -> None:
    """``dd``: where ``of=`` leads decides."""
    record.subject("dd", "contained")
    written = False
    for word in words:
        name, _, value = word.text.partition("=")
        if name == "of":
            record.write(Word(value))
            written = True
        elif name == "if":
            record.read(Word(value))
        elif not word.known:
            record.note("write", "floor", "dd with an unknown word")
    if not written and not words:
        record.unknown("dd without words")
    record.note("execute", "contained", "dd copies raw data")

"""``tar``: listing, comparing and unpacking to the screen read; the rest packs or unpacks, and where decides."""

from __future__ import annotations

from collections.abc import Sequence

from journeyman.gate.analysis.flags import VALUE, Parsed, split
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect

_LISTS = frozenset({"-t", "--list"})
_COMPARES = frozenset({"-d", "--diff", "--compare"})
_UNPACKS = frozenset({"-x", "--extract", "--get"})
_PACKS = frozenset(
    {"-c", "--create", "-r", "-u", "-A", "--append", "--update", "--catenate", "--concatenate", "--delete"}
)


def judge_tar(program: Program, words: Sequence[Word], record: Record) -> None:
    """``tar``: its first letters say what it does, its options where, and what else it would run."""
    parsed = split(_dashed(words, program), program.flags)
    archive = parsed.value("-f", "--file")
    looks = parsed.has(*_LISTS, *_COMPARES, "--version", "--help") and not parsed.has(*_UNPACKS, *_PACKS)
    prints = parsed.has(*_UNPACKS) and parsed.has("-O", "--to-stdout") and not parsed.has(*_PACKS)
    sends = parsed.has("-c", "--create") and archive is not None and archive.text == "-"
    if archive is not None and ":" in archive.text.partition("/")[0]:
        record.note("network-out", "external", "tar uses an archive on another machine")
        record.contact()
    if parsed.unknown:
        record.unknown(f"tar: {parsed.unknown[0]} may run or change something")
    elif looks or prints or sends:
        record.add(Effect("read", "read", "none", program.name))
    _record_paths(parsed, archive, looks or prints, record)
    if record.level == "read" or ((looks or prints) and not parsed.unknown):
        record.subject(f"tar {'-t' if looks else '-x -O' if prints else '-c'}", "read")
    else:
        record.subject(" ".join(["tar", *sorted(set(parsed.names))]), "contained")


def _record_paths(parsed: Parsed, archive: Word | None, looks: bool, record: Record) -> None:
    """Record what is read, written and deleted."""
    creates = parsed.has(*_PACKS)
    if archive is not None and archive.text != "-":
        if creates:
            record.write(archive)
        else:
            record.read(archive, names_only=True)
    for name, value in parsed.values:
        if name in {"-T", "--files-from", "-X", "--exclude-from"}:
            record.read(value)
    snapshot = parsed.value("-g", "--listed-incremental")
    if snapshot is not None:
        record.write(snapshot)
    if creates:
        for word in parsed.rest:
            record.read(word)
            record.read_below(word)
            if parsed.has("--remove-files"):
                record.write(word, delete=True, recursive=True)
    elif not looks and parsed.has(*_UNPACKS):
        if parsed.has("-P", "--absolute-names"):
            record.note("write", "floor", "tar unpacks to absolute paths")
        record.write(parsed.value("-C", "--directory", "--one-top-level") or Word("."))
    elif not looks:
        record.unknown("tar without a task")


def _dashed(words: Sequence[Word], program: Program) -> list[Word]:
    """Return the words with the old style made plain: ``tfI A B`` is ``-t -f A -I B``."""
    if not (words and words[0].known and words[0].text[:1].isalpha()):
        return list(words)
    options: list[Word] = []
    following = list(words[1:])
    for letter in words[0].text:
        options.append(Word("-" + letter))
        if program.flags.known.get("-" + letter, VALUE if letter in "IF" else 0) == VALUE and following:
            options.append(following.pop(0))
    return [*options, *following]

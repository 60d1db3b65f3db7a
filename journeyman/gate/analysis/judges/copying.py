"""``dd`` and ``rsync``: where their words lead decides."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.gate.analysis.flags import split
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect

_DD_WORDS = re.compile(
    r"(bs|cbs|ibs|obs|count|skip|iseek|seek|oseek|conv|status|iflag|oflag|files|speed|msgfmt|hash|sizeprobe)="
)
_REMOTE = re.compile(r"rsync://|[^/]*:")
_TREES = frozenset({"-a", "-r", "--archive", "--recursive"})
_DELETES = frozenset(
    {"--delete", "--delete-before", "--delete-during", "--delete-after", "--delete-excluded", "--delete-delay"}
)


def judge_dd(program: Program, words: Sequence[Word], record: Record) -> None:
    """``dd``: without ``of=`` it prints; else where ``of=`` leads decides."""
    record.subject(program.name, "read")
    record.add(Effect("read", "read", "none", program.name))
    if not words:
        record.unknown("dd without words")
    for word in words:
        name, _, value = word.text.partition("=")
        if name == "of":
            record.write(Word(value, word.glob))
            if value != "/dev/null":
                record.subject("dd of=", "contained")
        elif name == "if":
            record.read(Word(value, word.glob))
        elif not word.known:
            record.note("write", "floor", "dd with an unknown word")
        elif not _DD_WORDS.match(word.text):
            record.unknown(f"dd: {word.text} is not known to be harmless")


def judge_rsync(program: Program, words: Sequence[Word], record: Record) -> None:
    """``rsync``: between folders here it writes the last one; with another machine or program it is external."""
    parsed = split(words, program.flags)
    remote = next((word for word in parsed.rest if _REMOTE.match(word.text) or not word.known), None)
    if parsed.unknown or remote is not None:
        what = (
            parsed.unknown[0] if parsed.unknown else "another machine" if remote and remote.known else "unknown places"
        )
        record.note("network-out", "external", f"rsync with {what}", program.name)
        record.contact()
    elif parsed.has("--version", "--help"):
        record.add(Effect("read", "read", "none", program.name))
    subject = " ".join([program.name, *sorted(set(parsed.names))])
    looks = parsed.has("-n", "--dry-run", "--list-only") or len(parsed.rest) < 2
    record.subject(subject, "read" if looks and record.level == "read" else "contained")
    for word in parsed.rest if looks else parsed.rest[:-1]:
        if not _REMOTE.match(word.text):
            record.read(word, names_only=looks)
    if not looks and not _REMOTE.match(parsed.rest[-1].text):
        deletes = parsed.has(*_DELETES)
        record.write(parsed.rest[-1], delete=deletes, recursive=deletes and parsed.has(*_TREES))
        if parsed.has("--remove-source-files"):
            for word in parsed.rest[:-1]:
                record.write(word, delete=True)
    for name, value in parsed.values:
        if name in {"--exclude-from", "--include-from", "--files-from"}:
            record.read(value)
        elif name in {"--backup-dir", "--partial-dir", "-T"} and not looks:
            record.write(value)

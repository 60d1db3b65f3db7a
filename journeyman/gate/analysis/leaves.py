"""Judge what is left of a command once its entry is found: its options, its words, the paths and hosts they name."""

from __future__ import annotations

import os
from collections.abc import Sequence

from journeyman.gate.analysis.configured import judge_configured
from journeyman.gate.analysis.digests import digest_file
from journeyman.gate.analysis.fetches import record_fetch
from journeyman.gate.analysis.flags import Flags, Parsed, split
from journeyman.gate.analysis.literals import SERVED
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.programs import Leaf, Program, otherwise
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.secrets import is_secret
from journeyman.gate.analysis.words import HOLE, Word
from journeyman.values import Effect, Operation, Zone, rank

_KEYS = names("-i --key --cert --identity --private-key --key-file --vault-password-file")
"""Options whose value proves who one is; using a key there is not sending it."""
_PATTERNS = names("-e -f --regexp --file --expression --from-file")
"""Options that take the place of the first word, where that is no file."""
_ENDS_INPUT = 4
"""A line of up to so many letters on standard input (`Q`, `QUIT`) tells a server nothing."""
_MAX_FLAGS = 8


def judge_leaf(
    program: Program,
    subject: str,
    leaf: Leaf,
    words: Sequence[Word],
    record: Record,
    flags: Flags,
    why: str = "",
    extra: Sequence[str] = (),
) -> None:
    """Record what ``leaf`` does with ``words``; options that are not allowed make it the program's ``otherwise``."""
    parsed = split(words, flags)
    if leaf.level == "read" and not why:
        why = _not_allowed(subject, leaf, parsed)
        if not why and leaf.network and not leaf.piped and _sends_input(record):
            why = f"{subject} may send what it is given"
        if not why:
            judge_configured(program, record, leaf.configured)
            _record_read(program, subject, leaf, parsed, record)
            return
        for name, value in parsed.values:
            if name in leaf.outputs:
                record.write(value)
        leaf = otherwise(program, leaf)
    elif not why and leaf.otherwise and rank(leaf.otherwise) > rank(leaf.level):
        why = _not_allowed(subject, leaf, parsed)
        leaf = otherwise(program, leaf) if why else leaf
    for before, word in zip([Word(""), *words], words, strict=False):
        if before.text not in _KEYS:
            glance(word, record)
    record.subject(named(subject, parsed, extra), leaf.level)
    record.identify(program.name)
    if leaf.digest:
        for cwd in record.cwds:
            path = os.path.join(cwd, leaf.digest)
            record.digests[path] = digest_file(path, record.overlay)
    if leaf.writes != "none":
        _record_writes(leaf, parsed, record)
        return
    reason = why or leaf.reason or f"{subject} {_verb(leaf)}"
    zone: Zone = "workspace" if leaf.level == "contained" else "none"
    record.add(Effect(leaf.operation, leaf.level, zone, subject, reason))
    record.network = record.network or leaf.network
    if leaf.network:
        record.contact(*leaf.hosts)
        record.credentials.update(leaf.credentials)


def _sends_input(record: Record) -> bool:
    text = record.stdin.text
    return record.stdin.piped and (text is None or len(text.strip()) > _ENDS_INPUT)


def _verb(leaf: Leaf) -> str:
    return {
        "network-out": "sends or changes something over the network",
        "install": "installs foreign code",
        "execute": "runs code or changes files in the workspace",
        "process": "acts on processes",
        "privilege": "needs privileges",
        "persistence": "stays active after the session",
    }.get(leaf.operation, "is not only reading")


def _not_allowed(subject: str, leaf: Leaf, parsed: Parsed) -> str:
    if parsed.unknown:
        return f"{subject}: {parsed.unknown[0]} is not known to be harmless"
    if leaf.most is not None and len(parsed.rest) > leaf.most and not parsed.has(*leaf.lifts):
        return f"{subject} with {len(parsed.rest)} words changes something"
    if leaf.needs and not parsed.has(*leaf.needs):
        return f"{subject} without {' or '.join(sorted(leaf.needs)[:3])} changes something"
    if leaf.network and any(
        HOLE in word.text.replace(SERVED, "") for word in (*parsed.rest, *(value for _, value in parsed.values))
    ):
        return f"{subject} sends something that is not known before it runs"
    odd = next((name for name, value in parsed.values if not leaf.accepts(name, value.text)), "")
    if odd:
        return f"{subject} {odd} with such a value may do more"
    bound = leaf.words if not parsed.has(*leaf.lifts) else None
    fits = bound is None or all(bound.fullmatch(word.text) for word in parsed.rest)
    return "" if fits else f"{subject} with such words changes something"


def _record_read(program: Program, subject: str, leaf: Leaf, parsed: Parsed, record: Record) -> None:
    fetches = not leaf.addresses or _fetches(program, leaf, parsed, record)
    changes = _record_outputs(leaf, parsed, record)
    record.subject(subject if fetches and not changes else named(subject, parsed), "contained" if changes else "read")
    if not leaf.addresses:
        operation: Operation = "network-in" if leaf.network else "read"
        record.add(Effect(operation, "read", "none", program.options.get("target", program.name)))
        if leaf.network:
            record.contact(*leaf.hosts)
    if leaf.network:
        record.credentials.update(leaf.credentials)
    for name, value in parsed.values:
        if is_secret(value.text) and name not in leaf.outputs:
            record.read(value)
    if leaf.reads == "none":
        return
    files = parsed.rest[1:] if leaf.reads == "rest" and not _has_pattern(parsed) else parsed.rest
    for word in files:
        record.read(word, names_only=leaf.reads == "names")
    always = "always" in leaf.recursive and not record.stdin.piped
    if always or parsed.has(*leaf.recursive) or (files and "always" in leaf.recursive):
        for word in files or [Word(".")]:
            record.read_below(word)


def _has_pattern(parsed: Parsed) -> bool:
    """Return whether an option holds the pattern or program, so that every other word is a file."""
    return any(
        name in _PATTERNS or (len(name) > 3 and any(full.startswith(name) for full in _PATTERNS))
        for name, _ in parsed.values
    )


def _fetches(program: Program, leaf: Leaf, parsed: Parsed, record: Record) -> bool:
    """Record the hosts that ``leaf`` talks to; return whether that is only reading."""
    words = [value for name, value in parsed.values if name in leaf.addresses]
    rest = [word for word in parsed.rest if not word.text.startswith("+")]
    if len(rest) > 1 and "all" in leaf.addresses:  # `MX` and `IN` are no hosts
        rest = [word for word in rest if any(sign in word.text for sign in ".:@" + HOLE)] or rest
    words += rest if "all" in leaf.addresses else rest[:1] if "first" in leaf.addresses else []
    if not words:
        record.add(Effect("read", "read", "none", program.name))
    reads = True
    for word in words:
        reads = record_fetch(program.name, Word(word.text.removeprefix("@")), record) and reads
    return reads


def _several(word: Word, record: Record) -> bool:
    """Return whether a glob stands for more than one name now: the second may be written."""
    return any(
        found is None or len(found) > 1 for found in (record.effort.expand(word.text, cwd) for cwd in record.cwds)
    )


def _record_outputs(leaf: Leaf, parsed: Parsed, record: Record) -> bool:
    """Record the files that options name to be written, or that are changed in place; return whether there are any."""
    written = [value for name, value in parsed.values if name in leaf.outputs and value.text != "-"]
    if leaf.writes == "second":
        written += [word for word in parsed.rest[1:] if word.text != "-"]
        written += [word for word in parsed.rest[:1] if word.glob and _several(word, record)]
    if leaf.edits and parsed.has(*leaf.edits):
        written += parsed.rest[1:] if leaf.reads == "rest" else parsed.rest
    before = len(record.effects)
    for word in written:
        record.write(word)
    return any(effect.level != "read" for effect in record.effects[before:])


def _record_writes(leaf: Leaf, parsed: Parsed, record: Record) -> None:
    """Record the paths that a file command reads, writes and deletes."""
    rest = parsed.rest
    target = parsed.value("-t", "--target-directory")
    written: Sequence[Word]
    if target is not None:
        written, read = [target], rest
    elif leaf.writes == "last":
        written, read = rest[-1:], rest[:-1]
    elif leaf.writes in {"rest", "second"}:
        written, read = rest[1:], rest[:1] if leaf.writes == "second" else []
    else:
        written, read = rest, []
    recursive = bool(leaf.recursive and any(name in leaf.recursive for name in parsed.names))
    moves = leaf.operation == "delete" and leaf.writes == "last"
    if not written:
        record.unknown("it is not known which files it changes")
    for word in written:
        record.write(word, delete=leaf.operation == "delete" and not moves, recursive=recursive and not moves)
    for word in read:
        if moves:
            record.write(word, delete=True)
        record.read(word)
    for _, value in parsed.values:
        if value.text.startswith(("/", "~")) and value is not target:
            record.write(value)


def glance(word: Word, record: Record) -> None:
    """Record that a command which is not only reading gets a secret or something of ours as an argument."""
    text = word.text.partition("=")[2] or word.text
    if word.known and ("/" in text or "." in text) and text[:1] != "-":
        for piece in {text, text.lstrip("@")}:
            before = len(record.effects)
            record.read(Word(piece))
            record.effects[before:] = [effect for effect in record.effects[before:] if effect.level != "read"]


def named(subject: str, parsed: Parsed, extra: Sequence[str] = ()) -> str:
    """Return the subject with its option names: another option is another thing to trust."""
    names = sorted(dict.fromkeys([*extra, *parsed.names]))
    if len(names) > _MAX_FLAGS:
        names = [*names[:_MAX_FLAGS], f"+{len(names) - _MAX_FLAGS}"]
    return " ".join([subject, *(name.replace(HOLE, "…") for name in names)])

"""``curl`` and ``wget``: fetching to the screen reads; sending, saving and unknown options do not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.gate.analysis.flags import Parsed, split
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect

_METADATA = re.compile(
    r"(169\.254\.169\.254|metadata\.google\.internal|metadata\.azure|100\.100\.100\.200|fd00:ec2)", re.I
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_FETCHED = re.compile(r"(https?|ftps?|file)://", re.I)
_CONTENT = frozenset({"-H", "--header", "--proxy-header", "-w", "--write-out"})
_DISCARD = {"-", "/dev/null", "/dev/stdout"}
_SAVES = (
    "-o",
    "--output",
    "-O",
    "--remote-name",
    "-D",
    "--dump-header",
    "-c",
    "--cookie-jar",
    "--trace",
    "--trace-ascii",
    "--output-dir",
    "--stderr",
    "--output-document",
    "--output-file",
    "-a",
    "--append-output",
    "-P",
    "--directory-prefix",
    "--save-cookies",
)


def judge_curl(program: Program, words: Sequence[Word], record: Record) -> None:
    """``curl``: GET and HEAD with listed options and known addresses."""
    parsed = split(words, program.flags)
    method = parsed.value("-X", "--request")
    why = ""
    if parsed.unknown:
        why = f"curl: {parsed.unknown[0]} may send or save something"
    elif method is not None and method.text.upper() not in {"GET", "HEAD", "OPTIONS", "TRACE"}:
        why = f"curl sends a {method.text if method.known else 'request of unknown sort'}"
    elif _saves(parsed, record):
        why = "curl saves what it fetches"
    _judge_request(program, parsed, why, record)


def judge_wget(program: Program, words: Sequence[Word], record: Record) -> None:
    """``wget``: it saves, unless it is told to print or only to look."""
    parsed = split(words, program.flags)
    output = parsed.value("-O", "--output-document")
    looks = parsed.has("--spider") or (output is not None and output.text in _DISCARD)
    why = ""
    if parsed.unknown:
        why = f"wget: {parsed.unknown[0]} may send or save something"
    elif not looks and not parsed.has("-V", "--version", "-h", "--help"):
        why = "wget saves what it fetches"
    if output is not None and output.text not in _DISCARD:
        record.write(output)
    elif _saves(parsed, record) and not why:
        why = "wget saves what it fetches"
    _judge_request(program, parsed, why, record)


def _saves(parsed: Parsed, record: Record) -> bool:
    found = parsed.has("-O", "--remote-name", "--remote-name-all") and not parsed.value("-O")
    for name, value in parsed.values:
        if name in _SAVES and value.text not in _DISCARD:
            record.write(value)
            found = True
    return found


def _judge_request(program: Program, parsed: Parsed, why: str, record: Record) -> None:
    why = why or _address(program, parsed, record) or _content(program, parsed)
    if why:
        record.add(Effect("network-out", "external", "none", program.name, why))
        record.subject(" ".join([program.name, *sorted(set(parsed.names))]), "external")
        record.identify(program.name)
        for value in (*parsed.rest, *(value for _, value in parsed.values)):
            if value.text.startswith("@") or "=@" in value.text:
                record.read(Word(value.text.rpartition("@")[2]))
    else:
        fetches = any(not word.text.lower().startswith("file:") for word in parsed.rest)
        record.add(Effect("network-in" if fetches else "read", "read", "none", program.name))
        record.subject(program.name, "read")


def _address(program: Program, parsed: Parsed, record: Record) -> str:
    """Return why an address is not only fetched from ("" when it is)."""
    why = ""
    for word in parsed.rest:
        if not word.known:
            why = why or f"{program.name} fetches an address that is not known before it runs"
        elif _SCHEME.match(word.text) and not _FETCHED.match(word.text):
            why = why or f"{program.name} speaks another protocol: {word.text.partition(':')[0]}"
        elif word.text.lower().startswith("file:"):
            record.read(Word(re.sub(r"(?i)^file:(//(localhost)?)?", "", word.text)))
        elif _METADATA.search(word.text):
            record.note("network-in", "floor", "asks a cloud's metadata service, which hands out credentials")
    return why


def _content(program: Program, parsed: Parsed) -> str:
    """Return why an option's value is more than a plain parameter ("" when none is)."""
    for name, value in parsed.values:
        if (name in _CONTENT and value.text.startswith("@")) or (name in {"-b", "--cookie"} and "=" not in value.text):
            return f"{program.name} sends the content of a file"
        if "%output" in value.text:
            return f"{program.name} saves what it fetches"
        if not value.known:
            return f"{program.name} {name} with a value that is not known before it runs"
    return ""

"""What a request for an address carries beside it: options of HTTP clients, and what they make of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.gate.analysis.addresses import looks_random
from journeyman.gate.analysis.fetches import record_fetch
from journeyman.gate.analysis.flags import Parsed
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.secrets import is_secret
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_CREDENTIALS = names(
    """
    -u --user --oauth2-bearer --proxy-user -b --cookie --password --http-user --http-password --ftp-user
    --ftp-password --proxy-password -a --auth
    """
)
_HEADERS = frozenset({"-H", "--header", "--proxy-header", "-A", "--user-agent", "-e", "--referer", "-U"})
_SECRET_HEADER = re.compile(r"(?i)[^:]*(auth|cookie|token|secret|key|session|credential|password)[^:]*:")
_MAX_HEADER = 200


def refuse(program: Program, parsed: Parsed, addresses: Sequence[Word], why: str, record: Record) -> None:
    """Record a request that is not only reading, with the files it sends or writes and the hosts it talks to."""
    _subject(program, parsed, record)
    places = [word for word in addresses if any(sign in word.text for sign in ".:/") or word.text == "localhost"]
    for address in places:
        record_fetch(program.name, address, record)
    record.note("network-out", "external", why, program.name)
    if not places:
        record.contact()
    for value in (*parsed.rest, *(value for _, value in parsed.values)):
        if is_secret(value.text):
            record.read(value)
        elif value.text.startswith("@") or "=@" in value.text or "@" in value.text.partition("=")[2][:1]:
            record.read(Word(value.text.rpartition("@")[2]))


def fetch(program: Program, parsed: Parsed, addresses: Sequence[Word], record: Record, why: str = "") -> None:
    """Record reading from ``addresses``; ``why`` says how they carry something out beside their options."""
    why = why or _content(program, parsed, record)
    refused = [word for word in addresses if not record_fetch(program.name, word, record, why=why, web=True)]
    reads = not refused
    if not addresses:
        record.add(Effect("read", "read", "none", program.name))
    if why == _UNKNOWN_VALUE:
        record.note("network-out", "external", f"{program.name} uses {why}", program.name)
        reads = False
    if reads:
        record.subject(program.name, "read")
    else:
        _subject(program, parsed, record)


def _subject(program: Program, parsed: Parsed, record: Record) -> None:
    record.subject(" ".join([program.name, *sorted(set(parsed.names))]), "external")
    record.identify(program.name)


_UNKNOWN_VALUE = "an option whose value is not known before it runs"


def _content(program: Program, parsed: Parsed, record: Record) -> str:
    """Return how options carry something out ("" when they do not)."""
    why = ""
    for name, value in parsed.values:
        text = value.text
        if not value.known:
            return _UNKNOWN_VALUE
        if text.startswith("@") and name in _HEADERS | {"-w", "--write-out"}:
            record.read(Word(text[1:]))
            why = why or "the content of a file"
        elif name in {"-b", "--cookie"} and "=" not in text:
            record.read(value)
            why = why or "the content of a file"
        elif "%output{" in text:
            record.write(Word(text.partition("%output{")[2].partition("}")[0].lstrip(">")))
        elif name in _CREDENTIALS and not (name == "-a" and program.judge == "wget"):
            why = why or "credentials"
        elif name in _HEADERS and name != "-U":
            if _SECRET_HEADER.match(text):
                why = why or "a header that holds a secret"
            elif len(text) > _MAX_HEADER or looks_random(text):
                why = why or "a header that could carry text out"
    return why

"""Record what fetching from an address means: whose host it is decides, and whether the address can carry text out."""

from __future__ import annotations

import re

from journeyman.gate.analysis.addresses import UNKNOWN, WITH_USER, is_inner, is_loopback, is_metadata, read_address
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect, Operation

_WEB = frozenset({"http", "https", "ws", "wss"})
_FETCHED = frozenset({"", "http", "https", "ftp", "ftps", "ws", "wss"})


def record_fetch(program: str, word: Word, record: Record, *, why: str = "", web: bool = False) -> bool:
    """Record that ``program`` reads from the address ``word``; return whether that is only reading.

    ``why`` says how the request carries something out beside its address ("" when it does not). ``web``: it is a
    request to a web server even where the address has no scheme; on an inner network that may do more than read.
    """
    text = word.text
    if text.lower().startswith("file:"):
        record.read(Word(re.sub(r"(?i)^file:(//(localhost)?)?", "", text), word.glob))
        return True
    found = read_address(text)
    if found.host and is_metadata(found.host):
        record.note("network-in", "floor", "asks a cloud's metadata service, which hands out credentials", found.host)
        return False
    if found.scheme not in _FETCHED:
        record.note("network-out", "external", f"{program} speaks another protocol: {found.scheme}", found.host)
        return False
    loopback = bool(found.host) and is_loopback(found.host)
    sent = "" if loopback else why or (found.carries if found.carries in (UNKNOWN, WITH_USER) else "")
    why = "" if loopback else why or found.carries
    if not why and (web or found.scheme in _WEB) and is_inner(found.host):
        why = "a host of an inner network"
    if found.host:
        record.contact(found.place)
    else:
        record.contact()
    if why:
        operation: Operation = "network-out" if sent else "network-in"
        record.add(Effect(operation, "external", "none", found.host, f"{program} uses {why}"))
        return False
    record.add(Effect("network-in", "read", "none", found.host))
    return True

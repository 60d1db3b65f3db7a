"""Which server a database client is told to reach: what is asked of another one goes out to it."""

from __future__ import annotations

import re

from journeyman.gate.analysis.addresses import is_loopback, read_address
from journeyman.gate.analysis.flags import Parsed
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import HOLE

_OPTIONS = {
    "sqlcmd": ("-S", "--server"),
    "trino": ("--server",),
    "presto": ("--server",),
    "beeline": ("-u", "--url"),
    "influx": ("-h", "--host", "-host"),
}
_HOSTS = ("-h", "--host", "--server", "--url", "--uri")
_URL = re.compile(r"[A-Za-z][\w+.-]*:(//[^/?#]*|jdbc:\S*)")
_PLACED = frozenset({"mongosh", "mongo", "cqlsh", "usql"})
"""Here a word of its own may be a host."""
_NEAR = re.compile(r"(10|127)\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+")


def reach(program: Program, parsed: Parsed, record: Record) -> str:
    """Record the servers that ``parsed`` names (none: the usual one); return why that sends something out, or ""."""
    hosts = _hosts(program, parsed)
    if not hosts:
        record.contact()
    for text in hosts:
        found = read_address(text)
        if HOLE in text or not found.host:
            record.contact()
            return f"{program.name} asks a server that is not known before it runs"
        record.contact(found.place)
        if not _near(found.host):
            return f"{program.name} sends its question to {found.host}"
    return ""


def _hosts(program: Program, parsed: Parsed) -> list[str]:
    options = _OPTIONS.get(program.name, _HOSTS)
    found = [value.text for name, value in parsed.values if name in options]
    for text in (*(value.text for _, value in parsed.values), *(word.text for word in parsed.rest)):
        if _URL.match(text):
            found.append(text)
        found += re.findall(r"(?:^|[\s?&])host(?:addr)?\s*=\s*'?([^\s'&]+)", text)
    if program.name in _PLACED:
        found += [word.text for word in parsed.rest[:1] if re.search(r"[.:/]", word.text)]
    each = [part for text in found for part in _parts(text)]
    return [text for text in dict.fromkeys(each) if text and text[0] not in "/."]


def _parts(text: str) -> list[str]:
    """Return the servers of an address (several are divided by commas), without the scheme and what follows."""
    place = text.partition("://")[2] if "://" in text else text
    place = re.sub(r"\A(tcp|np|lpc|admin):", "", re.split(r"[/?#]", place, maxsplit=1)[0] if "://" in text else place)
    return [part.rpartition("@")[2] for part in place.split(",")] if place[:1] != "/" else []


def _near(host: str) -> bool:
    """Return whether ``host`` is this machine, or one that only this network knows by such a name."""
    return is_loopback(host) or bool(_NEAR.fullmatch(host)) or not re.search(r"[.:]", host)

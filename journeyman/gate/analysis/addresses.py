"""Addresses that a command fetches from: whose they are, and whether they could carry text out."""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeyman.gate.analysis.words import HOLE

if TYPE_CHECKING:
    import ipaddress

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_METADATA = re.compile(r"(^|[.:@/-])(169[.-]254[.-]\d+[.-]\d+|100[.-]100[.-]100[.-]200)([.:/-]|$)")
_METADATA_NAMES = re.compile(r"(metadata|instance-data|metadata\.(google\.internal|azure\..*)|169-254-.*)\.?\Z", re.I)
_INNER_NAMES = re.compile(
    r".+\.(local|localdomain|internal|intranet|lan|corp|home|private|home\.arpa)\.?\Z", re.IGNORECASE
)
_HOST = re.compile(r"[A-Za-z0-9_.:%-]+\Z")
_PATH = re.compile(r"[A-Za-z0-9_./~@:+,=-]*\Z")
_PORT = re.compile(r"(?:^\[[^]]*\]|^[^:]*):(\d{1,5})\Z")
_RUN = re.compile(r"[A-Za-z0-9+]{12,}")
_MAX_HOST, _MAX_LABEL, _MAX_LABELS = 80, 28, 7
_MAX_PATH, _MAX_PART = 120, 48
_MAX_DIGITS = 8


UNKNOWN = "an address that is not known before it runs"
WITH_USER = "an address with a user in it"


@dataclass(frozen=True, slots=True)
class Address:
    """``host`` (without port and brackets, lower case) and ``carries``: how the address could carry text out, or "".

    ``port`` is "" where the scheme's own is meant.
    """

    host: str
    carries: str = ""
    scheme: str = ""
    port: str = ""

    @property
    def place(self) -> str:
        """The host as contacts name it: with its port when that is not the web's own."""
        if self.port in {"", "80", "443"}:
            return self.host
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@functools.lru_cache(maxsize=512)
def read_address(text: str) -> Address:
    """Return the host of ``text`` (an address, or a host with or without port) and whether it is plain.

    A plain address holds nothing that a secret could hide in: no user, no query, no long or random-looking part.
    """
    found = _SCHEME.match(text)
    scheme = found[1].lower() if found else ""
    if "\\" in text:  # clients differ in what a backslash divides
        return Address("", "an address that is not a plain one", scheme)
    rest = text[found.end() :] if found else text
    place, slash, path = re.match(r"([^/?#]*)([/?#]?)(.*)\Z", rest, re.DOTALL).groups()  # type: ignore[union-attr]  # it always matches
    if HOLE in place:
        return Address("", UNKNOWN, scheme)
    _, at, place = place.rpartition("@")
    host = _host(place)
    if HOLE in path:
        why = UNKNOWN
    elif at:
        why = WITH_USER
    elif not _HOST.match(host):
        why = "an address that is not a plain one"
    elif slash == "?" or "?" in path:
        why = "an address with a query"
    else:
        why = _odd_host(host) or _odd_path(path.partition("#")[0], path.partition("#")[2])
    port = _PORT.search(place)
    return Address(host, why, scheme, port[1] if port else "")


def is_loopback(host: str) -> bool:
    """Return whether ``host`` is this machine itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    address = _ip(host)
    return address is not None and (address.is_loopback or address.is_unspecified)


def is_inner(host: str) -> bool:
    """Return whether ``host`` belongs to an inner network, by its number or by its name; this machine does not."""
    address = _ip(host)
    if address is None:
        return bool(_INNER_NAMES.match(host))
    return not address.is_global and not is_loopback(host) and not any(address in net for net in _documented())


def is_metadata(host: str) -> bool:
    """Return whether ``host`` is a cloud's metadata service, however its number is written."""
    address = _ip(host)
    if address is not None:
        if address.is_link_local and address.version == 4:
            return True
        return str(address) in {"100.100.100.200", "192.0.0.192"} or str(address).startswith("fd00:ec2:")
    return bool(_METADATA.search(host) or _METADATA_NAMES.match(host))


def looks_random(text: str) -> bool:
    """Return whether ``text`` looks like encoded data rather than words."""
    for run in _RUN.findall(text):
        digits = sum(sign.isdigit() for sign in run)
        letters = len(run) - digits
        turns = sum(a.isdigit() != b.isdigit() for a, b in itertools.pairwise(run))
        capitals = sum(a.islower() and b.isupper() for a, b in itertools.pairwise(run))
        if digits > _MAX_DIGITS or (letters and turns > 3) or (len(run) >= 16 and capitals > 4):
            return True
        if len(run) >= 16 and (run.isupper() or not re.search(r"[aeiouyAEIOUY]", run)):
            return True
    return False


def _host(place: str) -> str:
    if place.startswith("["):
        return place[1:].partition("]")[0].lower()
    if place.count(":") > 1:
        return place.lower()
    return place.partition(":")[0].rstrip(".").lower() if place.lower() == place else _mixed(place)


def _mixed(place: str) -> str:
    """Return a host in lower case; a mix of cases in one label stays, because it carries text."""
    host = place.partition(":")[0].rstrip(".")
    plain = all(label in {label.lower(), label.upper(), label.capitalize()} for label in host.split("."))
    return host.lower() if plain else host


def _odd_host(host: str) -> str:
    if _ip(host) is not None:
        return ""
    labels = host.split(".")
    if len(host) > _MAX_HOST or len(labels) > _MAX_LABELS or any(len(label) > _MAX_LABEL for label in labels):
        return "a host name that is long enough to carry text"
    if any(looks_random(label) or re.fullmatch(r"[0-9a-f]{12,}", label) for label in labels) or host.lower() != host:
        return "a host name that looks like encoded text"
    return ""


def _odd_path(path: str, fragment: str) -> str:
    if len(path) + len(fragment) > _MAX_PATH or any(len(part) > _MAX_PART for part in path.split("/")):
        return "an address that is long enough to carry text"
    if not _PATH.match(path):
        return "an address that is not a plain one"
    if any(looks_random(part) for part in path.split("/")):
        return "an address that looks like encoded text"
    return ""


@functools.cache
def _documented() -> tuple[ipaddress.IPv4Network, ...]:
    """Return the networks that only examples use."""
    import ipaddress

    return tuple(map(ipaddress.IPv4Network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")))


@functools.lru_cache(maxsize=512)
def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the number that ``host`` stands for, in any notation that the C library reads (``0x7f.1``)."""
    if not re.search(r"\d", host) and ":" not in host:
        return None
    import ipaddress
    import socket

    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        if not re.fullmatch(r"(0[xX][0-9a-fA-F]+|\d+)(\.(0[xX][0-9a-fA-F]+|\d+)){0,3}", host):
            return None
        try:
            found = ipaddress.IPv4Address(socket.inet_aton(host))
        except OSError:
            return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found

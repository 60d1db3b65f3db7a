"""Which hosts, ports and addresses a list of hosts admits: the judgement of the filtering proxy, without any network.

An entry is a name (``example.com``), a glob (``*.example.com``: every name below it, not itself), an address
(``192.168.1.5``, ``::1``) or a range of addresses (``10.0.0.0/8``), each with a port if wanted (``example.com:8443``,
``[::1]:80``, ``example.com:*``). Without a port the web's own are meant, 80 and 443; for this machine (``localhost``,
``127.0.0.1``) any, since servers under development have none of their own.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

WEB_PORTS = (80, 443)
_NAME = re.compile(r"[a-z0-9_*]([a-z0-9_.*-]*[a-z0-9_*])?")
_INTERNAL: tuple[tuple[Network, str], ...] = tuple(
    (ipaddress.ip_network(network), what)
    for network, what in (
        ("0.0.0.0/8", "an unspecified address"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "a private address"),
        ("127.0.0.0/8", "a loopback address"),
        ("168.63.129.16/32", "a service of the cloud's own"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.88.99.0/24", "a reserved address"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "a private address"),
        ("224.0.0.0/3", "a multicast or reserved address"),
        ("::1/128", "a loopback address"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("2001::/23", "a reserved address"),
    )
)
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def internal(address: Address) -> str:
    """Return what makes ``address`` one that a name from outside must not lead to; empty for an ordinary one.

    Addresses that carry another one (mapped, 6to4, NAT64) are judged by that one.
    """
    carried = _carried(address)
    if carried is not None:
        return internal(carried)
    for network, what in _INTERNAL:
        if address in network:
            return what
    if address.version == 6 and address not in _GLOBAL_V6:
        return "a reserved address"
    return "an address of this machine" if _is_own(address) else ""


def _carried(address: Address) -> Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour


def _is_own(address: Address) -> bool:
    """Only addresses of this machine can be bound; nothing is sent."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((str(address), 0))
    except OSError:
        return False
    return True


def normal(host: str) -> str:
    """Return ``host`` as it is compared: lower case, ASCII, no brackets, no final dot. Raises ValueError."""
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    if not bare.isascii():
        bare = bare.encode("idna").decode("ascii")
    bare = bare.removesuffix(".").lower()
    if len(bare) > 253 or not (_NAME.fullmatch(bare) or _plain_address(bare)):
        raise ValueError(f"{host[:80]!r} is not the name of a host")
    return bare


def literal(host: str) -> Address | None:
    """Return the address that ``host`` is, also in spellings that only resolvers take (``127.1``)."""
    if found := _plain_address(host):
        return found
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def _plain_address(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return None if address.scope_id else address.ipv4_mapped or address
    return address


def is_this_machine(name: str) -> bool:
    """Tell whether ``name`` always means this machine, whatever a resolver says."""
    return name == "localhost" or name.endswith(".localhost")


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    network: Network | None
    ports: tuple[int, ...] | None  # None: any

    def admits(self, port: int) -> bool:
        return self.ports is None or port in self.ports


class HostList:
    """The hosts that one command may reach. Raises ValueError for an entry that means nothing."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._entries = tuple(_parse(entry) for entry in entries)

    def refusal(self, host: str, port: int) -> str:
        """Return why ``host`` (normal form) must not be reached on ``port``; empty when it may."""
        address = literal(host)
        found = [entry for entry in self._entries if _covers(entry, host, address)]
        if not found:
            return "is not on the list of hosts that this command may reach"
        if not any(entry.admits(port) for entry in found):
            return f"may not be reached on port {port} by this command"
        return ""

    def address_refusal(self, host: str, address: Address, port: int) -> str:
        """Return why ``host`` must not be reached at ``address``, which it resolves to; empty when it may."""
        if any(entry.network and address in entry.network and entry.admits(port) for entry in self._entries):
            return ""
        if address.is_loopback and self._names(host, port):
            return ""
        what = internal(address)
        return f"resolves to {what} ({address}), which is not on the list" if what else ""

    def _names(self, host: str, port: int) -> bool:
        """A glob like ``*`` does not mean this machine; its own name must be listed."""
        own = [entry for entry in self._entries if is_this_machine(entry.name) and entry.admits(port)]
        return any(fnmatchcase(host, entry.name) for entry in own)

    @property
    def names_this_machine(self) -> bool:
        """Tell whether the list has a name or an address of this machine."""
        return any(_is_loopback(entry) for entry in self._entries)


def _covers(entry: _Entry, host: str, address: Address | None) -> bool:
    if address is not None:
        return entry.network is not None and address in entry.network
    return entry.network is None and fnmatchcase(host, entry.name)


def _is_loopback(entry: _Entry) -> bool:
    return entry.network.is_loopback if entry.network else is_this_machine(entry.name)


def _parse(entry: str) -> _Entry:
    text, port = _split_port(entry.strip())
    network = _network(text)
    name = "" if network else normal(text)
    bare = _Entry(name, network, None)
    if port == "*" or (not port and _is_loopback(bare)):
        return bare
    if not port:
        return _Entry(name, network, WEB_PORTS)
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"{entry!r} has no port between 1 and 65535")
    return _Entry(name, network, (int(port),))


def _split_port(text: str) -> tuple[str, str]:
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
        return host, rest.removeprefix(":")
    if text.count(":") == 1:
        host, _, port = text.partition(":")
        return host, port or "none"
    return text, ""


def _network(text: str) -> Network | None:
    address = literal(text) if "/" not in text else None
    if address:
        return ipaddress.ip_network(address)
    if "/" not in text:
        return None
    return ipaddress.ip_network(text, strict=False)

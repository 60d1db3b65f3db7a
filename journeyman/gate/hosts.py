"""Which hosts an action may read from: what the policy's list makes of the effects that a kind saw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from journeyman.config import Network
from journeyman.values import Effect

_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")
_PORT = re.compile(r":\d{1,5}$")
_LOOPBACK = re.compile(r"127(?:\.\d{1,3}){1,3}|0\.0\.0\.0|::1|(?:[a-z0-9-]+\.)*localhost")


class HostList:
    """The policy's hosts, made for quick look-up."""

    def __init__(self, network: Network) -> None:
        names = [host.lower() for host in network.hosts]
        self._names = frozenset(name for name in names if not name.startswith("*."))
        self._ends = tuple(name[1:] for name in names if name.startswith("*."))
        self._ask = network.unlisted == "ask"

    def has(self, host: str) -> bool:
        """Return whether ``host`` (a name, with or without a port) is on the list; a glob is never."""
        name = host_name(host)
        return name in self._names or bool(self._ends and name.endswith(self._ends))

    def judge(self, effects: tuple[Effect, ...], contacts: Sequence[str] | None) -> tuple[Effect, ...]:
        """Return ``effects`` with each read from the network at the level that the list gives it.

        A listed or loopback host is read; one that is not listed stays as it was seen, or becomes external where the
        policy asks for these. Only reads and externals change, and only those that fetch (``network-in``) from a host
        that is named. ``contacts`` are the prediction's hosts: an address that can carry text out is lowered only when
        all of them are listed, since a proxy that is not would get the text too. The same object comes back when
        nothing changes.
        """
        changed = None
        for position, effect in enumerate(effects):
            if effect.operation != "network-in" or effect.level not in ("read", "external"):
                continue
            judged = self._lowered(effect, contacts) if effect.level == "external" else self._raised(effect, contacts)
            if judged is not effect:
                changed = changed or list(effects)
                changed[position] = judged
        return effects if changed is None else tuple(changed)

    def _lowered(self, effect: Effect, contacts: Sequence[str] | None) -> Effect:
        name = host_name(effect.target)
        if not name or contacts is None or not all(self._known(host_name(host)) for host in (name, *contacts)):
            return effect
        where = "this machine" if is_loopback(name) else f"{name}, a host on the policy's list"
        return replace(effect, level="read", reason=f"reads from {where}")

    def _raised(self, effect: Effect, contacts: Sequence[str] | None) -> Effect:
        name = host_name(effect.target)
        named = "." in name or ":" in name or effect.target in (contacts or ())
        if not self._ask or not name or not named or self._known(name):
            return effect
        reason = f"reads from {name}, which is not on the policy's list of hosts"
        return replace(effect, level="external", reason=reason)

    def _known(self, name: str) -> bool:
        return is_loopback(name) or self.has(name)


def host_name(text: str) -> str:
    """Return the host in ``text`` (``Host.Example:8080`` or ``[::1]:80``) in lower case; "" when it is none."""
    found = text.lower().rstrip(".")
    if found.startswith("["):
        found = found[1:].partition("]")[0]
    elif found.count(":") == 1:
        found = _PORT.sub("", found)
    if ":" in found:
        return found if all(sign in "0123456789abcdef:." for sign in found) else ""
    return found if _NAME.fullmatch(found) else ""


def is_loopback(name: str) -> bool:
    """Return whether ``name`` (see :func:`host_name`) is this machine itself."""
    return _LOOPBACK.fullmatch(name) is not None


def reached(effects: Iterable[Effect], contacts: Sequence[str] | None) -> tuple[str, ...]:
    """Return the hosts that an action names, for rules: the prediction's own, and the targets of its fetches."""
    named = [host_name(effect.target) for effect in effects if effect.operation in ("network-in", "network-out")]
    return tuple(dict.fromkeys([*(contacts or ()), *filter(None, named)]))

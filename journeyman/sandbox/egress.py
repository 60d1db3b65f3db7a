"""The way out of a sandbox for a command that may reach certain hosts: the proxy, and how the command finds it."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from journeyman.errors import SandboxError
from journeyman.sandbox import proxy_inside
from journeyman.sandbox.spec import Capability, Contact, ProcessSpec

PLACEHOLDER = "{egress}"
"""Stands in the argv for the number of the descriptor that the listening socket is handed out over."""


def needed(spec: ProcessSpec, capability: Capability) -> bool:
    """Tell whether ``spec`` may reach certain hosts only. Raises SandboxError when the sandbox cannot hold that."""
    if not spec.network or spec.hosts is None:
        return False
    if not capability.hosts:
        raise SandboxError(
            f"the network cannot be limited to certain hosts here ({capability.name} separates no networks); "
            "approve the command to let it reach any host"
        )
    return True


def behind(spec: ProcessSpec) -> ProcessSpec:
    """Return ``spec`` so changed that it hands out the proxy's listening socket before it begins.

    Raises SandboxError for a list of hosts that means nothing.
    """
    from journeyman.sandbox.proxy import PORT, environment

    script = Path(os.path.realpath(proxy_inside.__file__))
    prefix = (sys.executable, "-I", "-S", str(script), PLACEHOLDER, str(PORT), "--")
    try:
        variables = environment(spec.hosts or ())
    except ValueError as error:
        raise SandboxError(f"the list of hosts is not valid: {error}") from None
    return replace(
        spec,
        argv=(*prefix, *spec.argv),
        env={**spec.env, **variables},
        read_only=(*spec.read_only, script),
    )


class Egress:
    """The proxy of one process, and the two ends of the socket that its listening one arrives over."""

    def __init__(self, hosts: Sequence[str]) -> None:
        from journeyman.sandbox.proxy import FilteringProxy

        self._proxy = FilteringProxy(hosts)
        self._outer, self.inner = socket.socketpair()

    def complete(self, argv: Sequence[str]) -> list[str]:
        """Return ``argv`` with the number of the descriptor that the process inherits (:attr:`inner`)."""
        number = str(self.inner.fileno())
        return [number if word == PLACEHOLDER else word for word in argv]

    def begin(self) -> None:
        """Serve; the process has started and holds the other end."""
        self.inner.close()
        self._proxy.serve(self._outer)

    def close(self) -> tuple[Contact, ...]:
        """End every connection. Returns whom the process contacted, in the order of first contact."""
        self.inner.close()
        contacts = self._proxy.close()
        self._outer.close()
        return contacts

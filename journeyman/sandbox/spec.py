"""The sandbox seam: what a process may do, and what confines it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Limits:
    """Resource limits of one process tree; None leaves a limit as it is.

    ``wall`` and ``cpu`` are in seconds, ``memory`` and ``file_size`` in bytes, ``processes`` is a count.
    """

    wall: float | None = None
    cpu: int | None = None
    memory: int | None = None
    file_size: int | None = None
    processes: int | None = None


@dataclass(frozen=True, slots=True)
class ProcessSpec:
    """A process to start. ``env`` is complete (nothing is inherited); ``cwd`` is absolute.

    ``writable`` are absolute folders that it may write besides its private ``/tmp``; ``network`` True shares the
    host's network, False gives none; with ``hosts`` (names, globs like ``*.example.com``, addresses; see
    :mod:`journeyman.sandbox.proxy_rules`) only these are reachable, through a filtering proxy. ``shown`` are secret
    places that this process may read. ``forward_port``: a TCP port that the process listens on inside its own network
    namespace, made reachable at the same port of 127.0.0.1 outside. ``python`` tells that ``argv`` is a Python with its
    options and then ``-c CODE`` or a script, which a warm interpreter may take over.
    """

    argv: tuple[str, ...]
    cwd: Path
    env: Mapping[str, str]
    writable: tuple[Path, ...] = ()
    read_only: tuple[Path, ...] = ()
    hidden: tuple[Path, ...] = ()
    network: bool = False
    forward_port: int | None = None
    limits: Limits = field(default_factory=Limits)
    hosts: tuple[str, ...] | None = None
    shown: tuple[Path, ...] = ()
    python: bool = False


@dataclass(frozen=True, slots=True)
class Capability:
    """What the sandbox in force can hold: each True means that it confines this.

    ``hosts``: it can let a process reach certain hosts and no others.
    """

    name: str
    fs: bool = False
    tcp: bool = False
    udp: bool = False
    signals: bool = False
    pids: bool = False
    detail: str = ""
    hosts: bool = False

    @property
    def confines(self) -> bool:
        """True when files and network are both held: enough to run contained work unasked."""
        return self.fs and self.tcp and self.udp


@dataclass(frozen=True, slots=True)
class Contact:
    """A host that a process tried to reach through the filtering proxy, over all its connections to this port.

    ``allowed`` False: it was refused (at least once), for ``reason``; with True, ``reason`` says why it failed, if it
    did. ``sent`` and ``received`` are in bytes.
    """

    host: str
    port: int
    allowed: bool
    sent: int = 0
    received: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Completed:
    """How a process ended. ``exit_code`` is negative for a signal, as in :mod:`subprocess`.

    ``reason`` is ``exit``, ``timeout``, ``limit`` (of the whole tree; the output ends with which) or ``stopped``.
    ``output`` holds at most the spec's bounded text (standard output and error, interleaved); ``output_path`` holds
    everything. ``contacts``: what a process with a list of hosts really contacted, in the order of first contact.
    """

    exit_code: int
    reason: str
    duration: float
    output: str
    truncated: bool = False
    contacts: tuple[Contact, ...] = ()


class Sandbox(Protocol):
    """One way to confine a process."""

    @property
    def capability(self) -> Capability:
        """What this sandbox holds on this machine, probed by running it once."""
        ...

    def command(self, spec: ProcessSpec) -> list[str]:
        """Return the argv that runs ``spec`` confined. Raises SandboxError when it cannot be confined."""
        ...


OnOutput = Callable[[str], None]
"""Called with each decoded piece of output as it arrives, on the thread that waits."""

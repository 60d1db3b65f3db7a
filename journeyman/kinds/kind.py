"""The seam of action kinds: what each kind says about an action, and how it carries it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from journeyman.sandbox import Processes
from journeyman.values import Action, Json, Outcome, Prediction, Status
from journeyman.workspace import Workspace

Schema = Mapping[str, Json]
"""A JSON schema of an action's ``args`` (type object, additionalProperties false)."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a kind may look at while it predicts: the place, and what is planned before it.

    ``overlay`` maps absolute paths to the text that earlier steps of the same plan will have written there.
    ``settings`` is the merged ``settings.yaml``.
    """

    workspace: Workspace
    settings: Mapping[str, Json]
    overlay: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunContext:
    """What a kind gets to carry out an action: the place, the processes, and where output goes.

    ``network`` and ``confined`` come from the gate's decision. ``emit`` receives output as it arrives, already
    redacted. ``registry`` remembers background processes across front ends. ``executors`` are front ends' own
    (``cell.run``, ``oi.code``). ``output_file`` is the path of the file for the full output. ``hosts`` and
    ``credentials``: see :class:`journeyman.values.Decision`. ``writes`` False: it was judged to only
    read, and is held to that.
    """

    workspace: Workspace
    settings: Mapping[str, Json]
    processes: Processes
    registry: ProcessRegistry
    output_file: str
    network: bool = False
    confined: bool = True
    emit: Callable[[str], None] = lambda text: None
    executors: Mapping[str, Callable[[Action, RunContext], Result]] = field(default_factory=dict)
    hosts: tuple[str, ...] | None = None
    credentials: tuple[str, ...] = ()
    writes: bool = True

    @property
    def output_path(self) -> Path:
        """The file for the full output."""
        return Path(self.output_file)


@dataclass(frozen=True, slots=True)
class Result:
    """What a kind reports: the runner turns it into an :class:`Outcome` (duration, changed paths, ids).

    ``status`` is the kind's own verdict after its check (``done`` only when verified).
    """

    status: Status
    message: str
    exit_code: int | None = None
    output: str = ""
    data: Mapping[str, Json] = field(default_factory=dict)
    diagnosis: Any = None


class ProcessRegistry(Protocol):
    """Durable record of background processes (kept by the store)."""

    def add_process(self, record: Mapping[str, Json]) -> None:
        """Remember a process: action_id, name, pid, start_time, port, log, status."""
        ...

    def processes(self) -> Sequence[Mapping[str, Json]]:
        """Return all remembered processes, newest first."""
        ...

    def end_process(self, action_id: str, status: str) -> None:
        """Mark a process as ended."""
        ...


class Kind(Protocol):
    """One kind of action. Implementations are stateless; one file each under :mod:`journeyman.kinds`."""

    name: str
    summary: str
    schema: Schema

    def predict(self, action: Action, context: Context) -> Prediction:
        """Say what ``action`` would do, without doing anything. Raises JourneymanError for impossible arguments."""
        ...

    def run(self, action: Action, context: RunContext) -> Result:
        """Carry ``action`` out and check that it was done. Raises KindError (or OSError) when it could not be."""
        ...


class Invertible(Protocol):
    """A kind whose effect is not in files that a checkpoint holds, but which can take itself back."""

    def invert(self, action: Action, outcome: Outcome, context: RunContext) -> Result:
        """Take back what ``outcome`` says was done; refuse (status failed) when the world has moved on."""
        ...


class Composite(Protocol):
    """A kind that executes nothing itself: it stands for other actions."""

    name: str
    summary: str
    schema: Schema

    def expand(self, action: Action, context: Context) -> tuple[tuple[str, Action], ...]:
        """Return the (title, action) pairs that ``action`` stands for."""
        ...

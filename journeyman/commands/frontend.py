"""What a verb knows about the place it was typed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from journeyman.gate.approver import Approver, NoApprover
from journeyman.store.protocol import StepRecord
from journeyman.values import Origin, Outcome


def _nothing(*_: object) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Frontend:
    """A front end: its name, who answers questions there, and where progress and output go.

    ``session`` names the live kernel (see :class:`journeyman.values.Origin`). ``magic`` is how the user calls verbs
    there: ``%agent`` or ``journeyman``. ``guard`` switches the judging of the user's own cells on or off (None: tells
    which), where there are cells.
    """

    name: str = "python"
    approver: Approver = field(default_factory=NoApprover)
    session: str = ""
    magic: str = "journeyman"
    on_step: Callable[[StepRecord, Outcome | None], None] = _nothing
    emit: Callable[[str], None] | None = None
    guard: Callable[[bool | None], bool] | None = None

    @property
    def attended(self) -> bool:
        """False for a shell without a person at it (a script, a scheduled job, CI): quiet hours hold for it."""
        return self.name not in ("shell", "python") or not isinstance(self.approver, NoApprover)

    @property
    def origin(self) -> Origin:
        """The origin of what the user proposes here."""
        return Origin("user", self.name, self.session)

"""A failure as text, the same that `explain` shows; short, unless debug mode is on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipy_ext.faults import draw
from journeyman.commands.fault_views import explanation, success
from journeyman.commands.result import Block, Result, Table, Text

if TYPE_CHECKING:
    from ipy_ext.faults.frames import Frame
    from journeyman.services import Services
    from journeyman.values import Fault, Fix

_FIXES = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """One failure, ready to be shown: as a result for text, and as HTML. ``fixes`` are numbered from 1."""

    fault: Fault
    fixes: tuple[Fix, ...]
    result: Result
    html: str


def shown(services: Services, fault: Fault, fixes: Sequence[Fix], frames: Sequence[Frame]) -> Shown:
    """Return what to show below a traceback; with ``frames`` (debug mode) all of it."""
    listed = tuple(fixes if frames else fixes[:_FIXES])
    whole = explanation(services, fault, listed, "%agent")
    blocks: list[Block] = [*whole.blocks]
    for frame in frames:
        blocks.append(Text(frame.where, "title"))
        if frame.line:
            blocks.append(Text(f"  {frame.line}", "code"))
        if frame.values:
            blocks.append(Table(("name", "value"), frame.values))
    group = services.faults.group(fault.fingerprint)
    notes = [success(services, fault, fix) for fix in listed]
    html = draw.card(fault, group, listed, frames, notes)
    return Shown(fault, tuple(fixes), Result(tuple(blocks), whole.data, 0, whole.card), html)


def actionable(fixes: Sequence[Fix]) -> list[tuple[int, Fix]]:
    """Return the fixes that can be carried out, with the number that `fix --number` takes."""
    return [(number, fix) for number, fix in enumerate(fixes, 1) if fix.operation != "advice"]

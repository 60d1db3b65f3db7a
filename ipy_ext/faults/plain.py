"""A failure as text and as HTML, the same that `explain` shows; short, unless debug mode is on."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from journeyman.commands.fault_views import explanation
from journeyman.commands.result import Block, Result, Table, Text

if TYPE_CHECKING:
    from ipy_ext.faults.frames import Frame
    from journeyman.services import Services
    from journeyman.values import Fault, Fix

_FIXES = 3


def answer(services: Services, fault: Fault, fixes: Sequence[Fix], frames: Sequence[Frame]) -> Result:
    """Return what to show below a traceback; with ``frames`` (debug mode) all of it."""
    whole = explanation(services, fault, fixes if frames else fixes[:_FIXES], "%agent")
    blocks: list[Block] = [*whole.blocks]
    for frame in frames:
        blocks.append(Text(frame.where, "title"))
        if frame.line:
            blocks.append(Text(f"  {frame.line}", "code"))
        if frame.values:
            blocks.append(Table(("name", "value"), frame.values))
    return Result(tuple(blocks), whole.data, 0, whole.card)


def html(result: Result, css: str) -> str:
    """Return the answer inside a card's frame."""
    return f"<style>{css}</style><div class='jm-card jm-fault'><div class='jm-foot'>{result.html}</div></div>"


def actionable(fixes: Sequence[Fix]) -> list[tuple[int, Fix]]:
    """Return the fixes that can be carried out, with the number that `fix --number` takes."""
    return [(number, fix) for number, fix in enumerate(fixes, 1) if fix.operation != "advice"]


def label(fix: Fix) -> str:
    """Return a button's text for ``fix``."""
    text = str(fix)
    return f"Apply: {text[:56]}{'…' if len(text) > 56 else ''}"


def working(text: str) -> str:
    """Return one line of progress as HTML."""
    return f"<div class='jm-foot jm-dim'>{escape(text)}</div>"

"""A failure as HTML: one sentence, where, why, the fixes with their safety, how often it came; every text escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ipy_ext.style import CSS
from journeyman.commands.fault_views import history

if TYPE_CHECKING:
    from ipy_ext.faults.frames import Frame
    from journeyman.values import Edit, Fault, FaultGroup, Fix

_TONES = {"minor": "jm-dim", "moderate": "", "critical": "jm-bad"}
_SAFETY = {"safe": "safe", "ask": "asks", "dangerous": "dangerous"}
_LABEL = 48
_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")


def card(
    fault: Fault, group: FaultGroup | None, fixes: Sequence[Fix], frames: Sequence[Frame], notes: Sequence[str]
) -> str:
    """Return the whole card; ``notes`` holds what is known of each fix's success ("" for nothing)."""
    found = fault.diagnosis
    about = [found.where.replace("the cell:", "line "), found.code, history(group) if group else ""]
    head = (
        f"<div class='jm-head'><div class='jm-line'><span class='jm-goal'>{escape(found.summary)}</span>"
        f"<span class='jm-state {_TONES[found.severity]}'>{found.severity}</span></div>"
        f"<div class='jm-dim'>{' · '.join(escape(part) for part in about if part)}</div></div>"
    )
    why = f"<div>{escape(found.why)}</div>" if found.why else ""
    listed = "".join(f"<li>{_fix(fix, note)}</li>" for fix, note in zip(fixes, notes, strict=True))
    body = why + (f"<ol style='margin:2px 0 2px 1.4em;padding:0'>{listed}</ol>" if listed else "")
    body += "".join(_frame(frame) for frame in frames)
    inner = f"<div class='jm-more' style='padding:7px 14px'>{body}</div>" if body else ""
    return f"<style>{CSS}</style><div class='jm-card jm-fault'>{head}{inner}</div>"


def label(fix: Fix) -> str:
    """Return a button's text for ``fix``."""
    text = _change(fix.edit) if fix.edit is not None else fix.command if fix.operation in _RUN else str(fix)
    return f"Apply: {text[:_LABEL]}{'…' if len(text) > _LABEL else ''}"


_RUN = ("command", "install")


def _fix(fix: Fix, note: str) -> str:
    told = "by hand" if fix.operation == "advice" else _SAFETY[fix.safety]
    after = f" <span class='jm-dim'>{told}{', ' + escape(note) if note else ''}</span>"
    if fix.edit is None:
        text = f"<code>{escape(fix.command)}</code>" if fix.operation in _RUN else escape(str(fix))
        more = f" {escape(fix.advice)}" if fix.operation in _RUN and fix.advice else ""
        return text + more + after
    where = f"{fix.edit.path}:{fix.edit.line}" if fix.edit.path else f"line {fix.edit.line}"
    lines = [f"- {line}" for line in fix.edit.old.splitlines()] + [f"+ {line}" for line in fix.edit.new.splitlines()]
    shown = escape("\n".join(lines[:12]))
    return f"{escape(fix.advice or where)}{after}<pre>{shown}</pre>"


def _frame(frame: Frame) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(name)}</code></td><td>{escape(value)}</td></tr>" for name, value in frame.values
    )
    line = f"<pre>{escape(frame.line)}</pre>" if frame.line else ""
    return f"<div class='jm-name'>{escape(frame.where)}</div>{line}<table>{rows}</table>"


def _change(edit: Edit) -> str:
    """Return what changes as ``old → new``: what stands between the words that both lines begin and end with."""
    old, new = _TOKENS.findall(edit.old.strip()), _TOKENS.findall(edit.new.strip())
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    first, then = "".join(old).strip(), "".join(new).strip()
    return f"{first} → {then}" if first and then else f"add {then}" if then else f"remove {first}"

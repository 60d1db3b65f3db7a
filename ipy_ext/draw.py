"""A card's parts as HTML; every text that is not ours is escaped."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from html import escape

from ipy_ext.style import CSS
from ipy_ext.view import CardView, StepView
from journeyman.commands.views import MARKS

Link = Callable[[str, str], str]
"""(absolute path, text) to HTML."""

_STATES = {
    "planned": "not started",
    "running": "running",
    "waiting": "waits for you",
    "stopped": "stopped",
    "done": "done",
    "cancelled": "cancelled",
}
_BAD = frozenset({"failed", "timeout", "denied", "rejected", "interrupted"})
_TONES = {"done": "jm-good", **dict.fromkeys(_BAD, "jm-bad")}


def head(view: CardView) -> str:
    """Return goal, state and progress bar."""
    total = len(view.steps)
    percent = round(100 * view.done / total) if total else 100
    tone = {"stopped": " jm-bad", "done": " jm-good"}.get(view.state, "")
    return (
        f"<style>{CSS}</style><div class='jm-head'><div class='jm-line'>"
        f"<span class='jm-goal'>{escape(view.title)}</span>"
        f"<span class='jm-state{tone}' role='status' aria-live='polite'>{state_line(view)}</span></div>"
        f"<div class='jm-dim'>{escape(summary(view))}</div>"
        f"<div class='jm-bar{tone}' role='progressbar' aria-label='Progress' aria-valuemin='0' aria-valuemax='{total}' "
        f"aria-valuenow='{view.done}'><div style='width:{percent}%'></div></div></div>"
    )


def state_line(view: CardView) -> str:
    """Return the state in words: ``waits for you, 2 of 8 done``."""
    told = _STATES[view.state]
    if not view.plan_id:
        return told if view.state in ("waiting", "running") else view.steps[0].status
    return told if view.state == "done" else f"{told}, {view.done} of {len(view.steps)} done"


def summary(view: CardView) -> str:
    """Return who planned it and how much of it is asked."""
    open_ = [step for step in view.steps if step.status in ("queued", "pending")]
    asks = sum(1 for step in open_ if step.verdict == "asks")
    denied = sum(1 for step in open_ if step.verdict == "denied")
    count = len(view.steps)
    parts = [f"proposed by {view.by}"]
    parts += [f"{count} step{'' if count == 1 else 's'}"] if view.plan_id else []
    parts += [f"{asks} to approve"] if asks else []
    parts += [f"{denied} denied"] if denied else []
    return " · ".join(parts)


def step(shown: StepView, total: int, root: str, link: Link, *, current: bool = False) -> str:
    """Return one step: mark, title, risk and verdict; below, the reasons or the outcome, and what exactly runs."""
    label = f"Step {shown.number} of {total}: {shown.status}"
    number = f"{shown.number}. " if total > 1 else ""
    tone = _TONES.get(shown.status, f"jm-{shown.status}")
    ran = shown.seconds is not None
    asks = current and shown.status in ("queued", "pending")
    below = _outcome(shown, root, link, opened=total == 1) if ran else _reasons(shown, asks)
    verdict = shown.status if ran else shown.verdict
    return (
        f"<div class='jm-step{' jm-now' if current else ''}' role='group' aria-label='{escape(label)}'>"
        f"<span class='jm-mark {tone}' aria-hidden='true'>{MARKS.get(shown.status, '·')}</span>"
        f"<span class='jm-title'>{escape(number + shown.title)} "
        f"<span class='jm-kind'>{escape(shown.kind)}</span></span>"
        f"<span class='jm-risk' title='risk, and what happens'><span class='jm-dot jm-{escape(shown.level)}'></span>"
        f"<b>{escape(shown.level)}</b> · {escape(verdict)}</span>"
        f"<div class='jm-more'>{below}{_payload(shown, asks)}</div></div>"
    )


def live(text: str) -> str:
    """Return the end of the output of what runs, or "" for none."""
    return f"<pre class='jm-live' aria-label='Output'>{escape(text)}</pre>" if text else ""


def foot(lines: tuple[str, ...], root: str, link: Link, reflection: str = "") -> str:
    """Return hints (what stands in backticks is shown as code) and a link to the reflection."""
    parts = [_hint(line) for line in lines]
    if reflection:
        parts.append(f"Reflection: {link(os.path.join(root, reflection), reflection)}")
    return f"<div class='jm-foot'>{'<br>'.join(parts)}</div>" if parts else ""


def whole(view: CardView, root: str, link: Link, lines: tuple[str, ...], reflection: str = "") -> str:
    """Return the whole card as one piece of HTML that needs no widgets, for saved notebooks."""
    total = len(view.steps)
    steps = "".join(step(shown, total, root, link) for shown in view.steps)
    below = foot(lines, root, link, reflection)
    return f"<div class='jm-card jm-saved'>{head(view)}<div class='jm-steps'>{steps}</div>{below}</div>"


def _hint(line: str) -> str:
    parts = escape(line).replace("  ", " &nbsp;·&nbsp; ").split("`")
    return "".join(f"<code>{part}</code>" if index % 2 else part for index, part in enumerate(parts))


def _reasons(shown: StepView, as_list: bool) -> str:
    if shown.status == "cancelled" or not shown.reasons:
        return ""
    if as_list and len(shown.reasons) > 1:
        return "<ul>" + "".join(f"<li>{escape(reason)}</li>" for reason in shown.reasons) + "</ul>"
    return f"<span class='jm-dim'>{escape('; '.join(shown.reasons))}</span> "


def _outcome(shown: StepView, root: str, link: Link, *, opened: bool) -> str:
    seconds = f"{shown.seconds or 0:.1f} s"
    told = "" if seconds == "0.0 s" or seconds in shown.message else f" ({seconds})"
    message = escape(shown.message)
    named = shown.changed[0] if len(shown.changed) == 1 else ""
    whole = re.search(rf"(?<![\w./-]){re.escape(escape(named))}(?![\w/-])", message) if named else None
    if whole:
        message = message[: whole.start()] + link(os.path.join(root, named), named) + message[whole.end() :]
    tone = "jm-bad" if shown.unforeseen else _TONES.get(shown.status, "")
    lines = [f"<span class='{tone}'>{message}</span>{told}"]
    if shown.changed and not whole:
        files = [link(os.path.join(root, path), path) for path in shown.changed[:8]]
        more = f" and {len(shown.changed) - 8} more" if len(shown.changed) > 8 else ""
        lines.append(f"changed: {', '.join(files)}{more}")
    lines.extend(f"<b>{'why' if index == 0 else 'try'}:</b> {escape(hint)}" for index, hint in enumerate(shown.hints))
    if shown.status in _BAD and shown.status not in ("denied", "rejected"):
        log = link(os.path.join(root, "logs", "error.log"), "logs/error.log")
        full = f"; full output: {link(shown.output_path, shown.output_path)}" if shown.output_path else ""
        lines.append(f"<span class='jm-dim'>log: {log}{full}</span>")
    text = "<br>".join(lines) + " "
    if not shown.output.strip():
        return text
    attribute = " open" if opened or shown.status in _BAD else ""
    return f"{text}<details{attribute}><summary>output</summary><pre>{escape(shown.output.rstrip())}</pre></details>"


def _payload(shown: StepView, opened: bool) -> str:
    if not shown.payload:
        return ""
    texts = "".join(
        f"<div class='jm-name'>{escape(name)}</div><pre>{escape(text)}</pre>" for name, text in shown.payload
    )
    return f"<details{' open' if opened else ''}><summary>exactly what runs</summary>{texts}</details>"

"""A card as plain text and as Markdown: for terminals, exports and places without widgets; and how to go on."""

from __future__ import annotations

from ipy_ext.view import CardView, StepView
from journeyman.commands.views import MARKS

_LINES = 40
"""How many lines of output the text holds."""


def text(view: CardView, lines: tuple[str, ...], reflection: str = "") -> str:
    """Return the card as text."""
    shown = [view.title]
    for step in view.steps:
        shown.append(_line(step))
        if step.output.strip() and (len(view.steps) == 1 or step.status not in ("done", "skipped")):
            shown += [f"      {line}" for line in step.output.rstrip().splitlines()[-_LINES:]]
    shown += [line.replace("`", "") for line in lines]
    shown += [f"Reflection: {reflection}"] if reflection else []
    return "\n".join(shown)


def markdown(view: CardView, lines: tuple[str, ...]) -> str:
    """Return the card as Markdown; each text as a code span, so that nothing in it is taken for markup."""
    shown = [f"**{_code(view.title)}**", "", "| # | | step | kind | risk | |", "|---|---|---|---|---|---|"]
    shown += [
        f"| {step.number} | {MARKS.get(step.status, '·')} | {_code(step.title)} | {step.kind} | {step.level} "
        f"| {_code(_told(step))} |"
        for step in view.steps
    ]
    return "\n".join([*shown, "", *(f"{line}  " for line in lines)])


def how_to_go_on(view: CardView) -> tuple[str, ...]:
    """Return what can be typed next; commands stand in backticks."""
    plan, waiting = view.plan_id, view.approval_id
    if view.state == "waiting":
        return (
            f"Approve: `%agent approve {waiting}` (in a shell: `journeyman approve {waiting}`)  "
            f"Reject: `%agent reject {waiting}`",
        )
    if view.state == "planned":
        every = f"  All at once: `%agent approve plan {plan}`" if view.coverable else ""
        return (f"Run: `%agent run {plan}`{every}  Give up: `%agent cancel {plan}`",)
    if view.state == "stopped":
        return (f"Go on: `%agent resume {plan}`  Give up: `%agent cancel {plan}`",)
    if view.state == "done" and plan and any(step.changed for step in view.steps):
        return (f"Take it back: `%agent undo {plan}`",)
    return ()


def _line(step: StepView) -> str:
    return f"  {MARKS.get(step.status, '·')} {step.number}. {step.title}  [{step.kind}, {step.level}]  {_told(step)}"


def _told(step: StepView) -> str:
    if step.seconds is not None:
        return step.message
    return f"{step.verdict}: {'; '.join(step.reasons)}" if step.reasons else step.verdict


def _code(text: str) -> str:
    clean = " ".join(text.split()).replace("|", "¦").replace("`", "'")
    return f"`{clean}`" if clean else ""

"""Which buttons a card has, and which of them are offered when."""

from __future__ import annotations

from dataclasses import dataclass

from ipy_ext.view import CardView


@dataclass(frozen=True, slots=True)
class Button:
    """A button's label, its explanation for pointer and screen reader, its icon and its colour."""

    label: str
    tooltip: str
    icon: str
    style: str = ""


BUTTONS = {
    "approve": Button("Approve", "Approve this step, exactly as it is shown, and run it", "check", "success"),
    "plan": Button(
        "Approve plan", "Approve all steps that ask (not those asked every time) and run", "list", "primary"
    ),
    "run": Button("Run", "Run step by step; each step that asks waits for you", "play"),
    "resume": Button("Resume", "Restore what the step changed, and run it again", "repeat", "primary"),
    "reject": Button("Reject", "Reject it: it will not run", "times"),
    "cancel": Button("Give up", "Cancel the steps that have not run", "times"),
    "stop": Button("Stop", "Stop the running step and take no further one", "stop", "warning"),
}


def offered(view: CardView, *, working: bool) -> tuple[str, ...]:
    """Return the names of the buttons that make sense now; ``working`` when this card runs something itself."""
    if view.state == "running" or working:
        # What was pressed stays (disabled), so that the keyboard's focus is not lost.
        return (*(("approve", "reject") if view.plan_id else ()), "stop")
    if view.state == "waiting":
        return ("approve", "reject", *(("plan",) if view.coverable > 1 else ()))
    if view.state == "planned":
        return (*(("plan",) if view.coverable else ()), "run", "reject")
    if view.state == "stopped":
        return ("resume", "cancel")
    return ()

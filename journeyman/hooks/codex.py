"""Codex's hooks. Before a tool call it only takes a denial, so a question becomes one; what Codex itself would ask
about (``PermissionRequest``) can be allowed.
"""

from __future__ import annotations

from journeyman.hooks.calls import judge_call
from journeyman.hooks.event import SILENT, Answer, Event, JudgeFor, told
from journeyman.values import Decision

_ATTENDED = frozenset({"default", "acceptEdits", "plan"})
"""Modes in which Codex still asks somebody."""


def answer(event: Event, judge_for: JudgeFor, *, defer: bool = False) -> Answer:
    """Return what to tell Codex about ``event``. Raises UsageError when a known tool's input is not readable.

    With ``defer`` a question is left to Codex's own sandbox and approvals, where somebody is asked there, and unless it
    must be asked every time.
    """
    if event.name not in ("PreToolUse", "PermissionRequest"):
        return SILENT
    decision = judge_call(judge_for(event.cwd), event.tool, event.given, event.cwd)
    if decision is None:
        return SILENT
    if event.name == "PermissionRequest":
        return _permission(decision)
    if decision.verdict == "allow" or (decision.verdict == "ask" and defer and _left(event, decision)):
        return SILENT  # Codex takes "allow" and "ask" for a fault here, and goes on
    why = told(decision)
    if decision.verdict == "ask":
        why += ". It needs a person: say what you want to do and why, so that the user can run it or allow it"
    return Answer(
        {
            "hookSpecificOutput": {
                "hookEventName": "PreToolUse",
                "permissionDecision": "deny",
                "permissionDecisionReason": why,
            }
        }
    )


def _left(event: Event, decision: Decision) -> bool:
    return event.mode in _ATTENDED and decision.level != "floor"


def _permission(decision: Decision) -> Answer:
    """Answer a question of Codex: reading is allowed, a denial denied, and the rest stays with the user."""
    if decision.verdict == "ask":
        return SILENT
    verdict = {"behavior": "allow"}
    if decision.verdict == "deny":
        verdict = {"behavior": "deny", "message": told(decision)}
    return Answer({"hookSpecificOutput": {"hookEventName": "PermissionRequest", "decision": verdict}})

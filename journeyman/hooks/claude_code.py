"""Claude Code's ``PreToolUse`` hook: allow, ask or deny, or no opinion."""

from __future__ import annotations

from journeyman.hooks.calls import FILE_TOOLS, judge_call
from journeyman.hooks.event import SILENT, Answer, Event, JudgeFor, told


def answer(event: Event, judge_for: JudgeFor) -> Answer:
    """Return what to tell Claude Code about ``event``. Raises UsageError when a known tool's input is not readable.

    A tool that is not known gets no opinion, and so do edits inside the workspace while the user accepts edits.
    """
    if event.name != "PreToolUse":
        return SILENT
    decision = judge_call(judge_for(event.cwd), event.tool, event.given, event.cwd)
    if decision is None:
        return SILENT
    if decision.verdict == "ask" and _accepted(event, decision.level):
        return SILENT
    return Answer(
        {
            "hookSpecificOutput": {
                "hookEventName": "PreToolUse",
                "permissionDecision": decision.verdict,
                "permissionDecisionReason": told(decision),
            }
        }
    )


def _accepted(event: Event, level: str) -> bool:
    return event.mode == "acceptEdits" and event.tool in FILE_TOOLS and level == "contained"

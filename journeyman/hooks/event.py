"""What agents tell a hook before a tool call, and what it answers."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from journeyman.errors import UsageError
from journeyman.hooks.judge import Judge
from journeyman.values import Decision, Json

JudgeFor = Callable[[str], Judge]
"""Gives the judge for the folder that an agent works in."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event, as Claude Code and Codex write it to a hook's standard input."""

    name: str
    tool: str
    given: Mapping[str, Json]
    cwd: str
    mode: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the hook writes and how it ends. Nothing at all with exit code 0 is no opinion."""

    output: Mapping[str, Json] = field(default_factory=dict)
    message: str = ""
    exit_code: int = 0


SILENT = Answer()


def blocked(why: str) -> Answer:
    """Return the answer that stops the tool call in every agent, whatever it was about."""
    return Answer(message=f"Journeyman's gate stops this: {why}", exit_code=2)


def read_event(data: bytes) -> Event:
    """Return the event in ``data``. Raises UsageError when it is not one."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"the hook's input is not JSON: {error}") from None
    if not isinstance(found, dict):
        raise UsageError("the hook's input is no JSON object")
    name, tool, cwd = (_text(found, key) for key in ("hook_event_name", "tool_name", "cwd"))
    if not os.path.isabs(cwd):
        raise UsageError(f"the hook's input has a cwd that is not absolute: {cwd[:80]!r}")
    given, mode = found.get("tool_input"), found.get("permission_mode", "")
    if not isinstance(given, dict):
        raise UsageError("the hook's input has no tool_input")
    return Event(name, tool, given, cwd, mode if isinstance(mode, str) else "")


def told(decision: Decision) -> str:
    """Return the reasons of a decision in one line, for the agent and the person who reads along."""
    reasons = "; ".join(decision.reasons)
    return f"Journeyman: {reasons or 'it only reads'}"


def _text(found: Mapping[str, Json], key: str) -> str:
    value = found.get(key)
    if not isinstance(value, str) or not value:
        raise UsageError(f"the hook's input has no {key}")
    return value

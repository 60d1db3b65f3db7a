"""One hook call: from the event's bytes to the answer, which stops what cannot be read or judged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from journeyman.errors import JourneymanError
from journeyman.hooks.event import Answer, blocked, read_event
from journeyman.hooks.judge import ELSEWHERE, Judge, fresh_judge, root_of, workspace_judge


@dataclass(frozen=True, slots=True)
class Setup:
    """Who calls, and what decides: a workspace's own rules, or a new one's. ``defer``: see :mod:`.codex`."""

    agent: str
    workspace: str = ""
    policy: Path | None = None
    defer: bool = False

    def judge_for(self, folder: str) -> Judge:
        """Return the judge for what the agent does in ``folder``. Raises UsageError or StoreError."""
        if self.workspace:
            return workspace_judge(self.workspace, self.policy, ELSEWHERE)
        return fresh_judge(root_of(folder), self.policy, ELSEWHERE)


def answer(setup: Setup, data: bytes) -> Answer:
    """Return the answer to the event in ``data``; what cannot be read or judged is stopped."""
    from journeyman.hooks import claude_code, codex

    speak = partial(codex.answer, defer=setup.defer) if setup.agent == "codex" else claude_code.answer
    try:
        return speak(read_event(data), setup.judge_for)
    except JourneymanError as error:
        return blocked(str(error))

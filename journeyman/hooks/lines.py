"""JSON lines in, one decision a line out, in order: what cannot be read is denied, with the reason."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from typing import BinaryIO

from journeyman.errors import JourneymanError, UsageError
from journeyman.hooks.judge import Judge, as_json
from journeyman.jsonl import answer_lines, parsed, text
from journeyman.values import Decision, Json

_LANGUAGES: Mapping[str, Callable[[Judge, str, str], Decision]] = {
    "bash": Judge.command,
    "python": Judge.cell,
}
_LONGEST = 1 << 20
"""Bytes of one line; a longer one is denied unread."""
_MOST_FOLDERS = 64


class LineJudge:
    """Judges lines ``{"command", "lang": "bash"|"python", "cwd", "id"}``; all but ``command`` may be left out, and
    other keys are passed over.

    A ``cwd`` is absolute, or relative to ``base`` (absolute), which stands for none. ``judge_for(folder)`` gives the
    judge for a folder.
    """

    def __init__(self, judge_for: Callable[[str], Judge], base: str) -> None:
        self._judge_for = judge_for
        self._base = base
        self._judges: dict[str, Judge] = {}
        self._number = 0

    def answer(self, line: bytes | None) -> str:
        """Return the decision about the next line as JSON text; None stands for a line that is too long to read."""
        self._number += 1
        given: Json = {}
        try:
            given = parsed(line, _LONGEST, '{"command": "..."}')
            found = as_json(self._decide(given))
        except (UsageError, ValueError, RecursionError) as error:
            found = _denied(f"line {self._number} {error}")
        except JourneymanError as error:
            found = _denied(f"line {self._number}: {error}")
        if isinstance(given, dict) and "id" in given:
            found["id"] = given["id"]
        return json.dumps(found, separators=(",", ":"))

    def _decide(self, given: Mapping[str, Json]) -> Decision:
        command, named = text(given, "command"), text(given, "cwd", "")
        judge = _LANGUAGES.get(text(given, "lang", "bash"))
        if judge is None:
            raise UsageError(f"has lang {given['lang'][:40]!r}; allowed: {', '.join(_LANGUAGES)}")
        if "\0" in named:
            raise UsageError("has a cwd that no folder can have")
        folder = os.path.normpath(os.path.join(self._base, named))
        if folder not in self._judges:
            if len(self._judges) >= _MOST_FOLDERS:
                self._judges.clear()
            self._judges[folder] = self._judge_for(folder)
        return judge(self._judges[folder], command, folder)


def judge_lines(
    source: BinaryIO, judge: LineJudge, write: Callable[[str], object], flush: Callable[[], object]
) -> None:
    """Answer every line of ``source`` on ``write``, and ``flush`` whenever no whole line waits to be read."""
    answer_lines(source, judge.answer, write, flush, _LONGEST)


def _denied(reason: str) -> dict[str, Json]:
    return {"verdict": "deny", "level": "floor", "effects": [], "reasons": [reason], "signature": ""}

"""The outer boundary: one place where expected errors become messages and exit codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from journeyman.commands.frontend import Frontend
from journeyman.commands.parse import HelpAsked, find_verb, parse_line, parse_words, split_head
from journeyman.commands.registry import VERBS
from journeyman.commands.result import Result, Text, say
from journeyman.errors import JourneymanError

if TYPE_CHECKING:
    from journeyman.services import Services


def run_line(services: Services, frontend: Frontend, line: str) -> Result:
    """Carry out one line as typed after ``%agent``; expected errors become a result of one line."""
    head, rest = split_head(line)
    return _guarded(services, frontend, head or "help", rest)


def run_words(services: Services, frontend: Frontend, words: Sequence[str]) -> Result:
    """Carry out words that a shell has split; expected errors become a result of one line."""
    head, *rest = words or ["help"]
    return _guarded(services, frontend, head, rest)


def _guarded(services: Services, frontend: Frontend, head: str, rest: str | Sequence[str]) -> Result:
    try:
        verb = find_verb(head, VERBS)
        if isinstance(rest, str):
            space = parse_line(verb, rest, frontend.magic)
        else:
            space = parse_words(verb, rest, frontend.magic)
        services.attended = frontend.attended
        return verb.function()(services, frontend, space)
    except HelpAsked as asked:
        return say(str(asked).rstrip(), "code")
    except JourneymanError as error:
        return failure(error)


def failure(error: JourneymanError) -> Result:
    """Return the result that shows an expected error."""
    message = str(error)
    return Result((Text(message, "bad"),), {"error": message, "type": type(error).__name__}, error.exit_code)

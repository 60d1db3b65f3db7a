"""Read the answer of a chat completion, streamed or in one piece."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from journeyman.llm.client import ModelError
from journeyman.redact import redact

LARGEST = 2_000_000
"""Characters of an answer after which a model counts as running wild."""


def read_answer(lines: Iterable[str], who: str) -> str:
    """Return the text that ``lines`` (of server-sent events, or of one JSON object) carry.

    ``who`` names the model in errors. Raises ModelError for an empty, a cut off, an endless or an unreadable answer.
    """
    pieces: list[str] = []
    plain: list[str] = []
    size = 0
    for line in lines:
        size += len(line)
        if size > LARGEST * 40:  # an event wraps a few characters in some 200 of JSON
            raise ModelError(f"{who} does not stop answering; nothing of it was used")
        field, _, value = line.partition(":")
        if field == "data":
            if value.strip() == "[DONE]":
                break
            _take(_parse(value, who), pieces, who)
        elif line.strip() and field not in ("", "event", "id", "retry"):
            plain.append(line)
    if plain and not pieces:
        _take(_parse("\n".join(plain), who), pieces, who)
    answer = "".join(pieces)
    if len(answer) > LARGEST:
        raise ModelError(f"{who} answered with more than {LARGEST} characters; nothing of it was used")
    if not answer.strip():
        raise ModelError(f"{who} gave an empty answer")
    return answer


def _parse(text: str, who: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise ModelError(f"{who} does not speak the chat-completions protocol; it sent: {redact(text.strip())[:120]}")
    return value


def _take(event: dict[str, Any], pieces: list[str], who: str) -> None:
    """Add the text of one event (or of a whole completion) to ``pieces``."""
    if event.get("error"):
        error = event["error"]
        said = error.get("message", error) if isinstance(error, dict) else error
        raise ModelError(f"{who} broke off: {redact(str(said))[:300]}")
    for choice in event.get("choices") or ():
        part = choice.get("delta") or choice.get("message") or {}
        if part.get("refusal"):
            raise ModelError(f"{who} refuses: {redact(str(part['refusal']))[:300]}")
        pieces.append(part.get("content") or "")
        if choice.get("finish_reason") == "length":
            raise ModelError(f"{who} was cut off at its length limit; raise the limit, or ask for less")

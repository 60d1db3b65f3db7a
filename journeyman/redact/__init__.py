"""Secrets are replaced before anything reaches a log, a state file, a notebook, a card, a screen or a model."""

from __future__ import annotations

from functools import lru_cache

from journeyman.redact.names import is_secret_name
from journeyman.redact.redactor import Redactor
from journeyman.redact.stream import StreamRedactor

__all__ = ["Redactor", "StreamRedactor", "is_secret_name", "redact"]


@lru_cache(maxsize=1)
def _default() -> Redactor:
    return Redactor()


def redact(text: str) -> str:
    """Return ``text`` without secrets, those of this process's environment included."""
    return _default().text(text)

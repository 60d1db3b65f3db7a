"""The seam: messages in, one text out. Whatever leaves for a model is redacted first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from journeyman.errors import JourneymanError
from journeyman.redact import redact
from journeyman.values import Json

TIMEOUT = 60.0
"""Seconds without a sign of life after which a model counts as silent."""


class ModelError(JourneymanError):
    """A model could not be asked, or gave no usable answer; the message says which endpoint and why."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str

    def to_dict(self) -> dict[str, str]:
        """Return the form that the chat-completions protocol wants."""
        return {"role": self.role, "content": self.content}


class ModelClient(Protocol):
    """One language model."""

    @property
    def model(self) -> str:
        """The model's name, as the endpoint knows it."""
        ...

    def complete(
        self, messages: Sequence[Message], schema: Mapping[str, Json] | None = None, timeout: float = TIMEOUT
    ) -> str:
        """Return the model's answer to ``messages``.

        ``schema`` is a JSON schema that the answer should follow (a wish: not every endpoint can hold a model to it).
        ``timeout`` is in seconds. Raises ModelError when there is no answer, or an empty one.
        """
        ...


def redacted(messages: Sequence[Message]) -> list[Message]:
    """Return ``messages`` with secrets replaced: what every client sends instead of the original."""
    return [Message(message.role, redact(message.content)) for message in messages]

"""The twin without a model: gives prepared answers and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from journeyman.llm.client import TIMEOUT, Message, ModelError, redacted
from journeyman.values import Json


class FakeModel:
    """Answers with ``answers`` in order; an answer that is a ModelError is raised instead.

    ``asked`` holds the (redacted) messages of each call, ``schemas`` the schema that came with it.
    """

    def __init__(self, answers: Iterable[str | ModelError], model: str = "fake") -> None:
        self._answers = list(answers)
        self._model = model
        self.asked: list[list[Message]] = []
        self.schemas: list[Mapping[str, Json] | None] = []

    @property
    def model(self) -> str:
        """The name given to it."""
        return self._model

    def complete(
        self, messages: Sequence[Message], schema: Mapping[str, Json] | None = None, timeout: float = TIMEOUT
    ) -> str:
        """Return the next answer. Raises ModelError when none is left, or when it is empty."""
        self.asked.append(redacted(messages))
        self.schemas.append(schema)
        if not self._answers:
            raise ModelError(f"the model {self._model} has no answer left")
        answer = self._answers.pop(0)
        if isinstance(answer, ModelError):
            raise answer
        if not answer.strip():
            raise ModelError(f"the model {self._model} gave an empty answer")
        return answer

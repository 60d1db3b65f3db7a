"""Any endpoint that speaks the chat-completions protocol: OpenAI, LM Studio, Ollama, vLLM and their like."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from journeyman.llm.answer import read_answer
from journeyman.llm.client import TIMEOUT, Message, ModelError, redacted
from journeyman.llm.discover import is_loopback
from journeyman.llm.retry import LONGEST_WAIT, RETRIES, wait_before
from journeyman.redact import redact
from journeyman.values import Json

LONGEST = 600.0
"""Seconds after which even an answer that still grows is given up."""

_CONNECT = 5.0
_NO_SCHEMA = (400, 404, 415, 422, 501)
"""What endpoints answer that do not know ``response_format``."""


class OpenAICompatible:
    """A model behind ``base_url``. The SDK is loaded at the first call; its own retries are off.

    Connection failures, 429 and 5xx are tried twice more, waiting as long as ``Retry-After`` says (at most
    30 s). Answers are streamed, so that a slow model is not taken for a silent one.
    """

    def __init__(
        self,
        base_url: str,
        key: str,
        model: str,
        *,
        sleep: Callable[[float], None] = time.sleep,
        longest: float = LONGEST,
    ) -> None:
        self.base_url = base_url
        self._key = key
        self._model = model
        self._sleep = sleep
        self._longest = longest
        self._takes_schema = True

    @property
    def model(self) -> str:
        """The model's name, as the endpoint knows it."""
        return self._model

    def complete(
        self, messages: Sequence[Message], schema: Mapping[str, Json] | None = None, timeout: float = TIMEOUT
    ) -> str:
        """Return the model's answer; see :meth:`journeyman.llm.client.ModelClient.complete`."""
        openai = _sdk()
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [message.to_dict() for message in redacted(messages)],
            "stream": True,
        }
        with self._client(openai, timeout) as client:
            if schema and self._takes_schema:
                try:
                    return self._persist(openai, client, {**body, "response_format": _format(schema)}, timeout)
                except _Refused:
                    # the plain question decides whether the schema was to blame
                    answer = self._persist(openai, client, body, timeout)
                    self._takes_schema = False
                    return answer
            return self._persist(openai, client, body, timeout)

    def _client(self, openai: Any, timeout: float) -> Any:
        # a proxy from the environment must not see, or break, what stays on this machine
        transport = openai.DefaultHttpxClient(trust_env=not is_loopback(self.base_url))
        return openai.OpenAI(
            base_url=self.base_url,
            api_key=self._key or "none",
            max_retries=0,
            timeout=openai.Timeout(timeout, connect=min(_CONNECT, timeout)),
            http_client=transport,
        )

    def _persist(self, openai: Any, client: Any, body: dict[str, Any], timeout: float) -> str:
        for attempt in range(RETRIES + 1):
            try:
                return self._once(client, body)
            except (openai.APITimeoutError, _transport(openai).TimeoutException):
                raise ModelError(f"{self._who()} sent nothing for {timeout:g} s") from None
            except openai.APIStatusError as error:
                self._after_status(error, attempt)
            except (openai.APIConnectionError, _transport(openai).TransportError) as error:
                if attempt == RETRIES:
                    raise ModelError(
                        f"{self._who()} cannot be reached ({_cause(error)}); is it running, and is the address right?"
                    ) from None
                self._sleep(wait_before(attempt, None) or 0.0)
        raise AssertionError("the last attempt returns or raises")

    def _after_status(self, error: Any, attempt: int) -> None:
        """Wait before the next attempt, or raise what an HTTP status means for the user."""
        status = int(error.status_code)
        said = redact(str(error.message))[:300]
        if status in (401, 403):
            raise ModelError(f"{self._who()} refuses the key (HTTP {status}): {said}") from None
        if status != 429 and status < 500:
            kind = _Refused if status in _NO_SCHEMA else ModelError
            raise kind(f"{self._who()} refuses the request (HTTP {status}): {said}") from None
        wait = wait_before(attempt, error.response.headers.get("retry-after"))
        if wait is None:
            raise ModelError(
                f"{self._who()} asks to wait longer than {LONGEST_WAIT:g} s (HTTP {status}): {said}"
            ) from None
        if attempt == RETRIES:
            raise ModelError(f"{self._who()} failed {RETRIES + 1} times (HTTP {status}): {said}") from None
        self._sleep(wait)

    def _once(self, client: Any, body: dict[str, Any]) -> str:
        with client.chat.completions.with_streaming_response.create(**body) as response:
            return read_answer(self._in_time(response.iter_lines()), self._who())

    def _in_time(self, lines: Iterator[str]) -> Iterator[str]:
        end = time.monotonic() + self._longest
        for line in lines:
            if time.monotonic() > end:
                raise ModelError(f"{self._who()} had not finished after {self._longest:g} s")
            yield line

    def _who(self) -> str:
        return f"the model {self._model} at {redact(self.base_url)}"


class _Refused(ModelError):
    """A request that the endpoint does not take, perhaps because of its schema."""


def _sdk() -> Any:
    try:
        return importlib.import_module("openai")
    except ImportError:
        raise ModelError(
            "asking a model needs the extra 'llm', which is not installed: pip install 'journeyman[llm]'"
        ) from None


def _transport(openai: Any) -> Any:
    """Return the HTTP library under the SDK (it changed its name between versions): it raises while streaming."""
    return importlib.import_module(openai.DefaultHttpxClient.__mro__[1].__module__.partition(".")[0])


def _format(schema: Mapping[str, Json]) -> dict[str, Json]:
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": dict(schema), "strict": False}}


def _cause(error: Exception) -> str:
    return redact(str(error.__cause__ or error)) or type(error).__name__

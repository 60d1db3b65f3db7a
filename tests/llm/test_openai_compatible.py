"""The endpoint client against a real server on loopback: retries, time-outs, refusals, odd servers."""

from __future__ import annotations

import importlib
import socket
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from journeyman.llm import Message, ModelError, OpenAICompatible

HELLO = [Message("user", "Say hello")]


def test_the_key_travels_in_the_header_alone(serve: Callable[..., Any], connect: Callable[..., Any]) -> None:
    server = serve({"content": "hi"})
    connect(server, key="k-1234").complete(HELLO)
    (request,) = server.requests
    assert request["headers"]["Authorization"] == "Bearer k-1234"
    assert "k-1234" not in str(request["body"])


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_passing_failures_are_tried_again(
    status: int, serve: Callable[..., Any], connect: Callable[..., Any], waits: list[float], double: ModuleType
) -> None:
    server = serve(double.failure(status), double.failure(status), {"content": "hi"})
    assert connect(server).complete(HELLO) == "hi"
    assert waits == [0.5, 1.0]


def test_it_gives_up_after_three_attempts(
    serve: Callable[..., Any], connect: Callable[..., Any], double: ModuleType
) -> None:
    server = serve(then=double.failure(503, "overloaded"))
    with pytest.raises(ModelError, match=r"failed 3 times \(HTTP 503\).*overloaded"):
        connect(server).complete(HELLO)
    assert len(server.chats) == 3


def test_it_waits_as_long_as_the_server_says(
    serve: Callable[..., Any], connect: Callable[..., Any], waits: list[float], double: ModuleType
) -> None:
    assert connect(serve(double.failure(429, Retry_After="7"), {"content": "hi"})).complete(HELLO) == "hi"
    assert waits == [7.0]


def test_it_does_not_wait_for_minutes(
    serve: Callable[..., Any], connect: Callable[..., Any], waits: list[float], double: ModuleType
) -> None:
    server = serve(double.failure(429, Retry_After="600"), {"content": "hi"})
    with pytest.raises(ModelError, match="longer than 30 s"):
        connect(server).complete(HELLO)
    assert waits == []


def test_a_dropped_connection_is_tried_again(serve: Callable[..., Any], connect: Callable[..., Any]) -> None:
    server = serve({"drop": True}, {"content": "hi"})
    assert connect(server).complete(HELLO) == "hi"
    assert len(server.chats) == 2


def test_nobody_there_says_so(waits: list[float]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        with pytest.raises(ModelError, match=r"cannot be reached.*is it running"):
            OpenAICompatible(url, "", "m", sleep=waits.append).complete(HELLO)
    assert len(waits) == 2


def test_silence_is_a_clear_error_and_not_tried_again(serve: Callable[..., Any], connect: Callable[..., Any]) -> None:
    server = serve({"content": "too late", "delay": 60})
    with pytest.raises(ModelError, match=r"the model scripted at http://127.* sent nothing for 0\.2 s"):
        connect(server).complete(HELLO, timeout=0.2)
    assert len(server.chats) == 1


def test_an_answer_without_end_is_given_up(serve: Callable[..., Any], connect: Callable[..., Any]) -> None:
    server = serve({"content": "word " * 2000})
    with pytest.raises(ModelError, match="had not finished after 0 s"):
        connect(server, longest=0.0).complete(HELLO)


@pytest.mark.parametrize("status", [401, 403])
def test_a_wrong_key_says_so(
    status: int, serve: Callable[..., Any], connect: Callable[..., Any], double: ModuleType
) -> None:
    server = serve(double.failure(status, "invalid api key"))
    with pytest.raises(ModelError, match=f"refuses the key .HTTP {status}.: .*invalid api key"):
        connect(server).complete(HELLO)
    assert len(server.chats) == 1


def test_an_endpoint_without_schemas_is_asked_plainly(
    serve: Callable[..., Any], connect: Callable[..., Any], double: ModuleType
) -> None:
    refusal = double.failure(400, "response_format is not supported")
    server = serve({**refusal, "when": "response_format"}, {"content": "{}"}, {"content": "[]"})
    client = connect(server)
    assert client.complete(HELLO, {"type": "object"}) == "{}"
    assert client.complete(HELLO, {"type": "object"}) == "[]"
    assert ["response_format" in chat for chat in server.chats] == [True, False, False]


def test_a_bad_request_is_told_when_the_schema_is_not_to_blame(
    serve: Callable[..., Any], connect: Callable[..., Any], double: ModuleType
) -> None:
    server = serve(then=double.failure(404, "no such model"))
    with pytest.raises(ModelError, match=r"refuses the request \(HTTP 404\): .*no such model"):
        connect(server).complete(HELLO, {"type": "object"})
    assert len(server.chats) == 2


def test_a_server_that_does_not_stream_is_understood(serve: Callable[..., Any], connect: Callable[..., Any]) -> None:
    whole = '{"choices": [{"message": {"role": "assistant",\n "content": "all at once"}, "finish_reason": "stop"}]}'
    assert connect(serve({"raw": whole})).complete(HELLO) == "all at once"


@pytest.mark.parametrize("raw", ["<html>Welcome</html>", "{not json", "[1, 2]"])
def test_something_else_on_that_port_says_so(raw: str, serve: Callable[..., Any], connect: Callable[..., Any]) -> None:
    with pytest.raises(ModelError, match="does not speak the chat-completions protocol"):
        connect(serve({"raw": raw})).complete(HELLO)


def test_a_proxy_from_the_environment_does_not_see_loopback(
    serve: Callable[..., Any], connect: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert connect(serve({"content": "hi"})).complete(HELLO) == "hi"


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.import_module

    def missing(name: str, package: str | None = None) -> ModuleType:
        if name == "openai":
            raise ModuleNotFoundError(name)
        return real(name, package)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(ModelError, match=r"pip install 'journeyman\[llm\]'"):
        OpenAICompatible("http://127.0.0.1:9/v1", "", "m").complete(HELLO)

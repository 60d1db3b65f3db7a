"""The contract of a model client, on the endpoint client and on its twin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from journeyman.llm import FakeModel, Message, ModelClient, ModelError

TOKEN = "ghp_" + "a1B2" * 9
HELLO = [Message("system", "Be short."), Message("user", "Say hello")]


class Endpoint:
    """Makes clients of a scripted server and tells what the server was asked."""

    def __init__(self, serve: Callable[..., Any], connect: Callable[..., ModelClient]) -> None:
        self._serve, self._connect = serve, connect
        self._server: Any = None

    def client(self, answers: Sequence[str]) -> ModelClient:
        self._server = self._serve(*({"content": answer} for answer in answers))
        return self._connect(self._server)

    def asked(self) -> list[list[dict[str, str]]]:
        return [chat["messages"] for chat in self._server.chats]

    def schemas(self) -> list[Any]:
        return [chat.get("response_format", {}).get("json_schema", {}).get("schema") for chat in self._server.chats]


class Twin:
    """The same over the fake."""

    def client(self, answers: Sequence[str]) -> ModelClient:
        self._fake = FakeModel(answers, "scripted")
        return self._fake

    def asked(self) -> list[list[dict[str, str]]]:
        return [[message.to_dict() for message in messages] for messages in self._fake.asked]

    def schemas(self) -> list[Any]:
        return self._fake.schemas


@pytest.fixture(params=["endpoint", "twin"])
def bench(request: pytest.FixtureRequest, serve: Callable[..., Any], connect: Callable[..., Any]) -> Endpoint | Twin:
    return Endpoint(serve, connect) if request.param == "endpoint" else Twin()


def test_it_names_its_model(bench: Endpoint | Twin) -> None:
    assert bench.client([]).model == "scripted"


def test_answers_come_back_whole_and_in_order(bench: Endpoint | Twin) -> None:
    client = bench.client(["Hello, wörld! " * 40, "Bye"])
    assert client.complete(HELLO) == "Hello, wörld! " * 40
    assert client.complete(HELLO) == "Bye"


def test_the_model_gets_the_messages_and_the_schema(bench: Endpoint | Twin) -> None:
    client = bench.client(["{}"])
    client.complete(HELLO, {"type": "object"})
    assert bench.asked() == [[{"role": "system", "content": "Be short."}, {"role": "user", "content": "Say hello"}]]
    assert bench.schemas() == [{"type": "object"}]


def test_secrets_do_not_reach_the_model(bench: Endpoint | Twin) -> None:
    client = bench.client(["ok"])
    client.complete([Message("user", f"my token is {TOKEN}, use it")])
    (messages,) = bench.asked()
    assert TOKEN not in messages[0]["content"]
    assert messages[0]["content"].startswith("my token is ")


def test_an_empty_answer_is_an_error(bench: Endpoint | Twin) -> None:
    with pytest.raises(ModelError, match=r"scripted.*empty answer"):
        bench.client([" \n"]).complete(HELLO)


def test_without_an_answer_there_is_an_error(bench: Endpoint | Twin) -> None:
    with pytest.raises(ModelError, match="scripted"):
        bench.client([]).complete(HELLO)


def test_the_twin_can_fail_on_purpose() -> None:
    fake = FakeModel([ModelError("out of order"), "fine"])
    with pytest.raises(ModelError, match="out of order"):
        fake.complete(HELLO)
    assert fake.complete(HELLO) == "fine"

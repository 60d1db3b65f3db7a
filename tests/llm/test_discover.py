"""Which model is found, and where keys go."""

from __future__ import annotations

import socket
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from journeyman.errors import ConfigError
from journeyman.llm import Endpoint, find_endpoint
from journeyman.llm.discover import OPENAI, is_loopback, list_models

REMOTE = "https://models.example/v1"
NOBODY: tuple[tuple[str, str], ...] = ()


def test_without_anything_there_is_none() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        assert find_endpoint({}, {}, [("LM Studio", closed)]) is None


@pytest.mark.parametrize(
    ("settings", "env", "expected"),
    [
        (
            {},
            {"JOURNEYMAN_BASE_URL": REMOTE, "JOURNEYMAN_MODEL": "m", "JOURNEYMAN_API_KEY": "j", "OPENAI_API_KEY": "o"},
            Endpoint(REMOTE, "m", "j", "JOURNEYMAN_BASE_URL"),
        ),
        (
            {},
            {"JOURNEYMAN_BASE_URL": REMOTE, "JOURNEYMAN_MODEL": "m", "OPENAI_API_KEY": "o"},
            Endpoint(REMOTE, "m", "", "JOURNEYMAN_BASE_URL"),
        ),
        (
            {"base_url": REMOTE, "model": "m", "api_key_env": "MY_KEY"},
            {"MY_KEY": "mine", "OPENAI_BASE_URL": "https://other.example"},
            Endpoint(REMOTE, "m", "mine", "settings.yaml"),
        ),
        (
            {"base_url": REMOTE, "model": "m", "api_key_env": "MY_KEY"},
            {"JOURNEYMAN_MODEL": "n"},
            Endpoint(REMOTE, "n", "", "settings.yaml"),
        ),
        ({}, {"JOURNEYMAN_API_KEY": "j", "JOURNEYMAN_MODEL": "m"}, Endpoint(OPENAI, "m", "j", "JOURNEYMAN_API_KEY")),
        ({"model": "m"}, {"OPENAI_API_KEY": "o"}, Endpoint(OPENAI, "m", "o", "OPENAI_API_KEY")),
        (
            {"model": "m"},
            {"OPENAI_API_KEY": "o", "OPENAI_BASE_URL": REMOTE},
            Endpoint(REMOTE, "m", "o", "OPENAI_BASE_URL"),
        ),
    ],
)
def test_what_is_configured_is_taken(settings: dict[str, str], env: dict[str, str], expected: Endpoint) -> None:
    assert find_endpoint({"model": settings}, env, NOBODY) == expected


def test_the_key_is_not_shown() -> None:
    assert "s3cret" not in repr(Endpoint(REMOTE, "m", "s3cret"))


def test_a_server_on_this_machine_is_found_and_gets_no_key(serve: Callable[..., Any]) -> None:
    server = serve(models=["text-embedding-small", "llama", "qwen"])
    found = find_endpoint({}, {}, [("Ollama", server.base_url)])
    assert found == Endpoint(server.base_url, "llama", "", "Ollama on this machine")
    assert "Authorization" not in server.requests[0]["headers"]


def test_a_named_model_is_preferred_on_this_machine(serve: Callable[..., Any]) -> None:
    server = serve(models=["llama", "qwen"])
    found = find_endpoint({"model": {"model": "qwen"}}, {}, [("LM Studio", server.base_url)])
    assert found
    assert found.model == "qwen"


def test_the_only_model_need_not_be_named(serve: Callable[..., Any]) -> None:
    server = serve(models=["llama"])
    found = find_endpoint({}, {"JOURNEYMAN_BASE_URL": server.base_url, "JOURNEYMAN_API_KEY": "j"}, NOBODY)
    assert found
    assert found.model == "llama"
    assert server.requests[0]["headers"]["Authorization"] == "Bearer j"


def test_a_model_must_be_named_when_none_is_listed(serve: Callable[..., Any]) -> None:
    server = serve(models=[])
    with pytest.raises(ConfigError, match=r"no model is named.*lists none.*JOURNEYMAN_MODEL"):
        find_endpoint({}, {"JOURNEYMAN_BASE_URL": server.base_url}, NOBODY)


@pytest.mark.parametrize("url", ["models.example/v1", "ftp://models.example", "http://", "file:///etc/passwd"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match=r"JOURNEYMAN_BASE_URL gives.*http"):
        find_endpoint({}, {"JOURNEYMAN_BASE_URL": url}, NOBODY)


@pytest.mark.parametrize("page", ["<html>Welcome</html>", '{"data": 5}', '{"models": []}', "[]"])
def test_something_else_on_the_port_is_no_model(page: str, tmp_path: Path) -> None:
    (tmp_path / "models").write_text(page)
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        assert list_models(url, "", 2.0) == []
        assert list_models(f"{url}/nowhere", "", 2.0) == []
        server.shutdown()


def test_a_proxy_is_not_asked_for_this_machine(serve: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert list_models(serve().base_url, "", 1.0) == ["scripted"]


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:1234/v1", True),
        ("http://[::1]:80", True),
        ("http://localhost:11434", True),
        ("http://box.localhost", True),
        ("http://192.168.0.2:1234", False),
        ("https://models.example", False),
        ("http://127.0.0.1.example", False),
    ],
)
def test_what_is_this_machine(url: str, here: bool) -> None:
    assert is_loopback(url) is here

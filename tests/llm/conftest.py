"""Fixtures for the model room: the scripted server, and clients that do not wait."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from journeyman.llm import OpenAICompatible


def _double() -> ModuleType:
    path = Path(__file__).parents[1] / "doubles" / "model_server.py"
    spec = importlib.util.spec_from_file_location("model_server", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("model_server", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def double() -> ModuleType:
    """The module of the scripted model server."""
    return _double()


@pytest.fixture
def serve(double: ModuleType) -> Iterator[Callable[..., Any]]:
    """Start a scripted server with the given turns; all are stopped afterwards."""
    servers = []

    def start(*turns: dict[str, Any], **options: Any) -> Any:
        server = double.ScriptedModelServer(turns, **options).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def waits() -> list[float]:
    """How long the clients of this test would have waited between attempts."""
    return []


@pytest.fixture
def connect(waits: list[float]) -> Callable[..., OpenAICompatible]:
    """Make a client of a scripted server that notes its waits instead of sleeping."""

    def make(server: Any, key: str = "k", **options: Any) -> OpenAICompatible:
        return OpenAICompatible(server.base_url, key, "scripted", sleep=waits.append, **options)

    return make

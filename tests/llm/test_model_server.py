"""The scripted model server itself, with the SDK that real clients use, and as a process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import openai
import pytest

SERVER = Path(__file__).parents[1] / "doubles" / "model_server.py"


def _sdk(server: Any) -> openai.OpenAI:
    return openai.OpenAI(base_url=server.base_url, api_key="k", max_retries=0)


def _chat(server: Any, **more: Any) -> Any:
    messages = [{"role": "user", "content": "hi"}]
    return _sdk(server).chat.completions.create(model="scripted", messages=messages, **more)


def test_text_and_tool_calls_in_one_piece(serve: Callable[..., Any], double: ModuleType) -> None:
    server = serve(double.text("Hello there"), double.tool_call("execute", language="python", code="1 + 1"))
    assert _chat(server).choices[0].message.content == "Hello there"
    (call,) = _chat(server).choices[0].message.tool_calls
    assert (call.function.name, json.loads(call.function.arguments)) == (
        "execute",
        {"language": "python", "code": "1 + 1"},
    )


def test_text_streams_in_pieces(serve: Callable[..., Any], double: ModuleType) -> None:
    server = serve(double.text("Hello there, friend"))
    pieces = [event.choices[0].delta.content or "" for event in _chat(server, stream=True)]
    assert "".join(pieces) == "Hello there, friend"
    assert len([piece for piece in pieces if piece]) > 1


def test_tool_calls_stream_in_pieces(serve: Callable[..., Any], double: ModuleType) -> None:
    server = serve(double.tool_call("execute", code="print('hello')"))
    events = list(_chat(server, stream=True, stream_options={"include_usage": True}))
    calls = [call for event in events if event.choices for call in event.choices[0].delta.tool_calls or ()]
    assert calls[0].function.name == "execute"
    assert json.loads("".join(call.function.arguments for call in calls)) == {"code": "print('hello')"}
    assert events[-1].usage.total_tokens == 2


def test_the_older_function_call_form(serve: Callable[..., Any]) -> None:
    turn = {"function_call": {"name": "execute", "arguments": {"code": "1"}}}
    server = serve(turn, turn)
    assert _chat(server).choices[0].message.function_call.name == "execute"
    deltas = [event.choices[0].delta.function_call for event in _chat(server, stream=True)]
    assert "".join(delta.arguments for delta in deltas if delta) == '{"code": "1"}'


def test_an_unexpected_request_is_seen(serve: Callable[..., Any]) -> None:
    with pytest.raises(openai.BadRequestError, match="not expected"):
        _chat(serve())


def test_unknown_paths_and_broken_requests_are_refused(serve: Callable[..., Any]) -> None:
    server = serve()
    with pytest.raises(openai.NotFoundError, match="no such path"):
        _sdk(server).embeddings.create(model="m", input="x")
    with pytest.raises(openai.BadRequestError, match="not JSON"):
        _sdk(server).post("/chat/completions", cast_to=object, content=b"{")


def test_as_a_process_it_tells_its_port_and_records(tmp_path: Path) -> None:
    script, record = tmp_path / "script.json", tmp_path / "record.jsonl"
    script.write_text(json.dumps({"turns": [{"content": "one"}], "then": {"content": "more"}}))
    command = [sys.executable, str(SERVER), "--script", str(script), "--port", "0", "--record", str(record)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            port = int(process.stdout.readline())
            client = openai.OpenAI(base_url=f"http://127.0.0.1:{port}/v1", api_key="k", max_retries=0)
            said = [
                client.chat.completions.create(model="m", messages=[{"role": "user", "content": text}])
                for text in ("a", "b", "c")
            ]
        finally:
            process.terminate()
    assert [answer.choices[0].message.content for answer in said] == ["one", "more", "more"]
    asked = [json.loads(line)["body"]["messages"][0]["content"] for line in record.read_text().splitlines()]
    assert asked == ["a", "b", "c"]

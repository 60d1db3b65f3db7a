"""A chat-completions server on loopback that plays a script: a real HTTP server, no model.

Used in a test::

    with ScriptedModelServer([text("Hello"), tool_call("execute", language="python", code="1 + 1")]) as server:
        ...  # server.base_url is http://127.0.0.1:PORT/v1; server.requests holds what was asked

and as a process (the port is the first line on standard output; SIGTERM or Ctrl-C ends it)::

    python tests/doubles/model_server.py --script FILE --port 0 [--record FILE]

``FILE`` is JSON: a list of turns, or ``{"turns": [...], "then": {...}, "models": [...]}``. ``--record`` appends each
request as a JSON line. A turn is a dict; all keys are optional:

    content        the assistant's text
    tool_calls     [{"name": ..., "arguments": {...}}] (or ``arguments`` as a raw string)
    function_call  {"name": ..., "arguments": {...}}: the older form
    delay          seconds to wait before answering (ended at once when the server stops)
    status         an HTTP status instead of an answer (429, 500...), with ``error`` as its message
    headers        extra response headers, e.g. {"Retry-After": "0"}
    raw            a body to send as it is (broken JSON...)
    drop           true: close the connection without an answer
    when           only for a request whose JSON text holds this string; others wait for later turns

Turns are used up in order. After the last one ``then`` is played for ever; without it the server answers 400, so that
an unexpected request is seen. Streamed answers come in pieces of ``CHUNK`` characters as server-sent events.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Turn = dict[str, Any]
CHUNK = 8


def text(content: str, **more: Any) -> Turn:
    """A turn that answers with plain text."""
    return {"content": content, **more}


def tool_call(name: str, **arguments: Any) -> Turn:
    """A turn that calls one tool."""
    return {"tool_calls": [{"name": name, "arguments": arguments}]}


def failure(status: int, error: str = "scripted failure", **headers: str) -> Turn:
    """A turn that answers with an HTTP error; header names have ``_`` for ``-``."""
    return {"status": status, "error": error, "headers": {key.replace("_", "-"): v for key, v in headers.items()}}


class ScriptedModelServer:
    """Plays ``turns``; ``requests`` records each request as {method, path, headers, body}."""

    def __init__(
        self,
        turns: Sequence[Turn],
        *,
        then: Turn | None = None,
        models: Sequence[str] = ("scripted",),
        port: int = 0,
        record: Path | None = None,
    ) -> None:
        self.turns = list(turns)
        self.then = then
        self.models = list(models)
        self.requests: list[dict[str, Any]] = []
        self.stopping = threading.Event()
        self._record = record
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._http = _Server(("127.0.0.1", port), _Handler)
        self._http.script = self

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def chats(self) -> list[dict[str, Any]]:
        """The bodies of the chat requests, in order."""
        return [request["body"] for request in self.requests if request["path"].endswith("/chat/completions")]

    def start(self) -> ScriptedModelServer:
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        self.stopping.set()
        if self._thread:
            self._http.shutdown()
            self._thread.join()
        self._http.server_close()

    def serve(self) -> None:
        """Serve on this thread until interrupted."""
        self._http.serve_forever(poll_interval=0.1)

    def __enter__(self) -> ScriptedModelServer:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def note(self, request: dict[str, Any]) -> None:
        with self._lock:
            self.requests.append(request)
            if self._record:
                with self._record.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(request) + "\n")

    def next_turn(self, body: Any) -> Turn:
        sent = json.dumps(body, ensure_ascii=False)
        with self._lock:
            for position, turn in enumerate(self.turns):
                if turn.get("when", "") in sent:
                    return self.turns.pop(position)
        return self.then or {"status": 400, "error": "the script is over: this request was not expected"}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    script: ScriptedModelServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away (a time-out under test) is no news; anything else is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name the base class gives it
        """Stay silent: standard output belongs to the port line."""

    def _headers(self) -> dict[str, str]:
        """The request's headers, their names as in "Retry-After"."""
        return {name.title(): value for name, value in self.headers.items()}

    def do_GET(self) -> None:
        script = self.server.script
        script.note({"method": "GET", "path": self.path, "headers": self._headers(), "body": None})
        if not self.path.rstrip("/").endswith("/models"):
            self._json(404, {"error": {"message": f"no such path: {self.path}"}})
            return
        data = [{"id": name, "object": "model", "created": 0, "owned_by": "script"} for name in script.models]
        self._json(200, {"object": "list", "data": data})

    def do_POST(self) -> None:
        script = self.server.script
        payload = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            body = json.loads(payload)
        except ValueError:
            self._json(400, {"error": {"message": "the request is not JSON"}})
            return
        script.note({"method": "POST", "path": self.path, "headers": self._headers(), "body": body})
        if not self.path.rstrip("/").endswith("/chat/completions"):
            self._json(404, {"error": {"message": f"no such path: {self.path}"}})
            return
        self._play(script.next_turn(body), body)

    def _play(self, turn: Turn, body: dict[str, Any]) -> None:
        if turn.get("delay"):
            self.server.script.stopping.wait(float(turn["delay"]))
        headers = turn.get("headers", {})
        if turn.get("drop"):
            self.close_connection = True
        elif "status" in turn:
            error = {"message": turn.get("error", "scripted failure"), "type": "scripted", "code": None}
            self._json(int(turn["status"]), {"error": error}, headers)
        elif "raw" in turn:
            self._send(200, turn["raw"].encode(), "application/json", headers)
        elif body.get("stream"):
            self._stream(turn, body, headers)
        else:
            self._json(200, _completion(turn, body), headers)

    def _json(self, status: int, value: Any, headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(value).encode(), "application/json", headers or {})

    def _send(self, status: int, payload: bytes, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(payload)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)

    def _stream(self, turn: Turn, body: dict[str, Any], headers: dict[str, str]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        for event in _events(turn, body):
            line = f"data: {event}\n\n".encode()
            self.wfile.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")


def _arguments(call: dict[str, Any]) -> str:
    arguments = call.get("arguments", {})
    return arguments if isinstance(arguments, str) else json.dumps(arguments)


def _envelope(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"id": "chatcmpl-scripted", "object": kind, "created": 0, "model": body.get("model", "scripted")}


def _finish(turn: Turn) -> str:
    return "tool_calls" if "tool_calls" in turn else "function_call" if "function_call" in turn else "stop"


_USAGE = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}


def _completion(turn: Turn, body: dict[str, Any]) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": turn.get("content")}
    if "tool_calls" in turn:
        message["tool_calls"] = [
            {"id": f"call_{n}", "type": "function", "function": {"name": call["name"], "arguments": _arguments(call)}}
            for n, call in enumerate(turn["tool_calls"])
        ]
    if "function_call" in turn:
        call = turn["function_call"]
        message["function_call"] = {"name": call["name"], "arguments": _arguments(call)}
    choice = {"index": 0, "message": message, "finish_reason": _finish(turn), "logprobs": None}
    return {**_envelope("chat.completion", body), "choices": [choice], "usage": _USAGE}


def _events(turn: Turn, body: dict[str, Any]) -> Iterator[str]:
    envelope = _envelope("chat.completion.chunk", body)
    for delta, finish in [({"role": "assistant", "content": ""}, None), *_deltas(turn), ({}, _finish(turn))]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        yield json.dumps({**envelope, "choices": [choice]})
    if (body.get("stream_options") or {}).get("include_usage"):
        yield json.dumps({**envelope, "choices": [], "usage": _USAGE})
    yield "[DONE]"


def _deltas(turn: Turn) -> Iterator[tuple[dict[str, Any], None]]:
    for piece in _pieces(turn.get("content") or ""):
        yield {"content": piece}, None
    for n, call in enumerate(turn.get("tool_calls", ())):
        head = {"index": n, "id": f"call_{n}", "type": "function", "function": {"name": call["name"], "arguments": ""}}
        yield {"tool_calls": [head]}, None
        for piece in _pieces(_arguments(call)):
            yield {"tool_calls": [{"index": n, "function": {"arguments": piece}}]}, None
    if "function_call" in turn:
        yield {"function_call": {"name": turn["function_call"]["name"], "arguments": ""}}, None
        for piece in _pieces(_arguments(turn["function_call"])):
            yield {"function_call": {"arguments": piece}}, None


def _pieces(value: str) -> Iterator[str]:
    return (value[start : start + CHUNK] for start in range(0, len(value), CHUNK))


def main(argv: Sequence[str] | None = None) -> None:
    """Serve a script from a file until interrupted."""
    parser = argparse.ArgumentParser(description="Play a scripted conversation over the chat-completions protocol.")
    parser.add_argument("--script", type=Path, required=True, help="JSON file with the turns")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--record", type=Path, help="append each request as a JSON line")
    options = parser.parse_args(argv)
    script = json.loads(options.script.read_text("utf-8"))
    if isinstance(script, list):
        script = {"turns": script}
    server = ScriptedModelServer(**script, port=options.port, record=options.record)
    print(server.port, flush=True)
    try:
        server.serve()
    except KeyboardInterrupt:
        server.stop()


if __name__ == "__main__":
    main()

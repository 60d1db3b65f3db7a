"""A workspace, an approver, servers on loopback, and a short way to fail and to repair."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from journeyman.asking import do_asking
from journeyman.gate.approver import Answer
from journeyman.recovery import Repair
from journeyman.services import Services
from journeyman.values import Action, Approval, Decision, Fault, Fix, Origin, Outcome

USER = Origin("user", "shell")


@dataclass
class Says:
    """A person who says the same to every question, and whom one can ask what the questions were."""

    answer: Answer | None = "approved"
    asked: list[Action] = field(default_factory=list)

    def ask(self, approval: Approval, action: Action, decision: Decision) -> Answer | None:
        self.asked.append(action)
        return self.answer


@dataclass
class Bench:
    """Fails and repairs in one workspace."""

    services: Services
    person: Says = field(default_factory=Says)
    told: list[str] = field(default_factory=list)

    @property
    def root(self) -> Path:
        return self.services.workspace.root

    def do(self, kind: str, /, cwd: str = ".", **args: object) -> Outcome:
        action = Action(kind, args, cwd, origin=USER)
        return do_asking(self.services.runner, self.person, action, self.told.append)

    def fail(self, kind: str, /, **args: object) -> Fault:
        """Do something that must fail, and return the failure."""
        outcome = self.do(kind, **args)
        assert outcome.status in ("failed", "timeout"), outcome
        return self.services.faults.find(outcome.action_id)

    def fixes(self, fault: Fault) -> Sequence[Fix]:
        return self.services.repairer.fixes(fault)

    def repair(self, fault: Fault, only: Fix | None = None, **options: object) -> Repair:
        return self.services.repairer.repair(
            fault, self.person, USER, emit=self.told.append, notice=self.told.append, only=only, **options
        )

    def group(self, fault: Fault):
        return self.services.faults.group(fault.fingerprint)


@pytest.fixture
def bench(services: Services) -> Iterator[Bench]:
    """Whatever a test started in the background ends with it."""
    yield Bench(services)
    for record in services.store.processes():
        services.processes.end(record["pid"], record["start_time"], 1.0)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, headers, body = self.server.answer(self.path)  # type: ignore[attr-defined]
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        return


@contextmanager
def serving(answer: Callable[[str], tuple[int, dict[str, str], bytes]]) -> Iterator[str]:
    """A server on loopback; ``answer(path)`` gives status, headers and body. Yields its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.answer = answer  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def flaky(failures: int, status: int = 503, headers: dict[str, str] | None = None) -> Iterator[tuple[str, list[str]]]:
    """A server that fails so many times, then answers; yields its address and the paths it was asked for."""
    asked: list[str] = []

    def answer(path: str) -> tuple[int, dict[str, str], bytes]:
        asked.append(path)
        if len(asked) <= failures:
            return status, headers or {}, b"busy\n"
        return 200, {"Content-Type": "application/json"}, json.dumps({"ok": True}).encode()

    with serving(answer) as url:
        yield url, asked

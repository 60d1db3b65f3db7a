"""A stand-in for Open Interpreter's terminal: its shape, with languages that answer from Python functions."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty
from typing import Any


class Kernel:
    """A language with a kernel: runs ``evaluate(code)`` and keeps its replies as a kernel client does."""

    name = "Python"
    aliases = ("py",)

    def __init__(self, evaluate: Callable[[str], tuple[str, dict[str, Any]]]) -> None:
        self.evaluate = evaluate
        self.replies: list[dict[str, Any]] = []
        self.listener_thread = threading.Thread(target=lambda: None)
        self.listener_thread.start()
        self.kc = self.km = self
        self.calls: list[str] = []
        self.interrupted = threading.Event()

    def run(self, code: str) -> Any:
        text, reply = self.evaluate(code)
        self.replies += [{"msg_type": "status", "content": {}}, {"msg_type": "execute_reply", "content": reply}]
        yield {"type": "console", "format": "active_line", "content": 1}
        if text:
            yield {"type": "console", "format": "output", "content": text}

    def get_shell_msg(self, timeout: float) -> dict[str, Any]:
        if not self.replies:
            raise Empty
        return self.replies.pop(0)

    def interrupt_kernel(self) -> None:
        self.calls.append("interrupt")
        self.interrupted.set()

    def stop_channels(self) -> None:
        self.calls.append("stop_channels")

    def shutdown_kernel(self, now: bool) -> None:
        self.calls.append("shutdown")
        self.interrupted.set()


class Plain:
    """A language that is neither kernel nor process."""

    name = "HTML"
    aliases = ()

    def __init__(self) -> None:
        self.stopped = False

    def run(self, code: str) -> Any:
        yield {"type": "code", "format": "html", "content": code}

    def stop(self) -> None:
        self.stopped = True


class Shell:
    name = "Shell"
    aliases = ("bash",)


class FakeTerminal:
    """``evaluate`` answers Python blocks with (text, content of the reply)."""

    def __init__(self, evaluate: Callable[[str], tuple[str, dict[str, Any]]]) -> None:
        self.languages: list[Any] = [Kernel, Plain, Shell]
        self._active_languages: dict[str, Any] = {}
        self.evaluate = evaluate
        self.ran: list[tuple[str, str]] = []

    def get_language(self, language: str) -> Any:
        return next(
            (found for found in self.languages if language.lower() in (found.name.lower(), *found.aliases)), None
        )

    def run(self, language: str, code: str, stream: bool = False, display: bool = False) -> Any:
        chunks = self._run(language, code)
        return chunks if stream else list(chunks)

    def _run(self, language: str, code: str) -> Any:
        if language not in self._active_languages:
            self._active_languages[language] = Kernel(self.evaluate) if language == "python" else Plain()
        self.ran.append((language, code))
        yield from self._active_languages[language].run(code)

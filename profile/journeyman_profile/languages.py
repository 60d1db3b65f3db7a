"""Open Interpreter's own languages: run a block in one, interrupt it, and tell how it ended."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty
from threading import Thread
from typing import Any

from journeyman.errors import KindError
from journeyman.kinds.kind import Result, RunContext
from journeyman.kinds.output import bounded, output_limit
from journeyman.values import Action
from journeyman_profile.chunks import Chunk, is_output
from journeyman_profile.sigint import on_sigint

SHELL_NAMES = frozenset({"shell", "bash", "sh", "zsh", "batch", "bat"})
_REPLY_PATIENCE = 2.0
"""Seconds to wait for a kernel's reply after it has become idle (it is normally there already)."""

Sink = Callable[[Chunk], None]


class Languages:
    """The languages of one terminal, reached past the door through its original ``run``."""

    def __init__(self, terminal: Any, session: str = "") -> None:
        self._terminal = terminal
        self._session = session
        self._within = threading.local()
        self._sinks: dict[str, Sink] = {}
        self._cut: set[str] = set()
        self.original: Callable[..., Any] = terminal.run

    @property
    def nested(self) -> bool:
        """True on a thread that is already carrying out a block: Open Interpreter's own bootstrap code."""
        return bool(getattr(self._within, "depth", 0))

    def name(self, language: str) -> str:
        """Return the one name of a language: ``shell`` for all of the shell's; empty when it is not known.

        Open Interpreter itself would start a second kernel, without the variables of the first, for an alias.
        """
        if language.lower() in SHELL_NAMES:
            return "shell"
        found = self._terminal.get_language(language)
        return "" if found is None else str(found.name).lower()

    @contextmanager
    def streaming(self, action_id: str, sink: Sink) -> Iterator[None]:
        """Send the chunks of an action (pictures and line markers included) to ``sink`` while it runs."""
        self._sinks[action_id] = sink
        try:
            yield
        finally:
            del self._sinks[action_id]
            self._cut.discard(action_id)

    def execute(self, action: Action, context: RunContext) -> Result:
        """Carry out an ``oi.code`` action: the executor that the door calls.

        Raises KindError for a language that Open Interpreter does not have, and for another session's action: its
        variables are not here.
        """
        home = action.origin.session
        if home and home != self._session:
            raise KindError(f"this block belongs to another Open Interpreter session ({home}); approve it there")
        language, code = action.args["language"], action.args["code"]
        if not self.name(language):
            raise KindError(f"Open Interpreter cannot run {language!r} here")
        sink = self._sinks.get(action.id)
        text: list[str] = []
        # A block approved by `%agent approve` runs on the main thread, where Ctrl-C would leave its kernel running.
        with self._inside(), on_sigint(lambda: Thread(target=self.interrupt, args=(action,), daemon=True).start()):
            self._start(language)
            if action.id in self._cut:
                return Result("interrupted", "interrupted by the user")
            for chunk in self.original(language, code, stream=True, display=False):
                if is_output(chunk):
                    text.append(chunk["content"])
                    context.emit(chunk["content"])
                if sink:
                    sink(chunk)
        return self._result(action, language, context, "".join(text))

    def interrupt(self, action: Action, hard: bool = False) -> bool:
        """Stop the block under way: a kernel keeps its variables unless ``hard``; other languages start anew.

        Returns False while the language is still starting; then the block will not begin.
        """
        self._cut.add(action.id)
        language = action.args["language"]
        running = self._terminal._active_languages.get(language)
        if running is None:
            return False
        if hasattr(running, "km"):
            if hard:
                del self._terminal._active_languages[language]
                _end_kernel(running)
            else:
                running.km.interrupt_kernel()
        elif getattr(running, "process", None) is not None:
            _end_process(running)
        else:
            running.stop()
        return True

    def _start(self, language: str) -> None:
        """Start a kernel before its first block, so that Ctrl-C during these seconds holds the block back."""
        if language == "python" and language not in self._terminal._active_languages:
            for _ in self.original(language, "", stream=True, display=False):
                pass

    def _result(self, action: Action, language: str, context: RunContext, text: str) -> Result:
        output = bounded(text, output_limit(context.settings))
        if len(output) < len(text):
            context.output_path.write_text(text, encoding="utf-8", errors="replace")
        running = self._terminal._active_languages.get(language)
        reply = _kernel_reply(running) if hasattr(running, "kc") else {}
        if action.id in self._cut:
            self._cut.discard(action.id)
            return Result("interrupted", "interrupted by the user", output=output)
        if reply.get("status") == "error":
            from journeyman.faults.judge import judge

            message = f"{reply.get('ename')}: {reply.get('evalue')}"[:300]
            return Result("failed", message, 1, output, diagnosis=judge("python.run", "", 1, text)[1])
        if reply.get("status") == "ok":
            return Result("done", "ran without an error", 0, output)
        return Result("done", f"ran; {language} reports no status", None, output)

    @contextmanager
    def _inside(self) -> Iterator[None]:
        self._within.depth = getattr(self._within, "depth", 0) + 1
        try:
            yield
        finally:
            self._within.depth -= 1


def _kernel_reply(language: Any) -> dict[str, Any]:
    """Return the content of the newest execute_reply: Open Interpreter itself never reads that channel."""
    reply: dict[str, Any] = {}
    try:
        while True:
            message = language.kc.get_shell_msg(timeout=0 if reply else _REPLY_PATIENCE)
            if message["msg_type"] == "execute_reply":
                reply = message["content"]
    except Empty:
        return reply


def _end_kernel(language: Any) -> None:
    language.finish_flag = True
    # Its listener interrupts the kernel when it sees the flag, which fails once the kernel is gone.
    if language.listener_thread:
        language.listener_thread.join(timeout=2)
    language.kc.stop_channels()
    language.km.shutdown_kernel(now=True)


def _end_process(language: Any) -> None:
    process, language.process = language.process, None
    process.kill()
    process.wait()
    language.done.set()

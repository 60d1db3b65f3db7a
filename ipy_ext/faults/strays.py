"""Exceptions that no cell shows as its own: in threads, and in tasks that nobody waits for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from ipy_ext.faults.seen import Seen


class Strays:
    """Stands before ``threading.excepthook`` and the loop's handler; both still do what they did."""

    def __init__(self, saw: Callable[[Seen], None]) -> None:
        self._saw = saw
        self._thread_hook: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._loop_hook: Any = None

    def add(self) -> None:
        """Begin to listen."""
        self._thread_hook = threading.excepthook
        threading.excepthook = self._in_thread

    def remove(self) -> None:
        """Put back what stood there, unless somebody else stands there by now."""
        if threading.excepthook == self._in_thread:
            threading.excepthook = self._thread_hook
        loop, self._loop = self._loop, None
        if loop is not None and loop.get_exception_handler() == self._in_task:
            loop.set_exception_handler(self._loop_hook)

    def follow_loop(self) -> None:
        """Listen to the loop that runs now, if there is one: a kernel's runs only once cells do."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        if loop is not self._loop:
            self._loop, self._loop_hook = loop, loop.get_exception_handler()
            loop.set_exception_handler(self._in_task)

    def _in_thread(self, args: Any) -> None:
        self._thread_hook(args)
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            self._saw(Seen("thread", error=args.exc_value))

    def _in_task(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if self._loop_hook is not None:
            self._loop_hook(loop, context)
        else:
            loop.default_exception_handler(context)
        error = context.get("exception")
        if isinstance(error, Exception):
            self._saw(Seen("task", error=error))

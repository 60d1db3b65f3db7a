"""Keep what a piece of code prints, displays and raises, while it runs in the user's shell.

Only that code's own context is listened to: while it awaits, other cells may run, and theirs goes where it always does.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from IPython.core.displaypub import DisplayPublisher

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_listening: ContextVar[Captured | None] = ContextVar("journeyman_capture", default=None)


def capturing() -> bool:
    """Tell whether what happens now belongs to code that is run as an action."""
    return _listening.get() is not None


class Captured:
    """What was kept: ``text`` in the order it came (tracebacks too), and ``displays`` as mime bundles."""

    def __init__(self, emit: Callable[[str], None]) -> None:
        self._emit = emit
        self._parts: list[str] = []
        self.displays: list[dict[str, Any]] = []

    @property
    def text(self) -> str:
        """All text so far."""
        return "".join(self._parts)

    @property
    def listens(self) -> bool:
        """Tell whether what happens now belongs to the code."""
        return _listening.get() is self

    def add(self, text: str) -> None:
        """Keep ``text`` and pass it on."""
        self._parts.append(text)
        self._emit(text)

    def show(self, data: dict[str, Any], metadata: Any) -> None:
        """Keep a displayed object, and what stands for it in text."""
        self.displays.append({"data": data, "metadata": metadata or {}})
        if plain := data.get("text/plain"):
            self.add(f"{plain}\n")


class _Stream:
    """Stands in for sys.stdout and sys.stderr."""

    def __init__(self, captured: Captured, real: Any) -> None:
        self._captured = captured
        self._real = real

    def write(self, text: str) -> Any:
        if not self._captured.listens:
            return self._real.write(text)
        self._captured.add(text)
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def isatty(self) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


class _Publisher(DisplayPublisher):
    """Stands in for the shell's display publisher."""

    def __init__(self, captured: Captured, real: Any) -> None:
        self._captured = captured
        self._real = real
        super().__init__(shell=None)  # type: ignore[no-untyped-call]  # IPython's own has no types

    def publish(self, data: Any, metadata: Any = None, *args: Any, **options: Any) -> None:
        if self._captured.listens:
            self._captured.show(data, metadata)
        else:
            self._real.publish(data, metadata, *args, **options)

    def clear_output(self, wait: bool = False) -> None:
        if self._captured.listens:
            self._captured.displays.clear()
        else:
            self._real.clear_output(wait)

    def __getattr__(self, name: str) -> Any:
        # A kernel tells its publisher which cell is running.
        return getattr(self._real, name)


@contextmanager
def capture(shell: Any, emit: Callable[[str], None]) -> Iterator[Captured]:
    """Send everything that ``shell`` would show to the yielded :class:`Captured`, and put all back afterwards."""
    captured = Captured(emit)
    trap = shell.display_trap
    before = (sys.stdout, sys.stderr, sys.displayhook, shell.display_pub, trap.hook)
    own_traceback = vars(shell).get("_showtraceback")
    real_traceback = shell._showtraceback

    def show_result(result: Any = None) -> None:
        if not captured.listens:
            before[4](result)
        elif result is not None:
            captured.show(*shell.display_formatter.format(result))

    def show_traceback(kind: type[BaseException], value: BaseException, lines: list[str]) -> None:
        if captured.listens:
            captured.add(_COLOURS.sub("", "\n".join(lines)) + "\n")
        else:
            real_traceback(kind, value, lines)

    token = _listening.set(captured)
    try:
        sys.stdout, sys.stderr = _Stream(captured, before[0]), _Stream(captured, before[1])
        sys.displayhook = trap.hook = show_result
        shell.display_pub = _Publisher(captured, before[3])
        shell._showtraceback = show_traceback
        yield captured
    finally:
        _listening.reset(token)
        sys.stdout, sys.stderr, sys.displayhook, shell.display_pub, trap.hook = before
        if own_traceback is not None:
            shell._showtraceback = own_traceback
        else:
            del shell._showtraceback

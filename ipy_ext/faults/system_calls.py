"""See how each ``!`` line, and what goes the same way (``%pip``, ``%system``), ended; what it does stays as it is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

_KEPT = 200_000
"""Characters of output that are kept to explain a failure: the last ones."""


class _Expanded(str):
    """A command in which names of the user are replaced already."""

    __slots__ = ()


class _Tee:
    """Passes on what is written to a stream, and keeps the end of it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.kept: list[str] = []
        self._size = 0

    def write(self, text: str) -> Any:
        self.kept.append(text)
        self._size += len(text)
        while self._size > _KEPT and len(self.kept) > 1:
            self._size -= len(self.kept.pop(0))
        return self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class SystemCalls:
    """Stands before ``shell.system``. ``ended(command, exit_code, output)`` is told of each call."""

    def __init__(self, shell: Any, ended: Callable[[str, int, str], None]) -> None:
        self._shell = shell
        self._ended = ended
        self._real: Any = None

    def add(self) -> None:
        """Begin to listen."""
        self._real = self._shell.system
        self._shell.system = self._system

    def remove(self) -> None:
        """End it, unless somebody else stands there by now."""
        if vars(self._shell).get("system") == self._system:
            del self._shell.system
            if self._shell.system != self._real:
                self._shell.system = self._real

    def _system(self, cmd: str) -> Any:
        shell = self._shell
        # Names are looked up in the frame that called: from here it is still the user's.
        expanded = _Expanded(shell.var_expand(cmd, depth=1))
        own = vars(shell).get("var_expand")
        real = shell.var_expand
        shell.var_expand = lambda text, depth=0, *more: (
            text if isinstance(text, _Expanded) else real(text, depth + 1, *more)
        )
        before = sys.stdout
        tee = sys.stdout = _Tee(before)
        try:
            return self._real(expanded)
        finally:
            if sys.stdout is tee:
                sys.stdout = before
            if own is None:
                del shell.var_expand
            else:
                shell.var_expand = own
            code = shell.user_ns.get("_exit_code")
            self._ended(str(expanded), code if isinstance(code, int) else 0, "".join(tee.kept))

"""Put the user's own cells through the gate before they run: off until ``%agent guard on``."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from IPython.core.error import InputRejected

if TYPE_CHECKING:
    from journeyman.values import Decision

Switch = Callable[[bool | None], bool]
"""Switches the guard on or off (None: neither), and returns which it is now."""

_OUR_LINE = re.compile(r"^%(agent\b.*|(un|re)load_ext ipy_ext\s*)$", re.MULTILINE)


class Held(InputRejected):
    """A cell that was not run; shown as one line, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Guard:
    """Judges each cell of ``shell`` that a person runs, and holds back what is not allowed.

    ``decide(code)`` is the gate's answer about a cell. ``propose(code)`` puts it where it can be approved, and shows
    that. A cell that cannot be judged is held, too.
    """

    def __init__(self, shell: Any, decide: Callable[[str], Decision], propose: Callable[[str], None]) -> None:
        self._shell = shell
        self._decide = decide
        self._propose = propose
        self._typed: str | None = None
        self._approved: list[str] = []
        self.on = False

    def switch(self, wanted: bool | None) -> bool:
        """Switch on or off (None: neither), and return which it is now."""
        if wanted and not self.on:
            self._shell.events.register("pre_run_cell", self._before)
            self._shell.ast_transformers.append(self)
        elif wanted is False and self.on:
            self._shell.events.unregister("pre_run_cell", self._before)
            self._shell.ast_transformers.remove(self)
        self.on = self.on if wanted is None else wanted
        return self.on

    @contextmanager
    def passing(self, code: str) -> Iterator[None]:
        """Let exactly ``code`` run: it went through the gate as an action."""
        self._approved.append(code)
        try:
            yield
        finally:
            self._approved.remove(code)

    def visit(self, tree: Any) -> Any:
        """Return the tree of a cell unchanged, or hold the cell back (this is how IPython asks a transformer)."""
        typed, self._typed = self._typed, None
        if typed is not None and typed not in self._approved:
            self._judge(typed)
        return tree

    def _before(self, info: Any) -> None:
        self._typed = info.raw_cell

    def _judge(self, typed: str) -> None:
        code = textwrap.dedent(_OUR_LINE.sub("", typed)).strip("\n")
        if not code.strip() or typed.lstrip().startswith("%%agent"):
            return
        try:
            decision = self._decide(code)
            if decision.verdict == "allow":
                return
            why = "; ".join(decision.reasons) or decision.level
            if decision.verdict == "ask":
                self._propose(code)
        except Exception as error:
            # IPython drops a transformer that raises anything else, and then runs the cell.
            raise Held(f"Held: it could not be judged ({type(error).__name__}: {error})") from error
        if decision.verdict == "ask":
            raise Held(f"Held, it was not run: {why}. Approve it above, or: %agent guard off")
        raise Held(f"Denied, it was not run: {why}")

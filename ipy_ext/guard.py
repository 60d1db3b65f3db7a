"""Put the user's own cells through the gate before they run: off until ``%agent guard on``."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from IPython.core.autocall import ExitAutocall
from IPython.core.error import InputRejected

if TYPE_CHECKING:
    from journeyman.values import Decision

Answered = Literal["waits", "done", "failed", "no"]
"""What became of a cell that was held: nobody has answered, it ran as an action, or a person said no."""
Switch = Callable[[bool | None], bool]
"""Switches the guard on or off (None: neither), and returns which it is now."""

_OUR_LINE = re.compile(r"%(agent\b.*|(un|re)load_ext ipy_ext\s*)")
_OUR_CELL = re.compile(r"\s*%%agent\b")
_LEAVING = re.compile(r"\s*(exit|quit)\s*(?:\(\s*\))?\s*")
_HELD: dict[Answered, str] = {
    "waits": "Held, it was not run: {why}. Approve it above, or: %agent guard off",
    "done": "Held: it ran above, as an action that you approved",
    "failed": "Held: it ran above, as an action that you approved, and failed",
    "no": "Held, it was not run: {why}",
}


class Held(InputRejected):
    """A cell that was not run; shown as one line, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Guard:
    """Judges each cell of ``shell`` that a person runs, and holds back what is not allowed.

    ``decide(code)`` is the gate's answer about a cell. ``propose(code)`` puts it where it can be approved, shows that,
    and tells what became of it. A cell that cannot be judged is held, too.
    """

    def __init__(self, shell: Any, decide: Callable[[str], Decision], propose: Callable[[str], Answered]) -> None:
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
            self._judge(typed, tree)
        return tree

    def _before(self, info: Any) -> None:
        self._typed = info.raw_cell

    def _judge(self, typed: str, tree: Any) -> None:
        if _OUR_CELL.match(typed) or self._leaves(typed):
            return
        answered: Answered = "waits"
        try:
            code = self._foreign(typed, tree)
            if not code.strip():
                return
            decision = self._decide(code)
            if decision.verdict == "allow":
                return
            why = "; ".join(decision.reasons) or decision.level
            if decision.verdict == "ask":
                answered = self._propose(code)
        except Exception as error:
            # IPython drops a transformer that raises anything else, and then runs the cell.
            raise Held(f"Held: it could not be judged ({type(error).__name__}: {error})") from error
        if decision.verdict == "ask":
            raise Held(_HELD[answered].format(why=why))
        raise Held(f"Denied, it was not run: {why}")

    def _leaves(self, typed: str) -> bool:
        """Return whether the cell only ends the session, by IPython's own ``exit`` or ``quit``."""
        found = _LEAVING.fullmatch(typed)
        return found is not None and isinstance(self._shell.user_ns.get(found[1]), ExitAutocall)

    def _foreign(self, typed: str, tree: Any) -> str:
        """Return the cell without the lines that are magics of our own.

        A line counts only where a statement of the parsed cell begins: a text over several lines may hold one that
        looks the same, with code behind it. Where IPython has joined lines, the numbers say nothing, and all is kept.
        """
        lines = typed.splitlines()
        while lines and not lines[0].strip():
            del lines[0]
        if any(map(_OUR_LINE.fullmatch, lines)) and len(lines) == len(self._shell.transform_cell(typed).splitlines()):
            begun = {statement.lineno for statement in tree.body if statement.col_offset == 0}
            lines = [
                "" if number in begun and _OUR_LINE.fullmatch(line) else line
                for number, line in enumerate(lines, start=1)
            ]
        return textwrap.dedent("\n".join(lines)).strip("\n")

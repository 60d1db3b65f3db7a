"""Attach to an IPython shell and detach again. Nothing heavy is imported before the first ``%agent``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from IPython.core.magic import no_var_expand

from ipy_ext.faults.watch import FaultWatch
from journeyman.errors import JourneymanError

if TYPE_CHECKING:
    from IPython.core.completer import CompletionContext, SimpleMatcherResult
    from IPython.core.interactiveshell import InteractiveShell

    from ipy_ext.faults.seen import Seen
    from ipy_ext.session import Session

_NAME = "agent"
_attached: WeakKeyDictionary[InteractiveShell, Extension] = WeakKeyDictionary()


def attach(shell: InteractiveShell) -> None:
    """Add ``%agent``, ``%%agent`` and their completion; offer set-up where the workspace is new."""
    if shell in _attached:
        return
    extension = Extension(shell, os.environ.get("JOURNEYMAN_WORKSPACE") or os.getcwd())
    _attached[shell] = extension
    extension.add()
    from ipy_ext.offer import offer

    offer(extension.start)


def detach(shell: InteractiveShell) -> None:
    """Remove what :func:`attach` added, and end the session."""
    extension = _attached.pop(shell, None)
    if extension is not None:
        extension.remove()


def attached(shell: InteractiveShell) -> Extension | None:
    """Return the extension of ``shell``, or None where it is not loaded."""
    return _attached.get(shell)


class Extension:
    """The magics and the matcher of one shell; ``start`` is the folder whose workspace it works in."""

    def __init__(self, shell: InteractiveShell, start: str) -> None:
        self.shell = shell
        self.start = start
        self._session: Session | None = None
        # Bound once: removal compares identities.
        self._matcher = _matcher(self)
        self._watch = FaultWatch(shell, self._saw, self._went_well)

    @property
    def session(self) -> Session:
        """The session, begun on first use."""
        if self._session is None:
            from ipy_ext.session import Session

            self._session = Session(self.shell, self.start)
        return self._session

    @no_var_expand
    def agent(self, line: str, cell: str | None = None) -> Any:
        """Plan, run, approve, undo: ``%agent help`` lists the verbs. ``%%agent`` takes its body as the goal."""
        from ipy_ext.typed import typed

        return self.session.carry_out(typed(line, cell))

    def add(self) -> None:
        """Register the magics and the matcher."""
        self.shell.magics_manager.register_function(self.agent, "line_cell", _NAME)
        if self.shell.Completer is not None:
            self.shell.Completer.custom_matchers.append(self._matcher)
        self._watch.add()

    def _saw(self, seen: Seen) -> None:
        """Show what failed. A fault of our own must not come between a person and the traceback: it is one line."""
        with _one_line("this failure could not be recorded"):
            self.session.desk.saw(seen)

    def _went_well(self, code: str) -> None:
        if self._session is not None:
            with _one_line("that this cell goes well now could not be recorded"):
                self._session.desk.went_well(code)

    def remove(self) -> None:
        """Unregister everything and close the session."""
        self._watch.remove()
        for kind in ("line", "cell"):
            found = self.shell.magics_manager.magics[kind].get(_NAME)
            if getattr(found, "__self__", None) is self:
                del self.shell.magics_manager.magics[kind][_NAME]
        completer = self.shell.Completer
        if completer is not None and self._matcher in completer.custom_matchers:
            completer.custom_matchers.remove(self._matcher)
        if self._session is not None:
            self._session.close()
            self._session = None


@contextmanager
def _one_line(what: str) -> Iterator[None]:
    """Let nothing that fails in here reach the shell, which would print our own traceback below the user's."""
    try:
        yield
    except JourneymanError as error:
        sys.stderr.write(f"Journeyman: {what}: {error}\n")
    except Exception as error:  # noqa: BLE001 - whatever it is, the user's own traceback comes first
        sys.stderr.write(f"Journeyman: {what}: a fault of the program itself ({type(error).__name__}: {error})\n")


def _matcher(extension: Extension) -> Any:
    from IPython.core.completer import completion_matcher

    def match(context: CompletionContext) -> SimpleMatcherResult:
        text = context.text_until_cursor
        head = text.lstrip()
        if not head.startswith(("%agent ", "%%agent ")):
            return {"completions": []}
        from ipy_ext.completion import complete

        return complete(extension.session, head.partition(" ")[2])

    marked: Any = completion_matcher(identifier="journeyman.agent", priority=100, api_version=2)(match)
    return marked

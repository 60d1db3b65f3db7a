"""Takes in what was seen to fail: explains it, records it, and shows it below the traceback."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ipy_ext.faults.describe import case_of

if TYPE_CHECKING:
    from ipy_ext.faults.seen import Seen
    from journeyman.faults.case import Case
    from journeyman.services import Services
    from journeyman.values import Diagnosis, Fault

Show = Callable[["Fault", "Seen"], None]
_REMEMBERED = 50
_UNKNOWN = "unknown.failure"
_UNSEEN = "what it printed is not known here; `%agent queue add --shell COMMAND` runs it so that it is read"


class FaultDesk:
    """``services()`` opens the workspace at the first failure; ``show`` puts a failure on the screen."""

    def __init__(self, shell: Any, services: Callable[[], Services], show: Show) -> None:
        self._shell = shell
        self._services = services
        self._show = show
        self._failed_cells: OrderedDict[str, str] = OrderedDict()

    def saw(self, seen: Seen) -> None:
        """Explain, record and show one failure; what turns out to be none is passed over."""
        if not self._services().settings["recovery"]["watch_cells"]:
            return
        case = case_of(seen, self._shell)
        found = self._diagnosis(case)
        if found is None:
            return
        if seen.how == "shell" and not seen.output and found.code == _UNKNOWN:
            found = replace(found, why=_UNSEEN)
        log = self._services().faults
        what = case.command or seen.code
        subject = _subject(seen, case)
        fault, _ = log.record(found, "cell", subject, what)
        if seen.code:
            self._failed_cells[seen.code] = fault.fingerprint
            while len(self._failed_cells) > _REMEMBERED:
                self._failed_cells.popitem(last=False)
        self._show(fault, seen)

    def went_well(self, code: str) -> None:
        """A cell that had failed goes well now: what was done since has helped."""
        fingerprint = self._failed_cells.pop(code, None) if self._failed_cells else None
        if fingerprint is not None:
            self._services().faults.went_well(fingerprint)

    def _diagnosis(self, case: Case) -> Diagnosis | None:
        from journeyman.faults.report import explain

        own = self._services().own_failures.patterns
        return explain(case, own if own.patterns else None)


def _subject(seen: Seen, case: Case) -> str:
    from journeyman.faults.memory.subject import command_subject

    if case.command:
        return command_subject(case.command)
    return {"thread": "a thread", "task": "a task"}.get(seen.how, "a cell")

"""Notebooks: cards with buttons; what a click starts runs on a worker thread, so that no kernel ever waits."""

from __future__ import annotations

import os
import threading
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ipy_ext.card import Card, Stage
from ipy_ext.elsewhere import Elsewhere
from ipy_ext.links import find_links
from ipy_ext.view import CardView, action_view, plan_view
from ipy_ext.watcher import Watcher
from ipy_ext.worker import Worker
from journeyman.commands.approving import run_approved
from journeyman.commands.boundary import run_line
from journeyman.commands.frontend import Frontend
from journeyman.commands.result import Result, say
from journeyman.gate.approver import NoApprover

if TYPE_CHECKING:
    from ipy_ext.faults.plain import Shown
    from ipy_ext.guard import Switch
    from journeyman.services import Services
    from journeyman.store.protocol import StepRecord
    from journeyman.values import Outcome

_KEPT = 20
"""How many ended cards keep their widgets (for pages that are loaded again); older ones are closed."""
_FAULT = "This ended by a fault of the program itself; logs/error.log holds the details."


class Notebook:
    """The front end of a kernel. ``session`` is the name under which it proposes actions."""

    def __init__(self, shell: Any, services: Services, session: str, guard: Switch | None = None) -> None:
        self._shell = shell
        self._services = services
        self._session = session
        self._guard = guard
        links = find_links(shell, os.getcwd())
        root = str(services.workspace.root)
        self._stage = Stage(root, links, lambda: shell.display_pub, self._pressed, self._shown)
        self._cards: list[Card] = []
        self._lock = threading.Lock()
        self._elsewhere = Elsewhere(services, session)
        self._worker = Worker()
        self._watcher = Watcher(services.store.change_counter, lambda: bool(self._open()), self._look)

    def carry_out(self, line: str, *, cards: bool) -> Any:
        """Carry out one line typed in a cell; return a card, or the result. An interrupt ends what runs."""
        live: list[Card] = []

        def on_step(step: StepRecord, outcome: Outcome | None) -> None:
            if cards and not any(card.view.plan_id == step.plan_id for card in live):
                live.append(self._card(lambda: plan_view(self._services, step.plan_id)))
                live[-1].show()
            self._progress(step, outcome)

        def emit(text: str) -> None:
            for card in live[-1:]:
                card.stream(text)

        with self._worker.working():
            try:
                result = run_line(self._services, self._frontend(on_step, emit), line)
            except KeyboardInterrupt:
                result = say("stopped", "warn", 1)
            self._elsewhere.answered_here(result)
        self._refresh()
        shown = live[-1] if live else self._card_of(result) if cards else None
        if shown is not None:
            self._conclude(shown, result)
            if live:
                shown.publish()
        self._watcher.watch()
        return result if shown is None else shown

    def show_fault(self, shown: Shown) -> None:
        """Show a failure below its traceback, with buttons for the fixes."""
        from ipy_ext.faults.card import FaultActions, FaultCard

        def verb(line: str) -> Result:
            return run_line(self._services, self._quiet(), line)

        def apply(number: int, done: Callable[[Result], None]) -> None:
            self._start(None, lambda: _told(done, verb(f"fix {shown.fault.id} --number {number}")))

        actions = FaultActions(
            apply,
            lambda: verb(f"explain {shown.fault.id}"),
            lambda action_id: self._card(lambda: action_view(self._services, action_id)),
        )
        self._shell.display_pub.publish(FaultCard(shown, actions).bundle())

    def keep(self, action_id: str, displays: Sequence[dict[str, Any]]) -> None:
        """Show what the code of an action displayed, on the newest card that holds the action."""
        card = self._card_with(action_id)
        if card is not None:
            card.keep(displays)
            return
        for shown in displays:
            self._shell.display_pub.publish(shown["data"], shown["metadata"])

    def close(self) -> None:
        """Stop what runs, end the threads, and leave of each card what a saved notebook can hold."""
        self._watcher.close()
        self._worker.close(self._services.queue.stop)
        for card in self._cards:
            card.close()
        self._cards.clear()

    def _frontend(
        self,
        on_step: Callable[[StepRecord, Outcome | None], None],
        emit: Callable[[str], None],
    ) -> Frontend:
        return Frontend("notebook", NoApprover(), self._session, "%agent", on_step, emit, self._guard)

    # cards
    def _card(self, read: Callable[[], CardView]) -> Card:
        card = Card(read, self._stage)
        with self._lock:
            self._cards.append(card)
            ended = [found for found in self._cards if found.ended]
            old = ended[: max(0, len(ended) - _KEPT)]
            self._cards = [found for found in self._cards if found not in old]
        for found in old:
            found.close()
        return card

    def _shown(self, card: Card) -> None:
        """Leave one card with buttons for each plan: the newest on the screen."""
        with self._lock:
            old = [
                found
                for found in self._cards
                if found is not card and found.view.plan_id == card.view.plan_id != "" and found.retirable
            ]
            self._cards = [found for found in self._cards if found not in old]
            if card not in self._cards:
                self._cards.append(card)
        for found in old:
            found.retire()

    def _card_of(self, result: Result) -> Card | None:
        plan, outcome = result.data.get("plan"), result.data.get("outcome")
        outcomes = result.data.get("outcomes") or ([outcome] if outcome else [])
        if result.card and plan:
            return self._card(lambda: plan_view(self._services, plan["id"]))
        if outcomes and outcomes[-1]["status"] == "pending":
            return self._card(lambda: action_view(self._services, outcomes[-1]["action_id"]))
        return None

    def _open(self) -> list[Card]:
        with self._lock:
            return [card for card in self._cards if not card.ended]

    def _card_with(self, action_id: str) -> Card | None:
        return next((card for card in reversed(self._open()) if card.holds(action_id)), None)

    def _progress(self, step: StepRecord, outcome: Outcome | None) -> None:
        for card in self._open():
            if card.view.plan_id == step.plan_id:
                if outcome is not None:
                    card.end_stream()
                card.refresh()

    def _refresh(self) -> None:
        for card in self._open():
            card.refresh()

    def _conclude(self, card: Card, result: Result) -> None:
        """Give ``card`` what only the result tells: the reflection, and a mistake that the store does not know."""
        card.result = result
        card.reflection = str(result.data.get("reflection", "")) or card.reflection
        if "error" in result.data:
            card.note(result.text)
        card.refresh()

    # clicks
    def _pressed(self, card: Card, name: str) -> None:
        if name == "stop":
            run_line(self._services, self._quiet(), "stop")
            return
        if not card.occupy(True):
            return
        view = card.view
        if name == "approve":
            self._elsewhere.take(view.approval_id)
            self._answer(card, f"approve {view.approval_id} --no-run", partial(self._approved, card, view.approval_id))
        elif name == "plan":
            self._answer(
                card, f"approve plan {view.plan_id} --no-run", partial(self._line, card, f"run {view.plan_id}")
            )
        elif name in ("run", "resume"):
            self._start(card, partial(self._line, card, f"{name} {view.plan_id}"))
        elif name == "reject" and view.approval_id:
            self._answer(card, f"reject {view.approval_id}")
        else:
            self._answer(card, f"cancel {view.plan_id}")

    def _answer(self, card: Card, line: str, go_on: Callable[[], Result] | None = None) -> None:
        """Write the answer down, at once; then go on, on the worker."""
        with self._worker.working():
            result = run_line(self._services, self._quiet(), line)
            if result.exit_code == 0 and go_on is not None:
                self._start(card, go_on)
                return
        card.occupy(False)
        self._refresh()
        self._conclude(card, result)

    def _start(self, card: Card | None, job: Callable[[], Result]) -> None:
        def work() -> None:
            result = say(_FAULT, "bad", 1, error=_FAULT)
            try:
                result = job()
            except Exception as error:
                # What threads print is lost in current kernels.
                told = {"traceback": "".join(traceback.format_exception(error))}
                self._services.journal.record(
                    "notebook.fault", f"{type(error).__name__}: {error}", level="error", data=told
                )
                raise
            finally:
                if card is not None:
                    card.occupy(False)
                    self._conclude(card, result)
                self._refresh()

        self._worker.start(work)
        self._watcher.watch()

    def _line(self, card: Card, line: str) -> Result:
        return run_line(self._services, self._frontend(self._progress, card.stream), line)

    def _approved(self, card: Card | None, approval_id: str) -> Result:
        approval = self._services.store.approval(approval_id)
        assert approval is not None, "approvals are never deleted"
        return run_approved(
            self._services, self._frontend(self._progress, card.stream) if card else self._quiet(), approval
        )

    def _quiet(self) -> Frontend:
        return self._frontend(self._progress, lambda text: None)

    # what other front ends do
    def _look(self) -> bool:
        """Draw what changed, and run what was approved elsewhere but can only run here; False when busy."""
        self._refresh()
        if self._worker.busy:
            return False
        for approval in self._elsewhere.find():
            card = self._card_with(approval.action_id)
            if card is not None:
                card.occupy(True)
            self._start(card, partial(self._approved, card, approval.id))
        return True


def _told(done: Callable[[Result], None], result: Result) -> Result:
    done(result)
    return result

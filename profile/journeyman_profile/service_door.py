"""The door over Journeyman's services: the real one."""

from __future__ import annotations

import atexit
import json
import sys
from pathlib import Path

from journeyman.commands.boundary import run_line
from journeyman.commands.frontend import Frontend
from journeyman.errors import JourneymanError, NotFound
from journeyman.gate.approver import Approver, NoApprover, PromptApprover
from journeyman.services import Services, open_services
from journeyman.values import Action, Decision, Event, Outcome
from journeyman.workspace import Workspace
from journeyman_profile.door import Answer, Executors, Granted, OnOutput, silent

FRONT_END = "interpreter"


class ServiceDoor:
    """Asks the services of one workspace; ``session`` names this process."""

    def __init__(self, services: Services, session: str) -> None:
        self._services = services
        self._session = session

    def decide(self, action: Action) -> Decision:
        """Return the gate's decision without recording anything."""
        return self._services.runner.decide(action)

    def do(self, action: Action, on_output: OnOutput = silent) -> Outcome:
        """Send an action through the runner."""
        return self._services.runner.do(action, emit=on_output)

    def answer(self, approval_id: str, answer: Answer, on_output: OnOutput = silent) -> Outcome:
        """Answer a durable approval, and run its stored action when the answer is ``approved``.

        Raises NotFound for an unknown approval, UsageError for one that was answered otherwise or has expired.
        """
        approval = self._services.store.approval(approval_id)
        record = self._services.store.action(approval.action_id) if approval else None
        if approval is None or record is None:
            raise NotFound(f"nothing is stored under approval {approval_id}")
        runner = self._services.runner
        if answer == "rejected":
            return runner.reject(record.action, record.decision or self.decide(record.action), approval.id, FRONT_END)
        if approval.status != "approved":
            self._services.approvals.answer(approval.id, "approved", FRONT_END)
        return runner.do(record.action, approval.id, on_output)

    def granted(self, action: Action) -> Granted | None:
        """Look for an approval that another front end took and could not use: only this session has the variables."""
        store = self._services.store
        for approval in store.approvals(status="approved") if action.origin.session else ():
            record = store.action(approval.action_id)
            if (
                record is not None
                and record.action.content_hash == action.content_hash
                and record.action.origin.session == action.origin.session
            ):
                return record.action, approval.id
        return None

    def withdraw(self, approval_id: str) -> None:
        """Mark a question as withdrawn; one that is answered already stays as it is."""
        approval = self._services.store.approval(approval_id)
        if approval is not None and approval.status == "pending":
            event = Event(
                "approval.withdrawn",
                self._services.clock(),
                "the user changes the block instead",
                action_id=approval.action_id,
                data={"approval": approval.id},
            )
            self._services.store.answer_approval(approval.id, "withdrawn", "", FRONT_END, event)

    def interrupt(self, action_id: str) -> None:
        """Stop the processes of a running action."""
        self._services.processes.stop(action_id)

    def verb(self, line: str) -> str:
        """Run one line as typed after ``%agent``."""
        return run_line(self._services, self._frontend(), line).text

    def redact(self, text: str) -> str:
        """Hide secrets."""
        return str(self._services.redactor.text(text))

    def initialized(self) -> bool:
        """Read ``initialized`` from the workspace's state file; a missing or unreadable one counts as no."""
        return _initialized(self._services.workspace.state_file)

    def close(self) -> None:
        """Write what is still to be written and close the store."""
        self._services.close()

    def _frontend(self) -> Frontend:
        terminal = sys.stdin.isatty() and sys.stdout.isatty()
        approver: Approver = PromptApprover() if terminal else NoApprover()
        return Frontend(FRONT_END, approver, self._session, "%agent", emit=_print)


def open_service_door(workspace: Workspace, executors: Executors, session: str) -> ServiceDoor:
    """Open the services of ``workspace`` until the process ends. Raises JourneymanError when that is not possible."""
    door = ServiceDoor(open_services(workspace.root, dict(executors)), session)
    atexit.register(_close, door)
    return door


def _close(door: ServiceDoor) -> None:
    try:
        door.close()
    except JourneymanError as error:
        print(f"journeyman: {error}", file=sys.stderr)  # noqa: T201 - the last chance to tell the user


def _print(text: str) -> None:
    print(text, end="", flush=True)  # noqa: T201 - output of a verb at the prompt


def _initialized(state_file: Path) -> bool:
    try:
        state = json.loads(state_file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(state, dict) and state.get("initialized") is True

"""What was approved in another front end but can only run here: ``cell.run`` of this session."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeyman.commands.result import Result
    from journeyman.services import Services
    from journeyman.values import Approval


class Elsewhere:
    """Finds such approvals, each once. ``session`` is the name under which this shell proposes actions."""

    def __init__(self, services: Services, session: str) -> None:
        self._services = services
        self._session = session
        self._taken: set[str] = set()

    def find(self) -> list[Approval]:
        """Return those that nobody has taken yet, and take them."""
        found = [
            approval
            for approval in self._services.store.approvals(status="approved")
            if approval.id not in self._taken and self._runs_only_here(approval)
        ]
        self._taken.update(approval.id for approval in found)
        return found

    def take(self, approval_id: str) -> None:
        """Leave an approval to somebody else: who answers it here also runs it."""
        self._taken.add(approval_id)

    def answered_here(self, result: Result) -> None:
        """Leave what ``approve ID --no-run`` answered in this shell: the user runs it later."""
        answered = result.data.get("approval")
        if isinstance(answered, dict):
            self.take(str(answered["id"]))

    def _runs_only_here(self, approval: Approval) -> bool:
        record = self._services.store.action(approval.action_id)
        if record is None:
            return False
        return record.action.kind in self._services.executors and record.action.origin.session == self._session

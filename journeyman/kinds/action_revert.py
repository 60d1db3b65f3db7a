"""``action.revert``: take back an action whose effect is not in files (a commit), by its own inverse."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from journeyman.errors import KindError
from journeyman.kinds.arguments import arguments
from journeyman.kinds.kind import Context, Kind, Result, RunContext, Schema
from journeyman.store import Store
from journeyman.values import Action, Effect, Prediction


class ActionRevert:
    """Runs the ``invert`` of the kind that did the action; refuses when the world has moved on."""

    name = "action.revert"
    summary = "take back an earlier action by its own inverse"
    confinement = "exact"
    schema: Schema = arguments({"action": {"type": "string", "minLength": 2}}, required=["action"])

    def __init__(self, store: Store, kinds: Mapping[str, Kind], forget: Callable[[str], None]) -> None:
        self._store = store
        self._kinds = kinds
        self._forget = forget

    def predict(self, action: Action, context: Context) -> Prediction:
        """Predict one contained write: an inverse exists only for what is our own."""
        kind = self._kind_of(action.args["action"])
        effect = Effect("write", "contained", "workspace", kind, f"takes back a {kind}")
        return Prediction((effect,), subject=kind)

    def run(self, action: Action, context: RunContext) -> Result:
        """Carry out the inverse and have ``forget`` mark the action's checkpoint as undone."""
        record = self._store.action(action.args["action"])
        if record is None or record.outcome is None:
            raise KindError(f"action {action.args['action']} has no outcome to take back")
        invert = getattr(self._kinds[record.action.kind], "invert", None)
        if invert is None:
            raise KindError(f"{record.action.kind} has no inverse")
        result: Result = invert(record.action, record.outcome, context)
        if result.status == "done":
            for checkpoint in self._store.checkpoints(status="applied", action_id=record.action.id):
                self._forget(checkpoint.id)
        return result

    def _kind_of(self, action_id: str) -> str:
        record = self._store.action(action_id)
        if record is None:
            raise KindError(f"no action {action_id}")
        return record.action.kind

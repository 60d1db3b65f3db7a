"""``noop``: do nothing, through the whole door."""

from __future__ import annotations

from journeyman.kinds.arguments import arguments
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.values import Action, Prediction


class Noop:
    """Does nothing; for measuring the door and for trying it out."""

    name = "noop"
    summary = "do nothing (for measuring and for trying the door)"
    confinement = "exact"
    schema: Schema = arguments({"note": {"type": "string"}})

    def predict(self, action: Action, context: Context) -> Prediction:
        """No effects."""
        return Prediction((), subject="noop")

    def run(self, action: Action, context: RunContext) -> Result:
        """Do nothing."""
        return Result("done", str(action.args.get("note", "nothing to do")))

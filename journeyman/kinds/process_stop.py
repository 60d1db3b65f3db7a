"""``process.stop``: end a background process of our own."""

from __future__ import annotations

from journeyman.errors import KindError
from journeyman.kinds.arguments import NAME, arguments
from journeyman.kinds.background import named
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.values import Action, Effect, Prediction


class ProcessStop:
    """Ends the whole tree of a background process: asks, then kills. Other processes cannot be named."""

    name = "process.stop"
    summary = "stop a background process, by its name or by the action that started it"
    confinement = "exact"
    schema: Schema = arguments({"name": NAME, "action": NAME}, oneOf=[{"required": ["name"]}, {"required": ["action"]}])

    def predict(self, action: Action, context: Context) -> Prediction:
        """One contained effect on a process of our own."""
        which = _which(action)
        return Prediction((Effect("process", "contained", "none", which, f"stops {which}"),), subject="stop")

    def run(self, action: Action, context: RunContext) -> Result:
        """Stop it and check that it is gone. Raises KindError when no such process runs."""
        record = named(context, _which(action))
        pid, born = record["pid"], record["start_time"]
        context.processes.end(pid, born)
        if context.processes.alive(pid, born):
            raise KindError(f"{record['name']} (pid {pid}) could not be stopped")
        context.registry.end_process(record["action_id"], "stopped")
        return Result("done", f"stopped {record['name']} (pid {pid})", data={"pid": pid, "name": record["name"]})


def _which(action: Action) -> str:
    return str(action.args.get("name") or action.args["action"])

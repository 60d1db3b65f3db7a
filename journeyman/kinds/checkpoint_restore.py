"""``checkpoint.restore``: take changes back, or make them again; through the same door as everything else."""

from __future__ import annotations

from journeyman.kinds.arguments import arguments
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.undo import Checkpoints, Restored
from journeyman.values import Action, Effect, Prediction

_SHOWN = 8


class CheckpointRestore:
    """Restores checkpoints in the given order. Conflicts are reported, and nothing is overwritten silently."""

    name = "checkpoint.restore"
    summary = "undo or redo recorded changes"
    confinement = "exact"
    schema: Schema = arguments(
        {
            "checkpoints": {"type": "array", "items": {"type": "string", "minLength": 2}, "minItems": 1},
            "direction": {"enum": ["undo", "redo"]},
        },
        required=["checkpoints", "direction"],
    )

    def __init__(self, checkpoints: Checkpoints) -> None:
        self._checkpoints = checkpoints

    def predict(self, action: Action, context: Context) -> Prediction:
        """Predict a contained write of the recorded paths; the restore needs no checkpoint of its own."""
        paths = self._checkpoints.changed_paths(action.args["checkpoints"])
        target = ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
        effect = Effect("write", "contained", "workspace", target, f"{action.args['direction']}es recorded changes")
        return Prediction((effect,), subject=action.args["direction"])

    def run(self, action: Action, context: RunContext) -> Result:
        """Restore, and say what was changed, what stood against it, and what was passed over."""
        direction = action.args["direction"]
        done = self._checkpoints.restore(action.args["checkpoints"], direction)
        data = {
            "changed": list(done.paths),
            "checkpoints": list(done.checkpoints),
            "conflicts": [[problem.path, problem.reason] for problem in done.conflicts],
            "skipped": [[problem.path, problem.reason] for problem in done.skipped],
        }
        if done.conflicts:
            return Result("failed", _conflict(done, direction), data=data)
        verb = "took back" if direction == "undo" else "made again"
        count = f"{len(done.paths)} path{'' if len(done.paths) == 1 else 's'}"
        message = f"{verb} {count}: {_some(done.paths)}" if done.paths else f"nothing to {direction}"
        if done.skipped:
            message += "; " + "; ".join(f"{problem.path}: {problem.reason}" for problem in done.skipped[:_SHOWN])
        return Result("done", message, data=data)


def _conflict(done: Restored, direction: str) -> str:
    listed = "; ".join(f"{problem.path}: {problem.reason}" for problem in done.conflicts[:_SHOWN])
    before = f" ({len(done.checkpoints)} earlier changes were {direction}ne)" if done.checkpoints else ""
    return f"conflict, nothing was overwritten{before}: {listed}"


def _some(paths: tuple[str, ...]) -> str:
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return ", ".join(paths[:_SHOWN]) + more

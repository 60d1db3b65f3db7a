"""``shell.run``: run a command line in bash."""

from __future__ import annotations

from journeyman.kinds.arguments import SECONDS, TEXT, arguments
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.kinds.spawning import execute, predict_shell, report, specify
from journeyman.values import Action, Prediction


class ShellRun:
    """Runs ``bash -c COMMAND`` in the sandbox; the whole process tree ends with it."""

    name = "shell.run"
    summary = "run a shell command (bash) and wait for it"
    confinement = "sandbox"
    starts = True
    schema: Schema = arguments(
        {"command": TEXT, "timeout": SECONDS, "idempotent": {"type": "boolean"}}, required=["command"]
    )

    def predict(self, action: Action, context: Context) -> Prediction:
        """What the parsed command line would do."""
        return predict_shell(action.args["command"], action, context)

    def run(self, action: Action, context: RunContext) -> Result:
        """Run it and judge how it ended."""
        command = action.args["command"]
        spec = specify(action, context, ("bash", "-c", command))
        return report(self.name, command, execute(action, context, spec), spec)

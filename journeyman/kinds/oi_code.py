"""``oi.code``: run code by Open Interpreter's own languages."""

from __future__ import annotations

from dataclasses import replace

from journeyman.errors import KindError
from journeyman.kinds.arguments import TEXT, arguments
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.kinds.spawning import predict_python, predict_shell
from journeyman.values import Action, Effect, Prediction

_PYTHON = frozenset({"python", "py", "python3", "ipython", "jupyter"})
_SHELLS = frozenset({"shell", "bash", "sh", "zsh"})
_PAGES = frozenset({"html", "react"})


class OiCode:
    """Hands a block to the Open Interpreter session that proposed it; nothing confines it there."""

    name = "oi.code"
    summary = "run a code block in Open Interpreter's own interpreter for its language"
    confinement = "none"
    schema: Schema = arguments({"language": TEXT, "code": TEXT}, required=["language", "code"])

    def predict(self, action: Action, context: Context) -> Prediction:
        """What Python or shell code would do; code in any other language is asked every time."""
        language, code = action.args["language"].lower(), action.args["code"]
        if language in _PYTHON:
            return predict_python(code, action, context, live_kernel=True)
        if language in _SHELLS:
            found = predict_shell(code, action, context)
            effect = Effect("kernel", "kernel", "none", language, "runs outside the sandbox, in Open Interpreter")
            return replace(found, effects=(*found.effects, effect))
        return Prediction((_unread(language),), subject=language, paths=None, network=True)

    def run(self, action: Action, context: RunContext) -> Result:
        """Run it by the front end's executor. Raises KindError where there is none."""
        execute = context.executors.get(self.name)
        if execute is None:
            raise KindError("oi.code can only be carried out by the Open Interpreter session that proposed it")
        return execute(action, context)


def _unread(language: str) -> Effect:
    """Other languages run in Open Interpreter's own processes: with the user's rights, files and network."""
    where = "is shown by a browser" if language in _PAGES else "runs in Open Interpreter's own process"
    reason = f"{language} code {where}, outside the sandbox, and cannot be read before it runs"
    return Effect("execute", "floor", "none", language, reason)

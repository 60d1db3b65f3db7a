"""``oi.code``: run code by Open Interpreter's own languages."""

from __future__ import annotations

from dataclasses import replace

from journeyman.errors import KindError
from journeyman.kinds.arguments import TEXT, arguments
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.kinds.spawning import predict_python, predict_shell
from journeyman.values import Action, Effect, Prediction

_SHELLS = frozenset({"shell", "bash", "sh", "zsh"})


class OiCode:
    """Hands a block to the Open Interpreter session that proposed it; nothing confines it there."""

    name = "oi.code"
    summary = "run a code block in Open Interpreter's own interpreter for its language"
    confinement = "none"
    schema: Schema = arguments({"language": TEXT, "code": TEXT}, required=["language", "code"])

    def predict(self, action: Action, context: Context) -> Prediction:
        """What Python or shell code would do; any other language cannot be read and is asked."""
        language, code = action.args["language"].lower(), action.args["code"]
        if language in {"python", "py"}:
            return predict_python(code, action, context, live_kernel=True)
        if language in _SHELLS:
            found = predict_shell(code, action, context)
            effect = Effect("kernel", "kernel", "none", language, "runs outside the sandbox, in Open Interpreter")
            return replace(found, effects=(*found.effects, effect))
        reason = f"{language} code cannot be read before it runs"
        return Prediction((Effect("unknown", "floor", "none", language, reason),), subject=language, paths=None)

    def run(self, action: Action, context: RunContext) -> Result:
        """Run it by the front end's executor. Raises KindError where there is none."""
        execute = context.executors.get(self.name)
        if execute is None:
            raise KindError("oi.code can only be carried out by the Open Interpreter session that proposed it")
        return execute(action, context)

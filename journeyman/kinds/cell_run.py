"""``cell.run``: run code in the user's own kernel."""

from __future__ import annotations

from journeyman.errors import KindError
from journeyman.kinds.arguments import TEXT, arguments
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.kinds.spawning import predict_python
from journeyman.values import Action, Prediction


class CellRun:
    """Hands the code to the front end that proposed it; nothing confines it there, so it is judged more strictly."""

    name = "cell.run"
    summary = "run code in your own IPython or Jupyter kernel, with its variables"
    confinement = "none"
    schema: Schema = arguments({"code": TEXT}, required=["code"])

    def predict(self, action: Action, context: Context) -> Prediction:
        """What the code would do in a live kernel."""
        return predict_python(action.args["code"], action, context, live_kernel=True)

    def run(self, action: Action, context: RunContext) -> Result:
        """Run it by the front end's executor. Raises KindError where there is none."""
        execute = context.executors.get(self.name)
        if execute is None:
            raise KindError(
                "cell.run can only be carried out by the notebook or IPython session that proposed it"
                + (f" ({action.origin.session})" if action.origin.session else "")
                + "; open it there and approve again"
            )
        return execute(action, context)

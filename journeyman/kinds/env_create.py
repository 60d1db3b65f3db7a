"""``env.create``: make a virtual environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from journeyman.errors import KindError
from journeyman.kinds import places
from journeyman.kinds.arguments import arguments
from journeyman.kinds.interpreters import venv_python
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.kinds.spawning import environment_effects, execute, report, specify
from journeyman.values import Action, Prediction
from journeyman.workspace import relative

ENVIRONMENT = {"type": "string", "pattern": r"^(?:[^\0]*/)?\.?venv[A-Za-z0-9._-]*$"}
"""Environments are called ``.venv``, ``venv`` or begin so: folders that undo leaves out, since they can be rebuilt."""


class EnvCreate:
    """Creates a virtual environment with this Python or the given one; one that works already is fine."""

    name = "env.create"
    summary = "create a virtual environment (default: .venv)"
    confinement = "sandbox"
    schema: Schema = arguments(
        {"path": ENVIRONMENT, "python": {"type": "string", "pattern": r"^(?:/[^\0]*/)?python[0-9.]*$"}}
    )

    def predict(self, action: Action, context: Context) -> Prediction:
        """One contained write: it can be rebuilt."""
        path = environment_path(action, context.workspace.root, context)
        effects = (places.touch(context.workspace, path, "write"), *environment_effects(action, context))
        return places.prediction("venv", effects, path)

    def run(self, action: Action, context: RunContext) -> Result:
        """Create it and check that its Python starts. Raises KindError when something else is in its place."""
        path = environment_path(action, context.workspace.root, context)
        name = relative(context.workspace.root, path)
        if venv_python(path) and (path / "pyvenv.cfg").is_file():
            return Result("done", f"{name} exists already", data={"path": name, "created": False})
        if os.path.lexists(path):
            raise KindError(f"{name} exists, but is no virtual environment; choose another path or delete it")
        python = action.args.get("python", sys.executable)
        spec = specify(action, context, (python, "-m", "venv", str(path)))
        result = report(self.name, f"{python} -m venv {name}", execute(action, context, spec), spec)
        if result.status != "done":
            return result
        if venv_python(path) is None:
            raise KindError(f"{name} was made, but has no Python in it")
        return Result("done", f"created {name}", 0, result.output, {"path": name, "created": True})


def environment_path(action: Action, root: Path, context: Context | RunContext) -> Path:
    """Return the absolute path of the environment that ``action`` names (default ``.venv``)."""
    from journeyman.workspace import confine

    return confine(root, action.args.get("path", ".venv"), action.cwd)

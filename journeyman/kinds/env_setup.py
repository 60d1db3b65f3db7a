"""``env.setup``: a virtual environment with packages in it, as actions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from journeyman.kinds.arguments import PATH, TEXT, arguments, words
from journeyman.kinds.kind import Context, Schema
from journeyman.values import Action


class EnvSetup:
    """Stands for ``env.create`` and, when packages or requirements are given, ``env.install``."""

    name = "env.setup"
    summary = "set up a virtual environment and install packages into it"
    schema: Schema = arguments({"path": PATH, "packages": words(), "requirements": PATH, "python": TEXT})

    def expand(self, action: Action, context: Context) -> tuple[tuple[str, Action], ...]:
        """Return the actions."""
        where: dict[str, Any] = {"path": action.args.get("path", ".venv")}
        create = where | ({"python": action.args["python"]} if "python" in action.args else {})
        steps = [(f"Create the environment {where['path']}", replace(action, kind="env.create", args=create, id=""))]
        wanted = {key: action.args[key] for key in ("packages", "requirements") if action.args.get(key)}
        if wanted:
            what = ", ".join([*action.args.get("packages", ()), *filter(None, [action.args.get("requirements")])])
            steps.append((f"Install {what}", replace(action, kind="env.install", args=where | wanted, id="")))
        return tuple(steps)

"""``dir.create``: make a folder."""

from __future__ import annotations

import os

from journeyman.errors import KindError
from journeyman.kinds import places
from journeyman.kinds.arguments import PATH, arguments
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.values import Action, Prediction
from journeyman.workspace import relative


class DirCreate:
    """Creates a folder and those above it; an existing folder is fine."""

    name = "dir.create"
    summary = "create a folder, with the folders above it"
    confinement = "exact"
    schema: Schema = arguments({"path": PATH}, required=["path"])

    def predict(self, action: Action, context: Context) -> Prediction:
        """One contained write of every folder that is missing."""
        path = places.target(action, context.workspace)
        effect = places.touch(context.workspace, path, "write")
        return places.prediction("file", (effect,), *places.missing_parents(path), path)

    def run(self, action: Action, context: RunContext) -> Result:
        """Create the folder. Raises KindError when a file is in its place."""
        path = places.target(action, context.workspace)
        name = relative(context.workspace.root, path)
        if path.is_dir():
            return Result("done", f"{name} exists already", data={"path": name, "created": 0})
        if os.path.lexists(path):
            raise KindError(f"{name} is a file; a folder cannot take its place")
        made = len(places.make_parents(path / "x"))
        if not path.is_dir():
            raise KindError(f"{name} was not created")
        return Result("done", f"created {name}", data={"path": name, "created": made})

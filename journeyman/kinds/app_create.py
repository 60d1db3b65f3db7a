"""``app.create``: the files of a recipe, as actions."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from journeyman.errors import KindError
from journeyman.kinds.arguments import TEXT, arguments
from journeyman.kinds.kind import Context, Schema
from journeyman.values import Action, Json
from journeyman.workspace import confine

Render = Callable[[str, Mapping[str, Json]], Sequence[tuple[str, str]]]
"""Returns the (path, content) pairs of a recipe with the given parameters."""


class AppCreate:
    """Stands for one ``dir.create`` a folder and one ``file.create`` a file of the recipe."""

    name = "app.create"
    summary = "create the files of a recipe"
    schema: Schema = arguments({"recipe": TEXT, "parameters": {"type": "object"}}, required=["recipe"])

    def __init__(self, render: Render) -> None:
        self._render = render

    def expand(self, action: Action, context: Context) -> tuple[tuple[str, Action], ...]:
        """Return the actions. Raises KindError for a recipe without files, PathError for a path outside."""
        files = self._render(action.args["recipe"], action.args.get("parameters", {}))
        if not files:
            raise KindError(f"the recipe {action.args['recipe']} has no files to create")
        steps: list[tuple[str, Action]] = []
        for folder in _folders(files):
            confine(context.workspace.root, folder, action.cwd)
            steps.append((f"Create the folder {folder}", _as(action, "dir.create", {"path": folder})))
        for path, content in files:
            confine(context.workspace.root, path, action.cwd)
            steps.append((f"Create {path}", _as(action, "file.create", {"path": path, "content": content})))
        return tuple(steps)


def _folders(files: Sequence[tuple[str, str]]) -> list[str]:
    parents = (os.path.dirname(path) for path, _ in files)
    return sorted({parent for parent in parents if parent})


def _as(action: Action, kind: str, args: Mapping[str, Json]) -> Action:
    return replace(action, kind=kind, args=args, id="")

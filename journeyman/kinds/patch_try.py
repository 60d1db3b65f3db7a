"""``patch.try``: apply a diff to a copy of the workspace and run a command there; the workspace stays as it is."""

from __future__ import annotations

import ast
import json
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from journeyman.errors import KindError
from journeyman.kinds import places
from journeyman.kinds.arguments import PATH, SECONDS, TEXT, arguments
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.kinds.patch import apply_diff
from journeyman.kinds.spawning import execute, folder_of, predict_shell, report, specify
from journeyman.kinds.text_file import read_text_file
from journeyman.kinds.workspace_copy import copy_workspace
from journeyman.values import Action, Prediction
from journeyman.workspace import relative


class PatchTry:
    """Says whether a change would help, before it is made."""

    name = "patch.try"
    summary = "apply a unified diff to a copy of the workspace and run a command there; the workspace stays as it is"
    confinement = "sandbox"
    starts = True
    schema: Schema = arguments(
        {"path": PATH, "diff": TEXT, "command": TEXT, "timeout": SECONDS}, required=["path", "diff", "command"]
    )

    def predict(self, action: Action, context: Context) -> Prediction:
        """What the command would do, and the change of the file as if it were made here."""
        path = places.target(action, context.workspace)
        inner = predict_shell(action.args["command"], action, context)
        effects = (places.touch(context.workspace, path, "write"), *places.reading(context.workspace, path))
        return replace(inner, effects=(*inner.effects, *effects))

    def run(self, action: Action, context: RunContext) -> Result:
        """Copy, patch, run; done when the command went well there. Raises KindError for a patch that does not fit."""
        root = context.workspace.root
        path = places.target(action, context.workspace)
        name = relative(root, path)
        file = read_text_file(path, name)
        text, _ = apply_diff(file.text, file.adapt(action.args["diff"]))
        check_parses(name, text)
        folder = Path(tempfile.mkdtemp(prefix="journeyman-try-"))
        try:
            copy = folder / "copy"
            copy_workspace(context.workspace, copy, context.settings)
            (copy / name).write_bytes(file.encode(text, name))
            spec = specify(action, context, ("bash", "-c", action.args["command"]), writable=(folder,))
            inside = copy / relative(root, folder_of(action, context))
            spec = replace(spec, cwd=inside, writable=(folder,), read_only=(root, *spec.read_only))
            done = execute(action, context, spec)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        result = report("shell.run", action.args["command"], done, spec)
        return replace(result, message=f"on a copy: {result.message}", data={**result.data, "path": name})


def check_parses(name: str, text: str) -> None:
    """Raise KindError when the new text of a Python or JSON file is none."""
    try:
        if name.endswith((".py", ".pyi")):
            ast.parse(text, name)
        elif name.endswith(".json"):
            json.loads(text)
    except (SyntaxError, ValueError) as error:
        raise KindError(f"with this patch {name} cannot be read any more: {error}") from None

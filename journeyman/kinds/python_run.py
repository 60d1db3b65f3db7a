"""``python.run``: run Python code or a script in a process of its own."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

from journeyman.errors import KindError
from journeyman.kinds import places
from journeyman.kinds.arguments import PATH, SECONDS, TEXT, arguments, words
from journeyman.kinds.interpreters import project_python
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.kinds.spawning import execute, folder_of, predict_python, report, specify
from journeyman.values import Action, Prediction

_LONGEST = 120_000


class PythonRun:
    """Runs code with the project's own Python where it has a virtual environment, else with this one, isolated."""

    name = "python.run"
    summary = "run Python code (or a script of the workspace) in a separate process with time and memory limits"
    confinement = "sandbox"
    starts = True
    schema: Schema = arguments(
        {
            "code": TEXT,
            "path": PATH,
            "args": words(),
            "timeout": SECONDS,
            "memory": {"type": "integer", "minimum": 16_000_000},
        },
        oneOf=[{"required": ["code"]}, {"required": ["path"]}],
    )

    def predict(self, action: Action, context: Context) -> Prediction:
        """What the parsed code would do; a script is bound to its digest."""
        if "code" in action.args:
            return predict_python(action.args["code"], action, context)
        from journeyman.gate.analysis.digests import digest_file

        path = str(places.target(action, context.workspace))
        found = predict_python(_source(path, context), action, context)
        return replace(found, digests={**found.digests, path: digest_file(path, context.overlay)})

    def run(self, action: Action, context: RunContext) -> Result:
        """Run it and judge how it ended. Raises KindError for code that is too long."""
        own = project_python(folder_of(action, context), context.workspace.root)
        python = str(own or sys.executable)
        args = action.args.get("args", [])
        code = action.args.get("code", "")
        if "code" in action.args:
            if len(code.encode("utf-8", "surrogateescape")) > _LONGEST:
                raise KindError(f"the code is longer than {_LONGEST} bytes; write it to a file and give its path")
            argv = [python, *(("-E", "-s") if own else ("-I",)), "-c", code, *args]
        else:
            argv = [python, "-E", "-s", str(_script(action, context)), *args]
        spec = replace(specify(action, context, argv), python=True)
        return report(self.name, "python", execute(action, context, spec), spec, code=code)


def _source(path: str, context: Context) -> str:
    if path in context.overlay:
        return context.overlay[path]
    try:
        with open(path, encoding="utf-8") as stream:
            return stream.read()
    except (OSError, UnicodeDecodeError) as error:
        raise KindError(f"cannot read the script {path}: {error}") from None


def _script(action: Action, context: RunContext) -> Path:
    path = places.target(action, context.workspace)
    if not os.path.isfile(path):
        raise KindError(f"the script {action.args['path']} does not exist")
    return path

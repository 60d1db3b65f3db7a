"""``file.append``: add text at the end of a file."""

from __future__ import annotations

import os

from journeyman.errors import KindError
from journeyman.kinds import places
from journeyman.kinds.arguments import PATH, TEXT, arguments
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.kinds.text_file import read_text_file
from journeyman.values import Action, Prediction
from journeyman.workspace import relative


class FileAppend:
    """Adds text to a file, starting on a line of its own; a missing file is created."""

    name = "file.append"
    summary = "add text at the end of a file, starting on a line of its own"
    confinement = "exact"
    schema: Schema = arguments({"path": PATH, "content": TEXT}, required=["path", "content"])

    def predict(self, action: Action, context: Context) -> Prediction:
        """One contained write, of the file and of missing folders above it."""
        path = places.target(action, context.workspace)
        effect = places.touch(context.workspace, path, "write")
        return places.prediction("file", (effect,), *places.missing_parents(path), path)

    def run(self, action: Action, context: RunContext) -> Result:
        """Append and check. Raises KindError for a folder, a binary file or a failing disk."""
        path = places.target(action, context.workspace)
        name = relative(context.workspace.root, path)
        content = action.args["content"]
        if not os.path.lexists(path):
            places.make_parents(path)
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        file = read_text_file(path, name)
        start = file.newline if file.text and not file.text.endswith("\n") else ""
        whole = file.encode(file.text + start + file.adapt(content), name)
        added = len(whole) - len(file.encode(file.text, name))
        _append(path, name, whole[-added:])
        digest = places.check_written(path, whole)
        return Result("done", f"appended {added} bytes to {name}", data={"path": name, "sha256": digest})


def _append(path: os.PathLike[str], name: str, data: bytes) -> None:
    size = os.path.getsize(path)
    try:
        with open(path, "ab") as stream:
            stream.write(data)
    except OSError as error:
        os.truncate(path, size)
        raise KindError(f"cannot append to {name}: {error.strerror}; it is unchanged") from None

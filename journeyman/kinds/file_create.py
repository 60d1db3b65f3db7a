"""``file.create``: write a new file."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from journeyman.errors import KindError
from journeyman.kinds import places
from journeyman.kinds.arguments import PATH, arguments
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.values import Action, Prediction
from journeyman.workspace import relative


class FileCreate:
    """Creates a file with exactly the given content; refuses when something is there already."""

    name = "file.create"
    summary = "create a new file (its folders too); never overwrites"
    confinement = "exact"
    schema: Schema = arguments(
        {"path": PATH, "content": {"type": "string"}, "mode": {"type": "string", "pattern": "^0?[0-7]{3}$"}},
        required=["path", "content"],
    )

    def predict(self, action: Action, context: Context) -> Prediction:
        """One contained write, of the file and of the folders that are missing above it."""
        path = places.target(action, context.workspace, follow=False)
        effect = places.touch(context.workspace, path, "write")
        return places.prediction("file", (effect,), *places.missing_parents(path), path)

    def run(self, action: Action, context: RunContext) -> Result:
        """Create the file and check its content. Raises KindError when it exists or cannot be written."""
        path = places.target(action, context.workspace, follow=False)
        name = relative(context.workspace.root, path)
        data = places.encode(action.args["content"])
        folders = places.make_parents(path)
        try:
            _write_new(path, name, data, action.args.get("mode"))
        except KindError:
            places.remove_folders(folders)
            raise
        digest = places.check_written(path, data)
        return Result("done", f"created {name} ({len(data)} bytes)", data={"path": name, "sha256": digest})


def _write_new(path: Path, name: str, data: bytes, mode: str | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(path, flags, 0o666)
    except FileExistsError:
        raise KindError(f"{name} exists already; change it with file.modify, or delete it first") from None
    except OSError as error:
        raise KindError(f"cannot create {name}: {error.strerror}") from None
    try:
        with open(descriptor, "wb") as stream:
            stream.write(data)
        if mode is not None:
            os.chmod(path, int(mode, 8))
    except OSError as error:
        with suppress(OSError):
            os.unlink(path)
        raise KindError(f"cannot write {name}: {error.strerror}; nothing was left behind") from None

"""``file.delete``: remove a file, a link or a folder."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

from journeyman.errors import KindError
from journeyman.kinds import places
from journeyman.kinds.arguments import FLAG, PATH, arguments
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.values import Action, Effect, Prediction
from journeyman.workspace import Workspace, relative

_LISTED = 10_000
"""A folder with more entries is left to a scan of the tree."""
_KEPT_SIZE = 50_000_000
_REBUILDABLE = frozenset({"node_modules", "__pycache__", ".venv", "venv", ".tox", ".nox"})


class FileDelete:
    """Removes a file or link; a folder only with ``recursive``."""

    name = "file.delete"
    summary = "delete a file or link, or a folder with everything in it (recursive: true)"
    confinement = "exact"
    schema: Schema = arguments({"path": PATH, "recursive": FLAG}, required=["path"])

    def predict(self, action: Action, context: Context) -> Prediction:
        """A contained delete of every path below; *floor* where something cannot be restored."""
        path = places.target(action, context.workspace, follow=False)
        if path == context.workspace.root:
            raise KindError("the workspace itself cannot be deleted; name something in it")
        effects = [places.touch(context.workspace, path, "delete")]
        paths: list[Path] | None = [path]
        if path.is_dir() and not path.is_symlink():
            paths, more = _below(path, context.workspace)
            effects += more
        subject = "folder" if action.args.get("recursive") else "file"
        listed = None if paths is None else tuple(map(str, paths))
        return Prediction(tuple(effects), subject=subject, paths=listed)

    def run(self, action: Action, context: RunContext) -> Result:
        """Delete it and check that it is gone. Raises KindError."""
        path = places.target(action, context.workspace, follow=False)
        name = relative(context.workspace.root, path)
        if not os.path.lexists(path):
            raise KindError(f"{name} does not exist")
        if path == context.workspace.root:
            raise KindError("the workspace itself cannot be deleted; name something in it")
        try:
            if path.is_dir() and not path.is_symlink():
                _remove_folder(path, name, bool(action.args.get("recursive")))
            else:
                os.unlink(path)
        except OSError as error:
            raise KindError(f"cannot delete {name}: {error.strerror}") from None
        if os.path.lexists(path):
            raise KindError(f"{name} is still there")
        return Result("done", f"deleted {name}", data={"path": name})


def _remove_folder(path: Path, name: str, recursive: bool) -> None:
    if recursive:
        shutil.rmtree(path)
    elif any(os.scandir(path)):
        raise KindError(f"{name} is a folder that is not empty; say recursive: true to delete everything in it")
    else:
        os.rmdir(path)


def _below(path: Path, workspace: Workspace) -> tuple[list[Path] | None, list[Effect]]:
    """Return every path in a folder (None when there are too many), and the effects that make deleting it worse."""
    paths: list[Path] = [path]
    effects: list[Effect] = []
    for folder, folders, files in os.walk(path):
        here = Path(folder)
        effects += [places.touch(workspace, here / name, "delete") for name in folders if name.lower() == ".git"]
        folders[:] = [name for name in folders if name not in _REBUILDABLE and name.lower() != ".git"]
        paths += [here / name for name in (*folders, *files)]
        effects += [_lost(workspace, here / name) for name in files if _too_big(here / name)]
        if len(paths) > _LISTED:
            return None, effects
    return paths, effects


def _too_big(path: Path) -> bool:
    try:
        status = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size > _KEPT_SIZE


def _lost(workspace: Workspace, path: Path) -> Effect:
    name = relative(workspace.root, path)
    return Effect("delete", "floor", "workspace", name, f"deletes {name}, which is too big to be restored")

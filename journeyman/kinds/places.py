"""What file kinds share: resolving a path, saying what touching it means, and writing it safely."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

from journeyman.errors import KindError
from journeyman.values import Action, Effect, Prediction
from journeyman.workspace import Workspace, confine, relative

_VERBS = {"write": "writes", "delete": "deletes"}


def target(action: Action, workspace: Workspace, *, follow: bool = True) -> Path:
    """Return the absolute path that ``action`` names; with ``follow``, of what a link in its place points to.

    Raises PathError, naming the resolved path, when it lies outside the workspace.
    """
    path = confine(workspace.root, action.args["path"], action.cwd)
    return Path(os.path.realpath(path)) if follow else path


def touch(workspace: Workspace, path: Path, operation: Literal["write", "delete"]) -> Effect:
    """Return the effect of writing or deleting ``path`` (absolute, inside the workspace)."""
    from journeyman.gate.analysis.unattended import runs_unattended

    name = relative(workspace.root, path)
    guard = _guarded(workspace, path, name, operation)
    if guard:
        return Effect("self", "floor", "workspace", name, f"{_VERBS[operation]} {guard}: {name}")
    if operation == "write" and runs_unattended(name):
        why = f"writes {name}, which other machines or programs run by themselves"
        return Effect("persistence", "floor", "workspace", name, why)
    return Effect(operation, "contained", "workspace", name, f"{_VERBS[operation]} {name}")


def reading(workspace: Workspace, path: Path) -> tuple[Effect, ...]:
    """Return the effects of reading ``path`` before it is changed: one when it is a secret, else none."""
    from journeyman.gate.analysis.secrets import is_secret

    name = relative(workspace.root, path)
    if is_secret(str(path)):
        return (Effect("secret-read", "floor", "workspace", name, f"reads a secret: {name}"),)
    return ()


def _guarded(workspace: Workspace, path: Path, name: str, operation: str) -> str:
    if any(part.lower() == ".git" for part in name.split("/")):
        return "git's own data"
    owned = workspace.own_paths
    if any(name == own or name.startswith(own + "/") for own in owned):
        return "Journeyman's own files"
    if operation == "delete" and any(own.startswith(name + "/") for own in owned):
        return "Journeyman's own files"
    if path.is_relative_to(Path(__file__).resolve().parents[1]):
        return "Journeyman's own code"
    return ""


def prediction(subject: str, effects: tuple[Effect, ...], *paths: Path) -> Prediction:
    """Return a prediction over exact paths."""
    return Prediction(effects, subject=subject, paths=tuple(str(path) for path in paths))


def missing_parents(path: Path) -> Iterator[Path]:
    """Yield the folders above ``path`` that do not exist yet, outermost first."""
    missing = []
    for folder in path.parents:
        if os.path.lexists(folder):
            break
        missing.append(folder)
    yield from reversed(missing)


def make_parents(path: Path) -> list[Path]:
    """Create the missing folders above ``path`` and return them. Raises KindError."""
    made: list[Path] = []
    for folder in missing_parents(path):
        try:
            folder.mkdir()
        except OSError as error:
            remove_folders(made)
            raise KindError(f"cannot create the folder {folder}: {error.strerror}") from None
        made.append(folder)
    return made


def remove_folders(folders: list[Path]) -> None:
    """Remove folders that we made, innermost first, as far as they are empty."""
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


def encode(text: str) -> bytes:
    """Return ``text`` as UTF-8. Raises KindError for lone surrogates."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise KindError(f"the content cannot be written as UTF-8: {error.reason} at position {error.start}") from None


def replace_file(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of ``path`` at once, keeping mode and owner. Raises KindError; the old file stays."""
    temporary = path.with_name(f".{path.name[:100]}.{os.urandom(4).hex()}.tmp")
    try:
        before = os.stat(path)
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "wb") as stream:
                stream.write(data)
            if (before.st_uid, before.st_gid) != _owner(temporary):
                os.chown(temporary, before.st_uid, before.st_gid)
            os.chmod(temporary, before.st_mode & 0o7777)
            os.replace(temporary, path)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(temporary)
    except OSError as error:
        raise KindError(f"cannot write {path}: {error.strerror}; it is unchanged") from None


def _owner(path: Path) -> tuple[int, int]:
    status = os.stat(path)
    return status.st_uid, status.st_gid


def check_written(path: Path, data: bytes) -> str:
    """Return the SHA-256 of ``path`` after making sure that it holds ``data``. Raises KindError when it does not."""
    wanted = hashlib.sha256(data).hexdigest()
    with open(path, "rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != wanted:
        raise KindError(f"{path} does not hold what was written: something else changed it at the same moment")
    return wanted

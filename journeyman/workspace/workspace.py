"""Where things lie: the workspace, its state and logs, and the private folder outside it."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from journeyman.errors import UsageError


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace root (resolved) and its private folder (mode 0700, outside the root).

    Nothing is created until :meth:`prepare` is called.
    """

    root: Path
    private: Path

    @property
    def store_path(self) -> Path:
        """The SQLite file with everything that is remembered."""
        return self.private / "store.sqlite3"

    @property
    def blobs(self) -> Path:
        """Content-addressed file contents for undo."""
        return self.private / "blobs"

    @property
    def outputs(self) -> Path:
        """Full outputs of actions, one file each."""
        return self.private / "outputs"

    @property
    def state_file(self) -> Path:
        """The projection for people and other models."""
        return self.root / "session_state.json"

    @property
    def logs(self) -> Path:
        """The folder of ``activity.log`` and ``error.log``."""
        return self.root / "logs"

    @property
    def configs(self) -> Path:
        """The workspace's own settings, which override the shipped ones."""
        return self.root / "configs"

    @property
    def notebooks(self) -> Path:
        """The folder of plan and reflection notebooks."""
        return self.root / "notebooks"

    @property
    def own_paths(self) -> tuple[str, ...]:
        """Workspace-relative paths that belong to Journeyman: never restored, never writable by an action."""
        return ("session_state.json", "logs", "configs/policy.yaml", "configs/settings.yaml")

    def prepare(self) -> Workspace:
        """Create the private folder (0700) and return self. Raises UsageError when that is not possible."""
        try:
            for folder in (self.private, self.blobs, self.outputs):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(
                f"cannot create the private folder {self.private}: {error.strerror}; "
                "set XDG_STATE_HOME to a folder you can write"
            ) from None
        return self


def find_workspace(start: Path | str | None = None) -> Workspace:
    """Return the workspace for ``start`` (default: ``$JOURNEYMAN_WORKSPACE``, else the current folder).

    The root is the folder itself, or the nearest one above that holds a ``session_state.json``. Raises UsageError
    when the folder does not exist, or when it would contain its own private folder.
    """
    chosen = start or os.environ.get("JOURNEYMAN_WORKSPACE") or os.getcwd()
    root = Path(os.path.realpath(chosen))
    if not root.is_dir():
        raise UsageError(f"{chosen} is not a folder; give an existing one")
    root = next(
        (folder for folder in (root, *root.parents) if (folder / "session_state.json").is_file()),
        root,
    )
    private = private_folder(root)
    if private.is_relative_to(root):
        raise UsageError(
            f"the private folder {private} would lie inside the workspace {root}; "
            "work in a sub-folder, or set XDG_STATE_HOME to a folder outside"
        )
    return Workspace(root, private)


def private_folder(root: Path) -> Path:
    """Return where the private folder of ``root`` (resolved) lies, whether it exists or not."""
    return _state_home() / "journeyman" / workspace_id(root)


def workspace_id(root: Path) -> str:
    """Return the name of a root's private folder: its last component and 12 hex digits of its path's hash."""
    name = "".join(c if c.isalnum() or c in "-_" else "_" for c in root.name)[:32] or "root"
    return f"{name}-{hashlib.sha256(os.fsencode(root)).hexdigest()[:12]}"


def _state_home() -> Path:
    home = os.environ.get("XDG_STATE_HOME")
    return Path(os.path.realpath(home or os.path.expanduser("~/.local/state")))

"""Where configuration lies: shipped defaults, the user's own folder, the workspace."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from journeyman.config.reading import digest, parse, read_bytes
from journeyman.shipped import shipped
from journeyman.values import Json
from journeyman.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Layers:
    """One file's content in each layer; a missing file is an empty mapping. ``trusted`` is about the workspace's."""

    shipped: dict[str, Json]
    user: dict[str, Json]
    workspace: dict[str, Json]
    workspace_path: Path
    trusted: bool

    @property
    def in_force(self) -> tuple[tuple[str, dict[str, Json]], ...]:
        """The layers that count in full, lowest first, by name."""
        found = (("shipped", self.shipped), ("user", self.user))
        return (*found, ("workspace", self.workspace)) if self.trusted else found


def user_folder() -> Path:
    """Return the user's own configuration folder (``$XDG_CONFIG_HOME/journeyman``)."""
    home = os.environ.get("XDG_CONFIG_HOME")
    return Path(home or os.path.expanduser("~/.config")) / "journeyman"


def workspace_hash(workspace: Workspace) -> str:
    """Return what trusting this workspace binds to: one SHA-256 over its policy and settings ("" without any).

    Raises ConfigError when a file cannot be read.
    """
    return digest(*(_workspace_bytes(workspace, name) for name in ("policy", "settings")))


def layer_path(workspace: Workspace, name: str, layer: str) -> Path:
    """Return where the file ``name`` (``policy`` or ``settings``) of one layer lies (shipped, user, workspace)."""
    homes = {"shipped": shipped("configs"), "user": user_folder(), "workspace": workspace.configs}
    return homes[layer] / f"{name}.yaml"


def read_layers(workspace: Workspace, name: str, trusted_hash: str, own: Path | None = None) -> Layers:
    """Read ``policy`` or ``settings`` in all layers. Raises ConfigError.

    The workspace's bytes are read once, so that what was hashed is what is used. ``own`` takes the place of the user's
    own file.
    """
    contents = {each: _workspace_bytes(workspace, each) for each in ("policy", "settings")}
    default, path = layer_path(workspace, name, "shipped"), layer_path(workspace, name, "workspace")
    own = own or layer_path(workspace, name, "user")
    # A checkout of Journeyman is a workspace whose own files are the shipped ones: no layer of their own.
    same = default.resolve() == path.resolve()
    return Layers(
        shipped=_read(default, name),
        user=_read(own, name),
        workspace={} if same else _parsed(contents[name], path, name),
        workspace_path=path,
        trusted=bool(trusted_hash) and trusted_hash == digest(contents["policy"], contents["settings"]),
    )


def _workspace_bytes(workspace: Workspace, name: str) -> bytes | None:
    return read_bytes(workspace.configs / f"{name}.yaml")


def _read(path: Path, schema: str) -> dict[str, Json]:
    return _parsed(read_bytes(path), path, schema)


def _parsed(data: bytes | None, path: Path, schema: str) -> dict[str, Json]:
    return {} if data is None else parse(data, path, schema)

"""Where a path lies, and how bad it is to read, write or delete there."""

from __future__ import annotations

import functools
import os
import re
import tempfile
from dataclasses import dataclass
from typing import Literal

from journeyman.gate.analysis.secrets import is_secret
from journeyman.gate.analysis.unattended import runs_unattended
from journeyman.values import Effect, Level, Zone
from journeyman.workspace import Workspace

Protection = Literal["", "git", "own", "private"]

_SYSTEM = (
    "/bin",
    "/boot",
    "/etc",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/opt",
    "/proc",
    "/root",
    "/run",
    "/sbin",
    "/srv",
    "/sys",
    "/usr",
    "/var",
    "/System",
    "/Library",
    "/Applications",
    "/private/etc",
    "/private/var",
    "/nix",
)
_NULL_DEVICES = {
    "/dev/null",
    "/dev/zero",
    "/dev/full",
    "/dev/stdin",
    "/dev/stdout",
    "/dev/stderr",
    "/dev/tty",
    "/dev/random",
    "/dev/urandom",
}
_DESCRIPTOR = re.compile(r"/dev/fd/[^/.]+\Z")
_SHOWN = {"git": "git's own folder", "own": "Journeyman's own files", "private": "Journeyman's private folder"}


@dataclass(frozen=True, slots=True)
class Place:
    """A resolved path and its zone. ``protection`` names what guards it inside and outside the workspace."""

    path: str
    zone: Zone
    protection: Protection = ""
    secret: bool = False


def place(text: str, cwd: str, workspace: Workspace) -> Place:
    """Return where ``text`` (a path, ``~`` already expanded, globs allowed) lies when ``cwd`` (absolute) is current.

    Symlinks are resolved. Of a glob, the folder before its first special character counts, and the name.
    """
    joined = os.path.normpath(text) if text.startswith("/") else os.path.normpath(os.path.join(cwd, text or "."))
    raw = text if text.startswith("/") else os.path.join(cwd, text)
    resolved = os.path.realpath(raw)
    secret = is_secret(joined) or (resolved != joined and is_secret(resolved))
    protection = _protection(resolved, workspace) or _protection(joined, workspace)
    return Place(resolved, _zone(resolved, workspace), protection, secret)


def _zone(path: str, workspace: Workspace) -> Zone:  # noqa: PLR0911 - a table of cases
    if _inside(path, str(workspace.root)):
        return "workspace"
    if _inside(path, "/dev"):
        return "device"
    if any(_inside(path, folder) for folder in _temp_folders()):
        return "temp"
    if _inside(path, _home()):
        return "home"
    if path == "/" or any(_inside(path, folder) for folder in _SYSTEM):
        return "system"
    if _inside(path, "/home") or _inside(path, "/Users"):
        return "home"
    return "outside"


def _protection(path: str, workspace: Workspace) -> Protection:
    private = str(workspace.private)
    if _inside(path, private) or _inside(path, os.path.dirname(private)) or path.endswith("/.config/journeyman"):
        return "private"
    if "/.config/journeyman/" in path:
        return "private"
    root = str(workspace.root)
    if not _inside(path, root):
        return ""
    parts = path[len(root) :].split("/")
    if ".git" in parts:
        return "git"
    return "own" if len(parts) > 1 and parts[1] in _own_names(workspace) else ""


@functools.lru_cache(maxsize=8)
def _own_names(workspace: Workspace) -> frozenset[str]:
    return frozenset(path.split("/")[0] for path in workspace.own_paths)


def read_effect(text: str, cwd: str, workspace: Workspace, *, names_only: bool = False) -> Effect:
    """Return the effect of reading ``text``; ``names_only`` when only names and sizes are looked at."""
    if text.startswith(("/dev/tcp/", "/dev/udp/")):
        return Effect("network-out", "external", "device", text, f"opens a network connection: {text}")
    if text in _NULL_DEVICES or _DESCRIPTOR.match(text):
        return Effect("read", "read", "device", text)
    where = place(text, cwd, workspace)
    if where.protection == "private":
        return Effect("self", "floor", where.zone, where.path, "looks into Journeyman's private folder")
    if where.zone == "device":
        return _device("read", where)
    if where.secret and not names_only:
        return Effect("secret-read", "floor", where.zone, where.path, f"reads a secret: {text}")
    return Effect("read", "read", where.zone, where.path)


def write_effect(text: str, cwd: str, workspace: Workspace, *, delete: bool = False, recursive: bool = False) -> Effect:
    """Return the effect of writing (or deleting, or changing the mode of) ``text``.

    ``recursive`` when everything below is meant: then a system, device or home folder is catastrophic.
    """
    if text.startswith(("/dev/tcp/", "/dev/udp/")):
        return Effect("network-out", "external", "device", text, f"opens a network connection: {text}")
    if text in _NULL_DEVICES or _DESCRIPTOR.match(text):
        return Effect("read", "read", "device", text)
    base, globbed = _glob_base(text)
    where = place(base, cwd, workspace)
    operation: Literal["delete", "write"] = "delete" if delete else "write"
    if where.zone == "device" and not where.protection:
        return _device(operation, where)
    level, reason = _harm(where, workspace, recursive, globbed)
    verb = "deletes" if delete else "writes"
    if where.protection:
        return Effect("self", level, where.zone, where.path, f"{verb} {reason}")
    here = level == "contained" and where.zone == "workspace"
    if here and not delete and runs_unattended(where.path[len(str(workspace.root)) + 1 :]):
        why = f"writes {text}, which other machines or programs run by themselves"
        return Effect("persistence", "floor", where.zone, where.path, why)
    return Effect(operation, level, where.zone, where.path, f"{verb} {reason or text}")


def _harm(where: Place, workspace: Workspace, recursive: bool, globbed: bool) -> tuple[Level, str]:
    """Return how bad changing ``where`` is, and what to call it ("" for its own text)."""
    if where.protection:
        level: Level = "catastrophic" if where.protection == "private" else "floor"
        return level, f"{_SHOWN[where.protection]}: {where.path}"
    if recursive and _precious(where, workspace):
        return "catastrophic", f"everything in {where.path}"
    if where.zone == "workspace" and where.path == str(workspace.root) and recursive and not globbed:
        return "floor", "the whole workspace, git's own folder with it"
    if where.zone in {"workspace", "temp"}:
        return "contained", ""
    return "floor", f"outside the workspace: {where.path}"


def _glob_base(text: str) -> tuple[str, bool]:
    """Return the folder that a glob expands in (True), or the path itself (False)."""
    position = min((text.find(sign) for sign in "*?[" if sign in text), default=-1)
    if position < 0:
        return text, False
    folder = text[:position].rpartition("/")[0]
    return folder or ("/" if text.startswith("/") else "."), True


def _precious(where: Place, workspace: Workspace) -> bool:
    """Return whether losing everything below is beyond repair: system folders, a home, what holds the workspace."""
    home = _home()
    if _inside(home, where.path) or _inside(str(workspace.private), where.path):
        return True
    if os.path.dirname(where.path) in {"/home", "/Users"} or where.zone == "system":
        return True
    return where.path != str(workspace.root) and _inside(str(workspace.root), where.path)


def _device(operation: Literal["read", "write", "delete"], where: Place) -> Effect:
    path = where.path
    if path in _NULL_DEVICES or path.startswith(("/dev/fd/", "/dev/pts/")):
        return Effect("read", "read", "device", path)
    if operation == "read":
        return Effect("read", "floor", "device", path, f"reads the device {path}")
    if path.startswith("/dev/shm/"):  # noqa: S108 - a name to compare with
        return Effect(operation, "contained", "temp", path, f"writes {path}")
    return Effect(operation, "catastrophic", "device", path, f"writes the device {path}")


def _inside(path: str, folder: str) -> bool:
    return folder in {path, "/"} or path.startswith(folder + "/")


@functools.cache
def _temp_folders() -> tuple[str, ...]:
    found = {"/tmp", "/var/tmp", "/private/tmp", tempfile.gettempdir(), "/dev/shm"}  # noqa: S108 - names to compare with
    return tuple(sorted({os.path.realpath(folder) for folder in found} | found))


def _home() -> str:
    return os.path.expanduser("~").rstrip("/") or "/root"

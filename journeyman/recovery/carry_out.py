"""Turn a fix into an action: the same kinds as everything else, so that the gate judges it and undo takes it back."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import replace

from journeyman.kinds.interpreters import venv_python
from journeyman.recovery.edit_action import edit_action
from journeyman.store import Store
from journeyman.values import Action, Fix, Origin, new_id
from journeyman.workspace import Workspace

_PIP = re.compile(r"^(?:python3? -m |uv )?pip3? install ")
_MISTYPED = ("cli.unknown_command", "cli.unknown_option", "shell.command_not_found")
_TAKES_CODE = ("cell.run", "python.run")


def as_action(fix: Fix, failed: Action | None, workspace: Workspace, store: Store, origin: Origin) -> Action | None:
    """Return the action that carries ``fix`` out for what ``failed``; None when only a person can."""
    made = _made(fix, failed, workspace, store)
    if made is None:
        return None
    return replace(made, origin=replace(origin, session=made.origin.session), id=new_id("a"))


def mended(fix: Fix, failed: Action, code: str = "") -> Action | None:
    """Return ``failed`` with its own code or command changed, when that is what ``fix`` does.

    ``code`` is the diagnosis's.
    """
    if code in _MISTYPED and fix.operation == "command" and failed.kind == "shell.run":
        # What was mistyped fails each time: to do it again is to do it as it was meant.
        return replace(failed, args={**failed.args, "command": fix.command}, id=new_id("a"))
    edit = fix.edit
    if edit is None or edit.path or failed.kind not in _TAKES_CODE:
        return None
    lines = str(failed.args["code"]).splitlines(keepends=True)
    if not 0 < edit.line <= len(lines) or edit.old not in lines[edit.line - 1]:
        return None
    lines[edit.line - 1] = lines[edit.line - 1].replace(edit.old, edit.new, 1)
    return replace(failed, args={**failed.args, "code": "".join(lines)}, id=new_id("a"))


def _made(fix: Fix, failed: Action | None, workspace: Workspace, store: Store) -> Action | None:
    if fix.edit is not None:
        return edit_action(fix.edit, workspace) if fix.edit.path else None
    by_operation: dict[str, Callable[[], Action | None]] = {
        "install": lambda: _install(fix.command, failed, workspace),
        "stop": lambda: Action("process.stop", {"action": fix.command}),
        "restart": lambda: _restart(fix.command, store),
        "rollback": lambda: _rollback(fix.command, store),
        "command": lambda: _shell(fix.command, failed),
    }
    make = by_operation.get(fix.operation)
    return make() if make and fix.command else None


def _shell(command: str, failed: Action | None) -> Action:
    folder = failed.cwd if failed is not None else "."
    env = failed.env if failed is not None else {}
    return Action("shell.run", {"command": command}, folder, env)


def _install(command: str, failed: Action | None, workspace: Workspace) -> Action:
    """Into the project's own environment, where it has one."""
    in_project = _PIP.match(command) and venv_python(workspace.root / ".venv") is not None
    words = shlex.split(command) if in_project else []
    packages = words[words.index("install") + 1 :] if words else []
    if packages and not any(word.startswith("-") for word in packages):
        return Action("env.install", {"packages": packages})
    return _shell(command, failed)


def _restart(action_id: str, store: Store) -> Action | None:
    record = store.action(action_id)
    return None if record is None or record.scrubbed else replace(record.action, plan_id=None)


def _rollback(action_id: str, store: Store) -> Action | None:
    found = [checkpoint.id for checkpoint in store.checkpoints(status="applied", action_id=action_id)]
    return Action("checkpoint.restore", {"checkpoints": found, "direction": "undo"}) if found else None

"""Turn an edit of a file into an action that fits at that line and nowhere else."""

from __future__ import annotations

import difflib

from journeyman.errors import JourneymanError
from journeyman.values import Action, Edit
from journeyman.workspace import Workspace, confine


def edit_action(edit: Edit, workspace: Workspace) -> Action | None:
    """Return the action that makes ``edit``, as a diff at its own line; None when it does not fit there any more."""
    try:
        path = confine(workspace.root, edit.path)
        before = path.read_text(encoding="utf-8").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError, JourneymanError):
        return None
    old = edit.old.splitlines(keepends=True)
    start = edit.line - 1
    if not 0 < edit.line <= len(before) or not _fits(before[start : start + max(1, len(old))], old):
        return None
    text = "".join(before[start : start + len(old)]).replace(edit.old, edit.new, 1)
    after = [*before[:start], *text.splitlines(keepends=True), *before[start + len(old) :]]
    diff = "".join(difflib.unified_diff(before, after, edit.path, edit.path))
    return Action("file.modify", {"path": edit.path, "diff": diff}) if diff else None


def _fits(lines: list[str], old: list[str]) -> bool:
    return bool(old) and "".join(old) in "".join(lines)

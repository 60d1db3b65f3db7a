"""Compare what an action was predicted to do with what it did: a difference is a failure of trust."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterable, Sequence

from journeyman.gate.analysis.unattended import runs_unattended
from journeyman.values import Change, Effect, Operation

_PATHS: frozenset[Operation] = frozenset({"write", "delete", "self", "persistence"})
_ANYTHING: frozenset[Operation] = frozenset({"execute", "install", "unknown", "process", "kernel", "privilege"})
"""What runs code of its own may change any file of the workspace; the sandbox holds it there.

Only files that others run by themselves must be foreseen even so: what is written there would leave the sandbox later.
"""
_SHOWN = 3


def mismatches(
    effects: Sequence[Effect], changes: Iterable[Change], root: str, refused: Iterable[str] = ()
) -> tuple[str, ...]:
    """Return what ``effects`` did not foresee, one line each; empty when everything was foreseen.

    ``changes`` are the paths that differ after the run, relative to ``root`` (absolute). ``refused`` are the hosts that
    it asked for in vain. A folder's change counts only when the folder came or went.
    """
    seen = list(changes)
    found = list(dict.fromkeys([*_unattended(effects, seen, root), *_paths(effects, seen, root)]))
    found += [f"it tried to reach {host}" for host in sorted(set(refused))]
    more = len(found) - _SHOWN
    return (*found[:_SHOWN], f"and {more} more") if more > 0 else tuple(found)


def _paths(effects: Sequence[Effect], changes: Iterable[Change], root: str) -> list[str]:
    if any(effect.operation in _ANYTHING for effect in effects):
        return []
    writes = [effect.target for effect in effects if effect.operation in _PATHS]
    deletes = [effect.target for effect in effects if effect.operation in {"delete", "self"}]
    found = []
    for change in changes:
        path = os.path.join(root, change.path)
        gone = change.after is None
        if _same_folder(change):
            continue
        if gone and not _covered(path, deletes):
            found.append(f"it deleted {change.path}")
        elif not gone and not _covered(path, writes):
            found.append(f"it {'changed' if change.before else 'made'} {change.path}")
    return found


def _unattended(effects: Sequence[Effect], changes: Sequence[Change], root: str) -> list[str]:
    """Return the changes of files that others run by themselves; these must be foreseen by their names."""
    foreseen = [effect.target for effect in effects if effect.operation == "persistence" and effect.target]
    return [
        f"it {'changed' if change.before else 'made'} {change.path}"
        for change in changes
        if change.after is not None and change.after.type != "dir" and runs_unattended(change.path)
        if not _covered(os.path.join(root, change.path), [os.path.join(root, target) for target in foreseen])
    ]


def _same_folder(change: Change) -> bool:
    before, after = change.before, change.after
    return before is not None and after is not None and before.type == after.type == "dir" and before.mode == after.mode


def _covered(path: str, targets: Sequence[str]) -> bool:
    """Return whether ``path`` is one of ``targets``, lies below or above one, or fits one with a glob.

    A target without a known place ("") covers everything: the prediction said that it was not known.
    """
    return any(
        not target
        or path == target
        or path.startswith(target.rstrip("/") + "/")
        or target.startswith(path + "/")
        or fnmatch.fnmatchcase(path, target)
        for target in targets
    )

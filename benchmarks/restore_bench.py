"""Undo of one action that changed ten files, in a workspace of many."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks.door_bench import workspace
from benchmarks.measure import Figure, alternate
from journeyman.services import Services
from journeyman.values import Action

CHANGED = [f"part_{number:03}/file_{number * 50:05}.py" for number in range(10)]


def undo(folder: Path, rounds: int = 15, files: int = 2000) -> list[Figure]:
    """Return an undo and a redo through the door, in turns, of a command's change to ten files."""
    services = workspace(folder, "undo", files)
    before = _contents(services)
    command = "; ".join(f"echo CHANGED >> {path}" for path in CHANGED)
    outcome = services.runner.do(Action("shell.run", {"command": command}))
    if not outcome.ok or len(outcome.changed) != len(CHANGED):
        raise SystemExit(f"the ten files were not changed: {outcome.message} {outcome.changed}")
    undo_all, redo_all = (_restore(services, outcome.checkpoint_id, way) for way in ("undo", "redo"))
    undo_all()
    if _contents(services) != before:
        raise SystemExit("the undo did not bring back the same bytes")
    redo_all()
    undone, redone = alternate([undo_all, redo_all], rounds)
    services.close()
    how = f"{rounds} of each, in turns, in a workspace of {files} files; contents compared"
    return [
        Figure("undo of a 10-file change", undone * 1000, "ms", 60, how),
        Figure("redo of it", redone * 1000, "ms", None, how),
    ]


def _contents(services: Services) -> list[bytes]:
    return [(services.workspace.root / path).read_bytes() for path in CHANGED]


def _restore(services: Services, checkpoint: str, direction: str) -> Callable[[], None]:
    def run() -> None:
        outcome = services.runner.do(
            Action("checkpoint.restore", {"checkpoints": [checkpoint], "direction": direction})
        )
        if not outcome.ok:
            raise SystemExit(f"{direction} failed: {outcome.message}")

    return run

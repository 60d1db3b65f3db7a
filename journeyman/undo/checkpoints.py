"""Remember what an action changes, and take it back or make it again, byte for byte."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from journeyman.errors import JourneymanError, NotFound, UndoError
from journeyman.store import Store
from journeyman.undo.blobs import Blobs
from journeyman.undo.cache import ScanCache
from journeyman.undo.compare import Comparison, Direction, Problem, only_metadata
from journeyman.undo.lock import Lock
from journeyman.undo.scan import Manifest, diff, scan, scan_paths
from journeyman.undo.settings import DAY, UndoSettings
from journeyman.undo.transaction import Transaction, interrupted, left_behind
from journeyman.undo.tree import Tree
from journeyman.values import Change, Checkpoint, Entry, Json, new_id
from journeyman.workspace import Workspace

_REDO = "redo"
_PRUNED = "undo.pruned"
_RECENT = 32


@dataclass(frozen=True, slots=True)
class Before:
    """How things were: ``paths`` (workspace-relative) alone, or the whole tree when it is None."""

    paths: tuple[str, ...] | None
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: paths changed, conflicts (nothing of that checkpoint was changed), paths passed over."""

    paths: tuple[str, ...] = ()
    checkpoints: tuple[str, ...] = ()
    conflicts: tuple[Problem, ...] = ()
    skipped: tuple[Problem, ...] = ()


class Checkpoints:
    """The undo history of one workspace. Its contents lie in the private folder, its rows in the store.

    ``problem`` says what a person should look at: what an interrupted restore could not put back.
    """

    def __init__(
        self, workspace: Workspace, store: Store, settings: Mapping[str, Json], clock: Callable[[], float]
    ) -> None:
        self._workspace = workspace
        self._store = store
        self._settings = UndoSettings.of(settings, workspace)
        self._clock = clock
        self._folder = workspace.private / "undo"
        self._lock = Lock(self._folder / "lock")
        self._tree = Tree(workspace.root)
        self._cache = ScanCache(workspace.blobs / "scan.json")
        self.blobs = Blobs(workspace.blobs)
        self.problem = ""

    @contextmanager
    def _looking(self) -> Iterator[None]:
        """Look at the tree while nobody restores; what a killed process left half restored is finished first."""
        if left_behind(self._folder):
            with self._lock.held(alone=True):
                self._finish()
        with self._lock.held(alone=False):
            yield

    @contextmanager
    def _restoring(self) -> Iterator[None]:
        with self._lock.held(alone=True):
            self._finish()
            yield

    def _finish(self) -> None:
        """Finish, or take back, the restores that killed processes left behind: we are alone, so nobody is at it."""
        for left, state in interrupted(self._tree, self._folder):
            if state == "applied":
                self._moved(left.note["checkpoint"], left.note["direction"])
                left.clean()
            elif state == "staging":
                left.clean()
            elif kept := left.roll_back():
                places = ", ".join(left.staging)
                self.problem = f"an interrupted restore could not put back {', '.join(kept)}; it is kept in {places}"

    def before(self, paths: tuple[str, ...] | None, action_id: str) -> Before:
        """Remember how ``paths`` (absolute), or the whole tree when None, are now; durable until :meth:`after`.

        Raises UndoError when what undo needs cannot be kept (a full disk): then the action must not run.
        """
        with self._looking():
            root = self._workspace.root
            if paths is None or str(root) in paths:
                before = Before(None, scan(root, self._settings, self._cache, self.blobs))
                self._cache.save(at_least=50)
            else:
                relative = self._roots(paths)
                before = Before(relative, scan_paths(root, relative, self._settings, self._cache, self.blobs))
            self._keep(before, action_id)
            return before

    def after(self, before: Before, action_id: str) -> Checkpoint | None:
        """Store what changed since ``before``; None when nothing did. A new change ends what could be redone.

        Where the new contents cannot be kept (a full disk), the change can be taken back but not made again.
        """
        with self._looking():
            try:
                now = self._look(before, self.blobs)
            except UndoError:
                now = self._look(before, None)
            changes, blind = diff(before.manifest, now)
            changes += _unseen(before.manifest, now, {change.path for change in changes}, blind)
            checkpoint = None
            if changes:
                lost = [change.path for change in changes if _lost(change)]
                checkpoint = Checkpoint(
                    new_id("c"), action_id, self._clock(), tuple(changes), unrestorable=tuple(sorted({*lost, *blind}))
                )
                self._store.add_checkpoint(checkpoint)
                if self._store.get(_REDO):
                    self._store.put(_REDO, [])
            with suppress(FileNotFoundError):
                os.unlink(self._before_file(action_id))
            return checkpoint

    def recover(self, action_id: str) -> Checkpoint | None:
        """Store what an interrupted action changed before its runner vanished; None when that is not known."""
        try:
            before = _read_before(self._before_file(action_id))
        except FileNotFoundError:
            return None
        return self.after(before, action_id)

    def redoable(self, undone: Sequence[Checkpoint]) -> list[Checkpoint]:
        """Return those of ``undone`` that can be made again, in the order in which to do it: last undone first."""
        by_id = {found.id: found for found in undone}
        return [by_id[found] for found in reversed(self._store.get(_REDO, [])) if found in by_id]

    def forget(self, checkpoint_id: str) -> None:
        """Note that a change without files was taken back by its own inverse."""
        self._moved(checkpoint_id, "undo")

    def changed_paths(self, checkpoint_ids: Sequence[str]) -> tuple[str, ...]:
        """Return the workspace-relative paths that restoring these checkpoints may touch. Raises NotFound."""
        return tuple(sorted({change.path for found in self._find(checkpoint_ids) for change in found.changes}))

    def restore(self, checkpoint_ids: Sequence[str], direction: Direction) -> Restored:
        """Undo or redo checkpoints in the given order, each as a whole or not at all; stops at the first conflict.

        A text edited since is merged three ways; what does not merge cleanly is a conflict. Raises NotFound for an
        unknown id and UndoError when a checkpoint is already where it is wanted or something cannot be read.
        """
        with self._restoring():
            paths: list[str] = []
            moved: list[str] = []
            skipped: list[Problem] = []
            comparison = Comparison(self._tree, self.blobs, self._settings, self._folder)
            for checkpoint in self._find(checkpoint_ids):
                if checkpoint.status == ("undone" if direction == "undo" else "applied"):
                    state = "taken back" if direction == "undo" else "in place"
                    raise UndoError(f"checkpoint {checkpoint.id} is {state} already")
                planned = comparison.plan(checkpoint, direction)
                skipped += planned.skipped
                if planned.conflicts:
                    return Restored(tuple(paths), tuple(moved), tuple(planned.conflicts), tuple(skipped))
                note: dict[str, Json] = {"checkpoint": checkpoint.id, "direction": direction}
                transaction = Transaction(self._tree, self._folder, planned.moves, note)
                try:
                    transaction.stage(self.blobs)
                    transaction.apply()
                except UndoError as error:
                    if not moved:
                        raise
                    raise UndoError(f"{checkpoint.id}: {error}; {direction} of {', '.join(moved)} was done") from error
                self._moved(checkpoint.id, direction)
                transaction.clean()
                paths += [move.path for move in planned.moves]
                moved.append(checkpoint.id)
            return Restored(tuple(dict.fromkeys(paths)), tuple(moved), (), tuple(skipped))

    def prune(self) -> int:
        """Forget checkpoints over age, and the oldest above the size cap, never within the window; return how many.

        What was kept before an action that never ended is forgotten with the age as well.
        """
        with self._restoring():
            now = self._clock()
            every = list(self._store.checkpoints())
            old = [found for found in every if now - found.created > self._settings.keep]
            kept = [found for found in every if found not in old]
            sizes = self.blobs.sizes()
            while kept and now - kept[-1].created > self._settings.window and self._size(kept, sizes) > self._cap:
                old.append(kept.pop())
            self._store.delete_checkpoints([found.id for found in old])
            live = {digest for found in kept for digest in _digests(found)} | self._underway(now)
            self._cache.load()
            live |= {entry.digest for _, entry in self._cache.known.values()}
            self._cache.save()
            self._cache.expire()
            self.blobs.delete_unreferenced(live, now)
            return len(old)

    def tidy(self) -> None:
        """Clean up once a day; what goes wrong with that is no trouble for the caller, the next day tries again."""
        with suppress(JourneymanError, OSError):
            last, now = self._store.get(_PRUNED), self._clock()
            if last is None or now - last > DAY:
                self._store.put(_PRUNED, now)
                if last is not None:
                    self.prune()

    def _underway(self, now: float) -> set[str]:
        """Return the digests that actions under way (or interrupted) rely on; delete those kept for too long."""
        digests = set()
        for file in self._folder.glob("before-*.json"):
            with suppress(FileNotFoundError):  # the action has ended
                if now - file.stat().st_mtime > self._settings.keep:
                    file.unlink()
                    continue
                with suppress(UndoError):  # damaged: nothing can be learned from it
                    digests |= {entry.digest for entry in _read_before(file).manifest.entries.values()}
        return digests

    @property
    def _cap(self) -> int:
        return self._settings.size_cap

    def _size(self, checkpoints: Sequence[Checkpoint], sizes: Mapping[str, int]) -> int:
        return sum(sizes.get(digest, 0) for digest in {d for found in checkpoints for d in _digests(found)})

    def _find(self, checkpoint_ids: Sequence[str]) -> list[Checkpoint]:
        by_id: dict[str, Checkpoint] = {}
        for limit in (_RECENT, 0):  # what is undone is nearly always recent
            by_id = {found.id: found for found in self._store.checkpoints(limit=limit)}
            if all(wanted in by_id for wanted in checkpoint_ids):
                return [by_id[wanted] for wanted in checkpoint_ids]
        missing = next(wanted for wanted in checkpoint_ids if wanted not in by_id)
        raise NotFound(f"no checkpoint {missing}; it may have been pruned")

    def _moved(self, checkpoint_id: str, direction: Direction) -> None:
        self._store.set_checkpoint_status(checkpoint_id, "undone" if direction == "undo" else "applied")
        waiting = [found for found in self._store.get(_REDO, []) if found != checkpoint_id]
        self._store.put(_REDO, [*waiting, checkpoint_id] if direction == "undo" else waiting)

    def _look(self, before: Before, blobs: Blobs | None) -> Manifest:
        root = self._workspace.root
        if before.paths is None:
            return scan(root, self._settings, self._cache, blobs, like=before.manifest)
        return scan_paths(root, before.paths, self._settings, self._cache, blobs, like=before.manifest)

    def _roots(self, paths: Sequence[str]) -> tuple[str, ...]:
        """Return what to record for ``paths``: each one, or the first of its parents that is not there yet."""
        root = str(self._workspace.root)
        found = []
        for path in paths:
            relative = os.path.relpath(path, root)
            if relative == "." or relative.startswith(".."):
                continue
            parts = relative.split(os.sep)
            upto = next(
                (n for n in range(1, len(parts)) if not os.path.lexists(os.path.join(root, *parts[:n]))), len(parts)
            )
            found.append("/".join(parts[:upto]))
        return tuple(dict.fromkeys(found))

    def _keep(self, before: Before, action_id: str) -> None:
        data = {
            "paths": before.paths,
            "entries": [[path, entry.to_list()] for path, entry in before.manifest.entries.items()],
            "excluded": sorted(before.manifest.excluded),
            "unlisted": sorted(before.manifest.unlisted),
        }
        file = self._before_file(action_id)
        temporary = file.with_suffix(".new")
        try:
            fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with open(fd, "w", encoding="ascii") as out:
                out.write(json.dumps(data, separators=(",", ":")))
            os.replace(temporary, file)
        except OSError as error:
            with suppress(OSError):
                os.unlink(temporary)
            raise UndoError(f"cannot keep what undo needs: {error.strerror}; free space in {self._folder}") from error

    def _before_file(self, action_id: str) -> Path:
        return self._folder / f"before-{action_id}.json"


def _read_before(file: Path) -> Before:
    try:
        with open(file, encoding="ascii") as text:
            data = json.load(text)
        entries = {path: Entry.from_list(entry) for path, entry in data["entries"]}
        manifest = Manifest(entries, frozenset(data["excluded"]), frozenset(data["unlisted"]))
        return Before(None if data["paths"] is None else tuple(data["paths"]), manifest)
    except (ValueError, KeyError, TypeError) as error:
        raise UndoError(f"what was kept before an action cannot be read: {file}: {error}") from None


def _unseen(before: Manifest, now: Manifest, known: set[str], blind: Sequence[str]) -> list[Change]:
    """Return the folders that could be read on one side only, as changes of their own: what is in them is unknown."""
    return [Change(path, before.entries[path], now.entries[path]) for path in blind if path not in known]


def _lost(change: Change) -> bool:
    """Tell whether a content that was not kept would be needed: such a path stays as it is."""
    if change.before is not None and only_metadata(change.after, change.before):
        return False
    sides = [side for side in (change.before, change.after) if side is not None and side.type == "file"]
    return any(not side.digest for side in sides)


def _digests(checkpoint: Checkpoint) -> set[str]:
    entries = [entry for change in checkpoint.changes for entry in (change.before, change.after)]
    return {entry.digest for entry in entries if entry is not None and entry.digest}

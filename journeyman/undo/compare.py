"""What has to happen to each path so that a checkpoint is taken back or done again, and what stands against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from journeyman.undo.blobs import Blobs
from journeyman.undo.merge import merge
from journeyman.undo.settings import UndoSettings
from journeyman.undo.tree import Blocked, Tree
from journeyman.values import Checkpoint, Entry

Direction = Literal["undo", "redo"]


@dataclass(frozen=True, slots=True)
class Problem:
    """A path that was not restored, and why. ``path`` is workspace-relative."""

    path: str
    reason: str


@dataclass(slots=True)
class Move:
    """One path on its way from ``now`` to ``want`` (None: not there); without ``timed`` its time is left alone.

    ``whole`` marks a folder that goes with all that is in it (a cache).

    ``content`` is a merged text that replaces the kept one. ``new`` and ``old`` are where the new thing waits
    and the old one is put aside (workspace-relative, "" for none); ``inode`` is that of the waiting one.
    """

    path: str
    now: Entry | None
    want: Entry | None
    content: bytes | None = None
    timed: bool = True
    whole: bool = False
    new: str = ""
    old: str = ""
    inode: int = 0


@dataclass(slots=True)
class Planned:
    """The moves of one checkpoint; with any conflict none of them may be made."""

    moves: list[Move] = field(default_factory=list)
    conflicts: list[Problem] = field(default_factory=list)
    skipped: list[Problem] = field(default_factory=list)


def kind_of(entry: Entry | None) -> str:
    """Return the entry's type, "" for None."""
    return entry.type if entry is not None else ""


def same_content(one: Entry, other: Entry) -> bool:
    """Compare two files' contents; where one was not kept, by size and time."""
    if one.digest and other.digest:
        return one.digest == other.digest
    return (one.size, one.mtime_ns) == (other.size, other.mtime_ns)


def same(one: Entry | None, other: Entry | None) -> bool:
    """Compare type, permissions and content; times and a link's permissions do not count."""
    if one is None or other is None:
        return one is other
    if one.type != other.type:
        return False
    if one.type == "link":
        return one.target == other.target
    return one.mode == other.mode and (one.type == "dir" or same_content(one, other))


class Comparison:
    """Compares one checkpoint with the tree as it is now; changes nothing."""

    def __init__(self, tree: Tree, blobs: Blobs, settings: UndoSettings, scratch: Path) -> None:
        self._tree = tree
        self._blobs = blobs
        self._settings = settings
        self._scratch = scratch

    def plan(self, checkpoint: Checkpoint, direction: Direction) -> Planned:
        """Return the moves that undo or redo ``checkpoint``."""
        planned = Planned()
        ways = {
            change.path: (change.after, change.before) if direction == "undo" else (change.before, change.after)
            for change in checkpoint.changes
        }
        turned = {
            path for path, (expected, want) in ways.items() if expected and kind_of(want) == "dir" != expected.type
        }
        for path, (expected, want) in ways.items():
            if path in checkpoint.unrestorable or self._settings.never(path):
                closed = kind_of(expected) == kind_of(want) == "dir" and not self._settings.never(path)
                what = "what is in it could not be read" if closed else "its content was not kept"
                planned.skipped.append(Problem(path, f"{what}, so it stays as it is"))
                if not closed:
                    continue
            try:
                hidden = any(parent in turned for parent in parents(path))
                now = None if hidden else self._tree.entry(path, self._cap(expected, want))
                self._compare(planned, path, expected, want, now)
            except Blocked:
                planned.conflicts.append(Problem(path, "a parent folder was replaced by a link or a file"))
            except OSError as error:
                planned.conflicts.append(Problem(path, f"cannot be read: {error.strerror or error}"))
        if not planned.conflicts:
            self._empty_folders(planned)
            self._missing_parents(planned)
        return planned

    def _cap(self, *entries: Entry | None) -> int:
        return max(self._settings.file_cap, *(entry.size for entry in entries if entry is not None), 0)

    def _compare(
        self, planned: Planned, path: str, expected: Entry | None, want: Entry | None, now: Entry | None
    ) -> None:
        """Add what is to be done about one path, which is ``now`` and was left as ``expected``."""
        if same(now, want):
            untouched = now and expected and same(now, expected) and now.mtime_ns == expected.mtime_ns
            if want and now and untouched and want.type != "dir" and now.mtime_ns != want.mtime_ns:
                planned.moves.append(Move(path, now, want))
            return
        if kind_of(now) == kind_of(want) == "dir" and expected is None:
            return  # somebody made the folder again: it is there, which is all that is asked
        leaving = kind_of(now) == kind_of(expected) == "dir" and kind_of(want) != "dir"
        if same(now, expected) or leaving:
            if want and want.type == "file" and not self._at_hand(now, want):
                planned.skipped.append(Problem(path, "its content is not kept any more"))
                return
            planned.moves.append(Move(path, now, want))
            return
        merged = self._merge(path, expected, want, now)
        if merged is None:
            planned.conflicts.append(Problem(path, _describe(expected, now)))
        else:
            planned.moves.append(merged)

    def _at_hand(self, now: Entry | None, want: Entry) -> bool:
        return only_metadata(now, want) or self._blobs.has(want.digest)

    def _merge(self, path: str, expected: Entry | None, want: Entry | None, now: Entry | None) -> Move | None:
        """Take the change out of a file edited since; None when that does not go cleanly."""
        if not (expected and want and now) or {expected.type, want.type, now.type} != {"file"}:
            return None
        if now.mode not in {expected.mode, want.mode} and expected.mode != want.mode:
            return None
        mode = want.mode if now.mode == expected.mode else now.mode
        if expected.digest == want.digest and expected.digest:  # only the permissions are taken back
            return Move(path, now, Entry("file", mode, now.mtime_ns, now.digest, now.size))
        if now.digest and now.digest in {expected.digest, want.digest}:  # only the permissions were changed since
            return Move(path, now, Entry("file", mode, want.mtime_ns, want.digest, want.size))
        text = self._merge_text(path, expected, want, now)
        return None if text is None else Move(path, now, Entry("file", mode, size=len(text)), text, timed=False)

    def _merge_text(self, path: str, expected: Entry, want: Entry, now: Entry) -> bytes | None:
        if not (now.digest and self._blobs.has(expected.digest) and self._blobs.has(want.digest)):
            return None
        with self._tree.open(path) as file:
            current = file.readall()
        return merge(current, self._blobs.get(expected.digest), self._blobs.get(want.digest), self._scratch)

    def _empty_folders(self, planned: Planned) -> None:
        """Keep folders that hold something else; take caches away with the folder that they lie in."""
        leaving = {move.path for move in planned.moves if move.now and move.want is None}
        turning = {m.path for m in planned.moves if kind_of(m.now) == "dir" and m.want and m.want.type != "dir"}
        for move in sorted(planned.moves, key=lambda move: move.path, reverse=True):
            if kind_of(move.now) != "dir" or kind_of(move.want) == "dir":
                continue
            others = [move.path + "/" + name for name in self._tree.names(move.path)]
            others = [path for path in others if path not in leaving]
            caches = [path for path in others if self._is_cache(path)]
            if len(caches) == len(others):
                planned.moves.extend(Move(path, self._tree.entry(path, 0), None, whole=True) for path in caches)
            elif move.path in turning:
                planned.conflicts.append(Problem(move.path, "the folder holds files that are not part of this change"))
            else:
                planned.moves.remove(move)
                leaving.discard(move.path)
                planned.skipped.append(Problem(move.path, "the folder holds other files, so it stays"))

    def _is_cache(self, path: str) -> bool:
        return path.rpartition("/")[2] in self._settings.caches and kind_of(self._tree.entry(path, 0)) == "dir"

    def _missing_parents(self, planned: Planned) -> None:
        """Make folders again that somebody removed since, with the permissions of the one above them."""
        made = {move.path for move in planned.moves if kind_of(move.want) == "dir"}
        for move in list(planned.moves):
            if move.want is None or move.now is not None:
                continue
            mode = 0o755
            for folder in parents(move.path):
                entry = None if folder in made else self._tree.entry(folder, 0)
                if folder not in made and entry is None:
                    made.add(folder)
                    planned.moves.append(Move(folder, None, Entry("dir", mode), timed=False))
                mode = entry.mode if entry else mode


def parents(path: str) -> Iterator[str]:
    """Yield the folders above ``path``, outermost first."""
    at = path.find("/")
    while at > 0:
        yield path[:at]
        at = path.find("/", at + 1)


def only_metadata(now: Entry | None, want: Entry | None) -> bool:
    """Tell whether ``now`` becomes ``want`` by permissions and time alone."""
    if now is None or want is None or now.type != want.type:
        return False
    if now.type == "file":
        return same_content(now, want)
    return now.type == "dir" or now.target == want.target


def _describe(expected: Entry | None, now: Entry | None) -> str:
    if now is None:
        return "it was deleted since"
    if expected is None:
        return "something was put there since"
    if now.type != expected.type:
        return f"it is a {now.type} now"
    if now.type != "link" and now.mode != expected.mode and (now.type == "dir" or same_content(now, expected)):
        return f"its permissions were changed since (now {now.mode:o})"
    return "it was changed since"

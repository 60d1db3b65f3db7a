"""Move a set of paths all or not at all, also when the process is killed in between.

    staging   contents wait in a folder beside their targets; killed here, the folder is thrown away
    applying  old things are put aside, new ones moved in; killed here, everything is moved back
    applied   only cleaning up is left; killed here, it is finished

A journal file in the private folder says which of these holds. This protects against the end of the process; a
power cut is left to the file system.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

from journeyman.errors import UndoError
from journeyman.undo.blobs import Blobs
from journeyman.undo.compare import Move, kind_of, only_metadata, parents
from journeyman.undo.tree import Blocked, Tree
from journeyman.values import Entry, Json, new_id

PREFIX = ".journeyman-undo-"
State = Literal["staging", "applying", "applied"]


class Transaction:
    """The moves of one checkpoint. ``note`` is handed back by recovery (which checkpoint, which direction)."""

    def __init__(self, tree: Tree, folder: Path, moves: list[Move], note: dict[str, Json], name: str = "") -> None:
        self.tree = tree
        self.moves = moves
        self.note = note
        self.name = name or new_id("")
        self.journal = folder / f"restore-{self.name}.json"
        self.staging: list[str] = []
        self.loosened: dict[str, int] = {}

    # the way forward

    def stage(self, blobs: Blobs) -> None:
        """Write every new content beside its target. Raises UndoError (nothing has changed then)."""
        self._name_places()
        self._write("staging")
        try:
            for folder in self.staging:
                self.tree.mkdir(folder)
            for move in self.moves:
                if move.new:
                    self._stage(move, blobs)
        except OSError as error:
            self.clean()
            raise UndoError(f"nothing was changed: {error.strerror or error} while preparing the files") from error
        except (UndoError, KeyboardInterrupt):
            self.clean()
            raise

    def apply(self) -> None:
        """Make all moves; on any failure move everything back and raise UndoError."""
        self._find_closed()
        self._write("applying")
        try:
            self._make()
        except OSError as error:
            why = f"{error.strerror or error} {error.filename or ''}".rstrip()
            kept = self.roll_back()
            if kept:
                places = ", ".join(self.staging)
                raise UndoError(f"{why}; what was at {', '.join(kept)} could not be put back: {places}") from error
            raise UndoError(f"nothing was changed: {why}") from error
        except KeyboardInterrupt:  # the user's Ctrl-C must not leave half of it
            self.roll_back()
            raise
        self._write("applied")

    def _make(self) -> None:
        for folder in self.loosened:
            self.tree.chmod(folder, self.loosened[folder] | 0o700)
        self._lift()
        self._reshape()
        self._place()
        self._dress()
        self._verify()

    def _name_places(self) -> None:
        devices: dict[str, int | None] = {}
        for number, move in enumerate(self.moves):
            needs_new = kind_of(move.want) in {"file", "link"} and not only_metadata(move.now, move.want)
            needs_old = kind_of(move.now) in {"file", "link"} and (needs_new or kind_of(move.want) in {"", "dir"})
            needs_old = needs_old or move.whole
            if not (needs_new or needs_old):
                continue
            folder = self._boundary(move.path, devices) + PREFIX + self.name
            if folder not in self.staging:
                self.staging.append(folder)
            move.new = f"{folder}/new-{number}" if needs_new else ""
            move.old = f"{folder}/old-{number}" if needs_old else ""

    def _boundary(self, path: str, devices: dict[str, int | None]) -> str:
        """Return the folder (with slash) nearest above ``path`` where another file system begins: "" for the root."""
        device, at = os.lstat(self.tree.root).st_dev, ""
        for folder in parents(path):
            if folder not in devices:
                with suppress(OSError):
                    status = self.tree.status(folder)
                    devices[folder] = status.st_dev if status and stat.S_ISDIR(status.st_mode) else None
            found = devices.get(folder)
            if found is None:
                break
            if found != device:
                device, at = found, folder + "/"
        return at

    def _stage(self, move: Move, blobs: Blobs) -> None:
        want = move.want
        assert want is not None
        if want.type == "link":
            self.tree.symlink(want.target, move.new)
            self.tree.utime(move.new, want.mtime_ns)
        else:
            fd = self.tree.create(move.new)
            with open(fd, "wb", buffering=0) as out:
                for piece in blobs.pieces(want.digest) if move.content is None else (move.content,):
                    _write_all(out.fileno(), piece)
                self._own(fd, move.path)
                _fchmod(fd, want.mode)
            if move.timed:
                self.tree.utime(move.new, want.mtime_ns)
        status = self.tree.status(move.new)
        move.inode = status.st_ino if status else 0

    def _own(self, fd: int, path: str) -> None:
        """As root, give the file the owner of what it replaces, else of the folder it lies in."""
        if getattr(os, "geteuid", lambda: 1)() != 0:
            return
        like = None
        for place in (path, *reversed(tuple(parents(path)))):
            with suppress(OSError):
                like = like or self.tree.status(place)
        like = like or os.lstat(self.tree.root)
        os.fchown(fd, like.st_uid, like.st_gid)

    def _find_closed(self) -> None:
        """Note the folders that their owner closed against writing; they are opened for a moment."""
        user = getattr(os, "geteuid", lambda: 0)()
        if user == 0:
            return
        for folder in {move.path.rpartition("/")[0] for move in self.moves} - {""}:
            status = self._status(folder)
            if status and stat.S_ISDIR(status.st_mode) and status.st_uid == user and status.st_mode & 0o300 != 0o300:
                self.loosened[folder] = stat.S_IMODE(status.st_mode)

    def _lift(self) -> None:
        for move in self.moves:
            if move.old and not move.new:
                self.tree.rename(move.path, move.old)
                self._check_old(move)

    def _reshape(self) -> None:
        for move in sorted(self.moves, key=_path, reverse=True):
            if kind_of(move.now) == "dir" != kind_of(move.want) and not move.old:
                self.tree.rmdir(move.path)
        for move in sorted(self.moves, key=_path):
            if kind_of(move.want) == "dir" != kind_of(move.now):
                self.tree.mkdir(move.path)

    def _place(self) -> None:
        for move in self.moves:
            if not move.new:
                continue
            if not move.old:
                self.tree.move(move.new, move.path)
                continue
            try:  # a second name for the old file, so that at no time there is none
                self.tree.link(move.path, move.old)
            except (OSError, NotImplementedError):
                self.tree.rename(move.path, move.old)
            self.tree.rename(move.new, move.path)
            self._check_old(move)

    def _check_old(self, move: Move) -> None:
        """What was put aside must be what was compared: an edit made in this very moment is not lost."""
        status = self.tree.status(move.old)
        if status is None or move.now is None or move.now.type != "file":
            return
        if (status.st_mtime_ns, status.st_size) != (move.now.mtime_ns, move.now.size):
            raise OSError(errno.EBUSY, "it was written to at this moment:", move.path)

    def _dress(self) -> None:
        """Set permissions and times, innermost first; folders last made lose their own time otherwise."""
        for move in sorted(self.moves, key=_path, reverse=True):
            want = move.want
            if want is None or move.new:
                continue
            if want.type != "link":
                self.tree.chmod(move.path, want.mode)
            if move.timed and (want.type != "dir" or kind_of(move.now) != "dir"):
                self.tree.utime(move.path, want.mtime_ns)
        self._close_again()

    def _close_again(self) -> None:
        set_already = {move.path for move in self.moves if kind_of(move.want) == "dir"}
        for folder, mode in self.loosened.items():
            status = self._status(folder)
            if folder not in set_already and status and stat.S_ISDIR(status.st_mode):
                self.tree.chmod(folder, mode)

    def _verify(self) -> None:
        for move in self.moves:
            status, want = self._status(move.path), move.want
            good = status is None if want is None else status is not None and _fits(status, want, move.timed)
            if not good:
                raise OSError(errno.EBUSY, "it was changed at this moment:", move.path)

    def _status(self, path: str) -> os.stat_result | None:
        """The status of the path itself; None too where a parent is no folder (any more)."""
        try:
            return self.tree.status(path)
        except Blocked:
            return None

    # the way back

    def roll_back(self) -> list[str]:
        """Move everything back as far as it got; return paths whose old content had to be left in the staging folder.

        What somebody changed in the meantime is never touched.
        """
        for folder in self.loosened:
            with suppress(OSError):
                self.tree.chmod(folder, self.loosened[folder] | 0o700)
        for move in self.moves:
            if move.new:
                self._take_out(move)
        for move in sorted(self.moves, key=_path, reverse=True):
            if kind_of(move.want) == "dir" != kind_of(move.now):
                with suppress(OSError):
                    self.tree.rmdir(move.path)
        for move in sorted(self.moves, key=_path):
            if kind_of(move.now) == "dir" and not move.old and self._status(move.path) is None:
                with suppress(OSError):
                    self.tree.mkdir(move.path)
        kept = [move.path for move in self.moves if move.old and not self._put_back(move)]
        for move in sorted(self.moves, key=_path, reverse=True):
            self._undress(move)
        with suppress(OSError):
            self._close_again()
        self.clean(keep=bool(kept))
        return kept

    def _take_out(self, move: Move) -> None:
        """Remove the new thing if it has arrived and nobody has touched it since."""
        status, waiting = self._status(move.path), self._status(move.new)
        if status is None or status.st_ino != move.inode:
            return
        with suppress(OSError):  # then it is in the way of the old one, which stays put aside
            if waiting is not None:
                self.tree.unlink(move.path)
            elif move.want is not None and _fits(status, move.want, move.timed):
                self.tree.move(move.path, move.new)

    def _put_back(self, move: Move) -> bool:
        aside, status = self._status(move.old), self._status(move.path)
        if aside is None:
            return True
        if status is not None and status.st_ino != aside.st_ino:
            return False
        try:
            if status is not None:
                self.tree.unlink(move.old)
            else:
                self.tree.move(move.old, move.path)
        except OSError:
            return False
        return True

    def _undress(self, move: Move) -> None:
        """Give permissions and times back where only those were set, and to folders that were made again."""
        now = move.now
        if now is None or move.old or (move.new and now.type != "dir"):
            return
        with suppress(OSError):
            if now.type != "link":
                self.tree.chmod(move.path, now.mode)
            self.tree.utime(move.path, now.mtime_ns)

    def clean(self, keep: bool = False) -> None:
        """Remove the staging folders (unless ``keep``) and then the journal file."""
        for folder in self.staging:
            if not keep:
                shutil.rmtree(os.path.join(self.tree.root, folder), ignore_errors=True)
        with suppress(FileNotFoundError):
            os.unlink(self.journal)

    # the journal file

    def _write(self, state: State) -> None:
        data = {
            "state": state,
            "name": self.name,
            "note": self.note,
            "staging": self.staging,
            "loosened": self.loosened,
            "moves": [
                [m.path, m.now and m.now.to_list(), m.want and m.want.to_list(), m.new, m.old, m.inode, m.timed]
                for m in self.moves
            ],
        }
        temporary = self.journal.with_suffix(".new")
        try:
            fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with open(fd, "w", encoding="ascii") as out:
                json.dump(data, out)
            os.replace(temporary, self.journal)
        except OSError as error:
            with suppress(OSError):
                os.unlink(temporary)
            if state == "applying":
                self.clean()
            if state != "applied":  # then everything is in place, and the caller records it
                raise UndoError(f"nothing was changed: {error.strerror or error} in {self.journal.parent}") from error


def left_behind(folder: Path) -> bool:
    """Tell whether a restore is under way, or was when its process was killed."""
    try:
        return any(name.startswith("restore-") for name in os.listdir(folder))
    except FileNotFoundError:
        return False


def interrupted(tree: Tree, folder: Path) -> Iterator[tuple[Transaction, State]]:
    """Yield the transactions that a killed process left behind; one that cannot be read is moved aside."""
    for journal in sorted(folder.glob("restore-*.json")):
        try:
            yield _left(tree, journal)
        except (ValueError, KeyError, TypeError):
            os.replace(journal, journal.with_name(f"damaged-{journal.name}"))


def _left(tree: Tree, journal: Path) -> tuple[Transaction, State]:
    data = json.loads(journal.read_bytes())
    moves = [
        Move(path, now and Entry.from_list(now), want and Entry.from_list(want), None, timed, False, new, old, inode)
        for path, now, want, new, old, inode, timed in data["moves"]
    ]
    left = Transaction(tree, journal.parent, moves, data["note"], data["name"])
    left.staging, left.loosened = data["staging"], data["loosened"]
    return left, data["state"]


def _path(move: Move) -> str:
    return move.path


def _fits(status: os.stat_result, want: Entry, timed: bool) -> bool:
    mode = status.st_mode
    if want.type == "link":
        return stat.S_ISLNK(mode)
    if want.type == "dir":
        return stat.S_ISDIR(mode) and (stat.S_IMODE(mode) == want.mode or os.name == "nt")
    fits = stat.S_ISREG(mode) and status.st_size == want.size
    return fits and (not timed or status.st_mtime_ns == want.mtime_ns)


def _fchmod(fd: int, mode: int) -> None:
    if hasattr(os, "fchmod"):
        os.fchmod(fd, mode)


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]

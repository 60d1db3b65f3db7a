"""What the tests of undo look at: the tree byte for byte, random trees, and random edits of them."""

from __future__ import annotations

import os
import random
import shutil
import stat
from pathlib import Path

NAMES = [b"a", b"b.txt", b"c d", "ü".encode(), b"\xff\xfe", b"-x", b"new\nline", b"sub", b"deep"]
MODES = [0o644, 0o600, 0o755, 0o444, 0o640]
DIR_MODES = [0o755, 0o700, 0o750]
TARGETS = [b"a", b"../a", b"nowhere", b"/etc/hostname", b"sub/b.txt"]
CONTENTS = [b"", b"hello\n", b"one\ntwo\nthree\n", b"\0\1binary\xff" * 50, b"x" * 5000, bytes(range(256)) * 20]
START = 1_600_000_000_000_000_000


def picture(root: Path) -> dict[bytes, tuple]:
    """The tree as it is: type, mode, content or target, and the time of files and links; not a folder's time."""
    found: dict[bytes, tuple] = {}
    for folder, folders, files in os.walk(os.fsencode(root)):
        if folder == os.fsencode(root):
            folders[:] = [name for name in folders if name != b"logs"]
            files.remove(b"session_state.json") if b"session_state.json" in files else None
        for name in (*folders, *files):
            path = os.path.join(folder, name)
            found[os.path.relpath(path, os.fsencode(root))] = _look(path)
        folders[:] = [name for name in folders if not os.path.islink(os.path.join(folder, name))]
    return found


def _look(path: bytes) -> tuple:
    status = os.lstat(path)
    mode = stat.S_IMODE(status.st_mode)
    if stat.S_ISLNK(status.st_mode):
        return ("link", os.readlink(path), status.st_mtime_ns)
    if stat.S_ISDIR(status.st_mode):
        return ("dir", mode)
    if not stat.S_ISREG(status.st_mode):
        return ("special", mode)
    with open(path, "rb") as file:
        return ("file", mode, file.read(), status.st_mtime_ns)


class Gardener:
    """Grows and edits a tree by the dice of ``seed``."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = os.fsencode(root)
        self.dice = random.Random(seed)

    def grow(self, size: int) -> None:
        for _ in range(size):
            self.add()

    def edit(self, count: int) -> None:
        deeds = (self.add, self.modify, self.delete, self.chmod, self.replace, self.rename, self.touch)
        for _ in range(count):
            self.dice.choice(deeds)()

    def add(self) -> None:
        path = self._free()
        if path is None:
            return
        sort = self.dice.random()
        if sort < 0.3:
            os.mkdir(path, 0o700)
            os.chmod(path, self.dice.choice(DIR_MODES))
        elif sort < 0.45:
            os.symlink(self.dice.choice(TARGETS), path)
        else:
            self._write(path)

    def modify(self) -> None:
        path = self._any("file")
        if path:
            self._write(path)

    def delete(self) -> None:
        path = self._any()
        if path:
            self._remove(path)

    def chmod(self) -> None:
        path = self._any("file", "dir")
        if path:
            os.chmod(path, self.dice.choice(DIR_MODES if os.path.isdir(path) else MODES))

    def touch(self) -> None:
        path = self._any("file", "link")
        if path:
            moment = START + self.dice.randrange(10**15)
            os.utime(path, ns=(moment, moment), follow_symlinks=False)

    def replace(self) -> None:
        """A file by a folder or a link, a folder by a file."""
        path = self._any()
        if not path:
            return
        self._remove(path)
        sort = self.dice.randrange(3)
        if sort == 0:
            os.mkdir(path)
            self._write(os.path.join(path, self.dice.choice(NAMES)))
        elif sort == 1:
            os.symlink(self.dice.choice(TARGETS), path)
        else:
            self._write(path)

    def rename(self) -> None:
        path, free = self._any(), self._free()
        if path and free and not free.startswith(path + b"/"):
            os.rename(path, free)

    def _write(self, path: bytes) -> None:
        with open(path, "wb") as file:
            file.write(self.dice.choice(CONTENTS) + bytes([self.dice.randrange(256)]))
        os.chmod(path, self.dice.choice(MODES))
        if self.dice.random() < 0.5:
            moment = START + self.dice.randrange(10**15)
            os.utime(path, ns=(moment, moment))

    def _remove(self, path: bytes) -> None:
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.unlink(path)

    def _all(self) -> list[bytes]:
        found = []
        for folder, folders, files in os.walk(self.root):
            found += [os.path.join(folder, name) for name in (*folders, *files)]
            folders[:] = sorted(name for name in folders if not os.path.islink(os.path.join(folder, name)))
        return sorted(found)

    def _any(self, *sorts: str) -> bytes | None:
        chosen = [path for path in self._all() if not sorts or _look(path)[0] in sorts]
        return self.dice.choice(chosen) if chosen else None

    def _free(self) -> bytes | None:
        folders = [self.root, *(path for path in self._all() if _look(path)[0] == "dir")]
        for _ in range(4):
            path = os.path.join(self.dice.choice(folders), self.dice.choice(NAMES))
            if not os.path.lexists(path):
                return path
        return None

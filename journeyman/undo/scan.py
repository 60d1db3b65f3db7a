"""The whole tree as it is: every path with its type, mode, times and content digest."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from journeyman.undo.blobs import Blobs, FileChanged, hash_file
from journeyman.undo.cache import ScanCache, Signature, signature_of
from journeyman.undo.settings import TEMPORARY, UndoSettings
from journeyman.values import Change, Entry

_READINGS = 3
"""How often a file that changes while it is read is tried before its content counts as not kept."""

_VENV, _CACHE_TAG = "pyvenv.cfg", "CACHEDIR.TAG"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Entries by workspace-relative path (fsdecoded, forward slashes).

    ``excluded`` are folders left out; ``unlisted`` are folders whose contents could not be read.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    excluded: frozenset[str] = frozenset()
    unlisted: frozenset[str] = frozenset()


def scan(
    root: Path,
    settings: UndoSettings,
    cache: ScanCache,
    blobs: Blobs | None = None,
    like: Manifest | None = None,
) -> Manifest:
    """Return the manifest of ``root``; with ``blobs``, keep the content of every file that ``cache`` does not know.

      ``like`` is an earlier manifest whose choice of folders holds again, so that a marker file put into a folder
      cannot make its files seem deleted. A file over the cap, unreadable, or written to all the time has the digest "".
    Raises UndoError when a blob cannot be written.
    """
    cache.load()
    walk = _Walk(root, settings, cache, blobs, like)
    walk.folder("")
    if blobs is not None:
        cache.replace(walk.seen, frozenset(path for path, entry in walk.entries.items() if entry.type == "dir"))
    return Manifest(walk.entries, frozenset(walk.excluded), frozenset(walk.unlisted))


def scan_paths(
    root: Path,
    paths: Collection[str],
    settings: UndoSettings,
    cache: ScanCache,
    blobs: Blobs | None = None,
    like: Manifest | None = None,
) -> Manifest:
    """Return the manifest of only ``paths`` and, where one is a folder, of all that is in it; see :func:`scan`."""
    cache.load()
    walk = _Walk(root, settings, cache, blobs, like)
    for path in paths:
        walk.path(path)
    return Manifest(walk.entries, frozenset(walk.excluded), frozenset(walk.unlisted))


def diff(before: Manifest, after: Manifest) -> tuple[list[Change], list[str]]:
    """Return the changes, by path, and the folders whose contents were readable on one side only.

    A folder's own time is no change: it follows from what is in it.
    """
    old, new = before.entries, after.entries
    blind = before.unlisted ^ after.unlisted
    pairs: list[tuple[str, Entry | None, Entry | None]] = [
        (path, entry, new.get(path)) for path, entry in old.items() if entry is not new.get(path)
    ]
    pairs += [(path, None, entry) for path, entry in new.items() if path not in old]
    changes = [
        Change(path, was, now)
        for path, was, now in pairs
        if not _alike(was, now) and not (blind and _inside(path, blind))
    ]
    changes.sort(key=lambda change: change.path)
    return changes, sorted(folder for folder in blind if folder in old and folder in new)


def _alike(was: Entry | None, now: Entry | None) -> bool:
    if was is not None and now is not None and was.type == now.type == "dir":
        return was.mode == now.mode
    return was == now


def _inside(path: str, folders: frozenset[str]) -> bool:
    return any(path.startswith(folder + "/") for folder in folders)


class _Walk:
    """One scan under way."""

    def __init__(
        self,
        root: Path,
        settings: UndoSettings,
        cache: ScanCache,
        blobs: Blobs | None,
        like: Manifest | None,
    ) -> None:
        self._root = str(root)
        self._settings = settings
        self._cache = cache
        self._blobs = blobs
        self._like = like
        self._names = settings.dependencies | settings.caches | {".git"}
        self._paths = settings.own
        self.entries: dict[str, Entry] = {}
        self.seen: dict[str, tuple[Signature, Entry]] = {}
        self.excluded: set[str] = set()
        self.unlisted: set[str] = set()

    def path(self, path: str) -> None:
        """Record one path, and what is in it."""
        try:
            status = os.lstat(os.path.join(self._root, path))
        except OSError:
            return
        if self._settings.never(path):
            self._hollow(path, status)
        elif stat.S_ISDIR(status.st_mode):
            self.entries[path] = _folder_entry(status)
            self.folder(path + "/")
        else:
            self._leaf(path, status)

    def folder(self, prefix: str) -> None:
        """Record what is in a folder; ``prefix`` is its path with a slash at the end ("" for the root)."""
        waiting = [prefix]
        known = self._cache.known
        while waiting:
            prefix = waiting.pop()
            items = self._list(prefix)
            if items is None:
                continue
            for item in items:
                path = prefix + item.name
                if path in self._paths or item.name == ".git" or path.startswith(TEMPORARY):
                    continue
                try:
                    status = item.stat(follow_symlinks=False)
                except OSError:  # vanished
                    continue
                hit = known.get(path)
                if hit is not None and hit[0] == signature_of(status):
                    self.seen[path] = hit
                    self.entries[path] = hit[1]
                elif not stat.S_ISDIR(status.st_mode):
                    self._leaf(path, status)
                elif item.name in self._names:
                    self.excluded.add(path)
                else:
                    self.entries[path] = _folder_entry(status)
                    waiting.append(path + "/")

    def _list(self, prefix: str) -> list[os.DirEntry[str]] | None:
        path = prefix[:-1]
        try:
            with os.scandir(os.path.join(self._root, path)) as found:
                items = list(found)
        except FileNotFoundError:
            self.entries.pop(path, None)
            return None
        except OSError:
            self.unlisted.add(path)
            return None
        if path and self._left_out(path, items):
            self.excluded.add(path)
            self.entries.pop(path, None)
            return None
        return items

    def _left_out(self, path: str, items: list[os.DirEntry[str]]) -> bool:
        if self._like is not None:
            if path in self._like.entries:
                return False
            if path in self._like.excluded:
                return True
        for item in items:
            if item.name == _VENV:
                marked = any(other.name in {"bin", "Scripts"} for other in items)
            elif item.name == _CACHE_TAG:
                marked = _is_cache_tag(item.path)
            else:
                continue
            # a marker put since into a folder that was kept must not hide what is in it
            return marked and not self._cache.looked_into(path)
        return False

    def _leaf(self, path: str, status: os.stat_result) -> None:
        if stat.S_ISREG(status.st_mode):
            known = self._cache.known.get(path)
            if known is not None and known[0] == signature_of(status):
                self.seen[path] = known
                self.entries[path] = known[1]
            else:
                self._read(path, status)
        elif stat.S_ISLNK(status.st_mode):
            try:
                target = os.readlink(os.path.join(self._root, path))
            except OSError:  # vanished
                return
            self.entries[path] = Entry("link", stat.S_IMODE(status.st_mode), status.st_mtime_ns, target=target)

    def _read(self, path: str, status: os.stat_result) -> None:
        if status.st_size > self._settings.file_cap:
            self._hollow(path, status)
            return
        full = os.path.join(self._root, path)
        for _ in range(_READINGS):
            read_at = time.time_ns()
            try:
                digest, status = hash_file(full) if self._blobs is None else self._blobs.put_with_stat(full)
            except FileChanged:
                continue
            except FileNotFoundError:
                return
            except OSError:
                break
            entry = Entry("file", stat.S_IMODE(status.st_mode), status.st_mtime_ns, digest, status.st_size)
            self.entries[path] = entry
            known = self._cache.remember(path, status, entry, read_at) if self._blobs is not None else None
            if known is not None:
                self.seen[path] = known
            return
        self._hollow(path, status)

    def _hollow(self, path: str, status: os.stat_result) -> None:
        """Record that a path is there, without its content."""
        if stat.S_ISDIR(status.st_mode):
            self.entries[path] = _folder_entry(status)
        else:
            mode = stat.S_IMODE(status.st_mode)
            self.entries[path] = Entry("file", mode, status.st_mtime_ns, size=status.st_size)


def _folder_entry(status: os.stat_result) -> Entry:
    return Entry("dir", stat.S_IMODE(status.st_mode), status.st_mtime_ns)


def _is_cache_tag(path: str) -> bool:
    try:
        with open(path, "rb") as tag:
            return tag.read(43) == b"Signature: 8a477f597d28d172789f06886806bc55"
    except OSError:
        return False

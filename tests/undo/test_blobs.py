"""Contents come back as they went in, are kept once, and damage is told."""

from __future__ import annotations

import hashlib
import os
import time

import pytest

from journeyman.errors import UndoError
from journeyman.undo import Blobs
from journeyman.undo.blobs import GRACE, PIECE, FileChanged, hash_file
from journeyman.undo.cache import ScanCache
from journeyman.values import Entry

CONTENTS = {
    "empty": b"",
    "short": b"hello\n",
    "text": b"the same line again\n" * 500,
    "random": os.urandom(5000),
    "long text": b"0123456789abcdef" * (PIECE // 8),
    "long random": os.urandom(PIECE + 17),
    "one piece": b"x" * PIECE,
}


@pytest.fixture
def blobs(tmp_path):
    return Blobs(tmp_path / "blobs")


@pytest.mark.parametrize("content", CONTENTS.values(), ids=list(CONTENTS))
def test_round_trip(blobs, tmp_path, content):
    file = tmp_path / "f"
    file.write_bytes(content)
    digest = blobs.put_file(file)
    assert digest == hashlib.sha256(content).hexdigest() == hash_file(file)[0] == blobs.put_bytes(content)
    assert blobs.get(digest) == content
    assert blobs.has(digest)
    assert list(blobs.sizes()) == [digest]
    assert os.listdir(blobs.folder / "new") == []


def test_text_is_compressed_and_kept_once(blobs):
    digest = blobs.put_bytes(CONTENTS["text"])
    assert blobs.sizes()[digest] < len(CONTENTS["text"]) / 10
    before = os.stat(blobs.folder / digest[:2] / digest[2:]).st_ino
    assert blobs.put_bytes(CONTENTS["text"]) == digest
    assert os.stat(blobs.folder / digest[:2] / digest[2:]).st_ino == before


@pytest.mark.parametrize("content", [CONTENTS["random"], CONTENTS["text"], CONTENTS["long text"]])
def test_damage_is_told(blobs, content):
    digest = blobs.put_bytes(content)
    path = blobs.folder / digest[:2] / digest[2:]
    whole = path.read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:-1] + bytes([whole[-1] ^ 1]), b"z" + b"not zlib"):
        path.write_bytes(damaged)
        with pytest.raises(UndoError, match=digest[:12]):
            blobs.get(digest)


def test_a_blob_torn_by_a_power_cut_is_written_again(blobs):
    digest = blobs.put_bytes(b"precious content")
    path = blobs.folder / digest[:2] / digest[2:]
    path.write_bytes(b"")
    assert not blobs.has(digest)
    blobs.put_bytes(b"precious content")
    assert blobs.get(digest) == b"precious content"


def test_a_missing_one_is_told(blobs):
    assert not blobs.has("")
    with pytest.raises(UndoError, match="missing"):
        blobs.get("ab" * 32)
    assert blobs.sizes() == {}
    assert blobs.delete_unreferenced(()) == 0


def test_only_regular_files_are_read(blobs, tmp_path):
    (tmp_path / "link").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", "nothing"):
        with pytest.raises(OSError):
            blobs.put_file(tmp_path / name)
    with pytest.raises(OSError, match="not a regular file"):
        hash_file(tmp_path)


@pytest.mark.parametrize("size", [10, PIECE + 10])
def test_a_file_written_to_while_it_is_read_is_told(blobs, tmp_path, monkeypatch, size):
    file = tmp_path / "f"
    file.write_bytes(b"x" * size)
    read = os.read

    def slow(descriptor, count):
        data = read(descriptor, count)
        os.utime(file, ns=(1, time.time_ns() + 5))
        return data

    with monkeypatch.context() as patch:
        patch.setattr(os, "read", slow)
        with pytest.raises(FileChanged):
            blobs.put_file(file)
    assert os.listdir(blobs.folder / "new") == [] if (blobs.folder / "new").exists() else True
    assert blobs.sizes() == {}


def test_an_unwritable_folder_is_told_with_what_to_do(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UndoError, match=r"undo\.max_store_bytes"):
        Blobs(tmp_path / "file").put_bytes(b"x")
    (tmp_path / "blobs").mkdir()
    digest = hashlib.sha256(b"x").hexdigest()
    (tmp_path / "blobs" / digest[:2]).write_text("in the way")
    with pytest.raises(UndoError, match="cannot keep"):
        Blobs(tmp_path / "blobs").put_bytes(b"x")


def test_only_old_and_unreferenced_ones_are_deleted(blobs):
    kept, old, young = (blobs.put_bytes(content) for content in (b"kept", b"old", b"young"))
    left = blobs.folder / "new" / "1-left"
    left.write_bytes(b"by a killed process")
    later = time.time() + 2 * GRACE
    os.utime(blobs.folder / young[:2] / young[2:], (later, later))
    assert blobs.delete_unreferenced({kept}, later) == len(b"rold") + len(b"by a killed process")
    assert set(blobs.sizes()) == {kept, young}
    assert not left.exists()
    assert not blobs.has(old)


# the scan's memory


def known(cache):
    return {path: entry.digest for path, (_, entry) in cache.known.items()}


@pytest.fixture
def remembered(tmp_path):
    """A cache with one file in it, and that file's status."""
    file = tmp_path / "f"
    file.write_text("x")
    status = os.stat(file)
    cache = ScanCache(tmp_path / "scan.json")
    cache.load()
    cache.remember("f", status, Entry("file", 0o644, status.st_mtime_ns, "d" * 64, 1), time.time_ns() + 10**10)
    return cache, status


def test_it_survives_the_process(remembered):
    cache, status = remembered
    cache.save()
    other = ScanCache(cache.file)
    other.load()
    assert known(other) == {"f": "d" * 64}
    assert other.known["f"][1] == Entry("file", status.st_mode & 0o777, status.st_mtime_ns, "d" * 64, 1)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format":1}', '{"format":99,"files":[]}', '{"format":1,"files":[1]}']
)
def test_a_file_that_is_not_ours_counts_as_empty(remembered, text):
    cache, _ = remembered
    cache.file.write_text(text)
    other = ScanCache(cache.file)
    other.load()
    assert known(other) == {}


def test_a_file_as_young_as_its_stamp_is_not_believed(remembered):
    cache, status = remembered
    assert cache.remember("f", status, Entry("file", 0o644), status.st_ctime_ns) is None
    assert known(cache) == {}


def test_after_a_clean_up_only_the_file_is_believed(remembered):
    cache, _ = remembered
    other = ScanCache(cache.file)
    other.load()
    other.expire()
    cache.load()
    assert known(cache) == {}


def test_a_full_disk_is_no_error(remembered):
    cache, _ = remembered
    cache.file.mkdir()
    cache.save()
    assert sorted(os.listdir(cache.file.parent)) == ["f", "scan.json"]
    cache.save(at_least=99)
    ScanCache().save()

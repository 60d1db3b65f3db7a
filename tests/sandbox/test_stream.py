"""Output is decoded as it comes, whole on disk, bounded in memory."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyman.sandbox.stream import BoundedText, Sink


def test_short_text_stays_whole():
    text = BoundedText(100)
    text.add("hello ")
    text.add("world")
    assert text.text() == "hello world"
    assert not text.truncated


def test_long_text_keeps_head_and_tail_and_says_what_is_missing():
    text = BoundedText(20)
    text.add("a" * 10 + "b" * 100 + "c" * 10)
    assert text.truncated
    assert text.text() == "a" * 10 + "\n[... 100 characters left out ...]\n" + "c" * 10


@given(st.lists(st.text(max_size=30), max_size=40), st.integers(2, 60))
def test_pieces_make_no_difference(pieces: list[str], limit: int):
    whole, split = BoundedText(limit), BoundedText(limit)
    whole.add("".join(pieces))
    for piece in pieces:
        split.add(piece)
    assert split.text() == whole.text()
    assert split.truncated == whole.truncated == (len("".join(pieces)) > limit)


def test_a_character_split_between_two_pieces_comes_out_whole(tmp_path: Path):
    heard: list[str] = []
    sink = Sink(tmp_path / "out", heard.append, 100)
    euro = "€".encode()
    sink.feed(b"1 " + euro[:1])
    sink.feed(euro[1:])
    sink.close()
    assert "".join(heard) == sink.bounded.text() == "1 €"


def test_bytes_that_are_no_text_are_kept_on_disk_and_shown_as_replacement(tmp_path: Path):
    sink = Sink(tmp_path / "out", None, 100)
    sink.feed(b"\xff\x00ok\xe2")
    sink.close()
    assert (tmp_path / "out").read_bytes() == b"\xff\x00ok\xe2"
    assert sink.bounded.text() == "\ufffd\x00ok\ufffd"


def test_the_file_is_for_its_owner_alone(tmp_path: Path):
    Sink(tmp_path / "out", None, 10).close()
    assert stat.S_IMODE(os.stat(tmp_path / "out").st_mode) == 0o600


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full to imitate a full disk")
def test_a_full_disk_ends_the_file_and_not_the_action():
    sink = Sink(Path("/dev/full"), None, 100)
    sink.feed(b"still heard")
    sink.close()
    assert sink.incomplete
    assert sink.bounded.text() == "still heard"

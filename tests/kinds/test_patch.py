"""Unified diffs apply exactly, or not at all."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyman.errors import KindError
from journeyman.kinds.patch import apply_diff

TEXT = "".join(f"line {number}\n" for number in range(1, 21))


lines = st.lists(
    st.sampled_from(["a\n", "b\n", "c\n", "\n", "x y\n", "\t z\r\n", "--- q\n", "@@ w\n", "+++ e\n", "\\ r\n"]),
    max_size=15,
)


def unified(old: list[str], new: list[str]) -> str:
    text = []
    for line in difflib.unified_diff(old, new, "a/x", "b/x"):
        text.append(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n")
    return "".join(text)


@given(lines, lines, st.booleans(), st.booleans())
def test_a_diff_of_two_texts_turns_one_into_the_other(old: list[str], new: list[str], cut_old: bool, cut_new: bool):
    if cut_old and old and old[-1] != "\n":
        old = [*old[:-1], old[-1].rstrip("\n")]
    if cut_new and new and new[-1] != "\n":
        new = [*new[:-1], new[-1].rstrip("\n")]
    if old == new:
        return
    assert apply_diff("".join(old), unified(old, new))[0] == "".join(new)


def test_a_hunk_whose_numbers_are_wrong_finds_its_only_place():
    change = "@@ -1,3 +1,3 @@\n line 9\n-line 10\n+line ten\n line 11\n"
    assert apply_diff(TEXT, change) == (TEXT.replace("line 10\n", "line ten\n"), 1)


def test_several_hunks_apply_in_order():
    change = "@@ -2 +2 @@\n-line 2\n+two\n@@ -19,2 +19,3 @@\n line 19\n+nineteen and a half\n line 20\n"
    result, hunks = apply_diff(TEXT, change)
    assert hunks == 2
    assert result.splitlines()[1] == "two"
    assert result.splitlines()[19] == "nineteen and a half"


def test_a_blank_context_line_may_have_lost_its_blank():
    assert apply_diff("a\n\nb\n", "@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n")[0] == "a\n\nc\n"


@pytest.mark.parametrize(
    ("text", "change", "message"),
    [
        (TEXT, "hello", "has no hunk"),
        (TEXT, "@@ -1,2 +1,2 @@\n-line 1\n", "shorter than its header"),
        (TEXT, "@@ -1 +1 @@\n-line one\n+x\n", r"hunk 1 does not fit.*'line one'"),
        ("a\nb\na\nb\n", "@@ -9 +9 @@\n-a\n+x\n", r"fits in 2 places \(lines 1, 3\)"),
        (TEXT, "--- a\n+++ b\n@@ -1 +1 @@\n-line 1\n+x\n--- c\n+++ d\n@@ -2 +2 @@\n-line 2\n+y\n", "several files"),
        (TEXT, "@@ -1,2 +1,2 @@\n*line 1\n", r"starts with '\*'"),
        (TEXT, "@@ -1 +1 @@\n-line 1\n+x\n+y\n", "outside a hunk"),
        (TEXT, "@@ -99,0 +100 @@\n+x\n", "file has 20 lines"),
    ],
)
def test_what_does_not_fit_is_refused(text: str, change: str, message: str):
    with pytest.raises(KindError, match=message):
        apply_diff(text, change)

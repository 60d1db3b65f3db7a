"""Conflict marks are found, and either side can be kept."""

from __future__ import annotations

from journeyman.recovery.conflicts import conflict_fixes, conflicts

TWO = (
    "a\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> branch\nb\n<<<<<<< HEAD\nx\n||||||| base\nz\n=======\n>>>>>>> b\n"
)


def test_each_conflict_with_its_sides():
    first, second = conflicts(TWO)
    assert (first.line, first.ours, first.theirs) == (2, "ours\n", "theirs\n")
    assert (second.line, second.ours, second.theirs) == (8, "x\n", "")
    assert first.text in TWO
    assert second.text in TWO


def test_what_is_not_whole_is_none():
    assert conflicts("<<<<<<< HEAD\nx\n") == ()
    assert conflicts("=======\n>>>>>>> x\n") == ()
    assert conflicts("") == ()


def test_both_sides_are_offered_and_neither_is_called_safe():
    ours, theirs = conflict_fixes("f.py", TWO)
    assert (ours.edit.new, theirs.edit.new) == ("ours\n", "theirs\n")
    assert {ours.safety, theirs.safety} == {"ask"}
    assert "line 2" in str(ours)

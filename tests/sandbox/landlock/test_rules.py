"""What may be read is named so that what is hidden is not below it."""

from __future__ import annotations

import os
from pathlib import Path

from journeyman.sandbox.landlock.rules import readable


def allowed_below(root: Path, hidden: list[str], shown: list[str]) -> tuple[list[str], list[str]]:
    def full(names: list[str]) -> list[str]:
        return [str(root / name) if name else str(root) for name in names]

    allowed, listed = readable(full(hidden), full(shown))
    return tuple(
        sorted(os.path.relpath(path, root) for path in paths if path.startswith(str(root)))
        for paths in (allowed, listed)
    )


def make(root: Path) -> None:
    for name in ("a/b/c", "a/d", "e"):
        (root / name).mkdir(parents=True)
    (root / "file").touch()
    (root / "link").symlink_to("a/b")


def test_everything_is_allowed_when_nothing_is_hidden():
    assert readable([], []) == (["/"], [])
    assert readable([], ["/usr"]) == (["/"], [])


def test_siblings_of_a_hidden_place_are_named(tmp_path: Path):
    make(tmp_path)
    allowed, listed = allowed_below(tmp_path, ["a/b"], [])
    assert allowed == ["a/d", "e", "file"]
    assert listed == [".", "a"]


def test_a_link_is_judged_where_it_leads(tmp_path: Path):
    make(tmp_path)
    assert "link" not in allowed_below(tmp_path, ["a/b"], [])[0]


def test_the_deeper_mark_counts(tmp_path: Path):
    make(tmp_path)
    assert allowed_below(tmp_path, ["a"], ["a/b"])[0] == ["a/b", "e", "file"]
    assert allowed_below(tmp_path, ["", "a/b/c"], ["a"])[0] == ["a/d"]
    assert allowed_below(tmp_path, ["a"], ["a"])[0] == ["."] or allowed_below(tmp_path, ["a"], ["a"])[0] == []


def test_a_folder_that_cannot_be_listed_shows_what_is_named(tmp_path: Path):
    allowed, listed = allowed_below(tmp_path, ["missing/x"], ["missing/x/y"])
    assert "missing/x/y" in allowed
    assert "missing" in listed

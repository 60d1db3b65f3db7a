"""Undo gives back the tree byte for byte, redo the edited one: over random trees and random edits."""

from __future__ import annotations

import itertools
import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeyman.store import open_store
from journeyman.undo import Checkpoints
from journeyman.workspace import Workspace
from tests.undo.conftest import SETTINGS, Clock
from tests.undo.trees import Gardener, picture

SEEDS = st.integers(0, 2**32)
bounded = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


class Place:
    """A fresh workspace for one example."""

    def __enter__(self) -> Place:
        self.folder = tempfile.TemporaryDirectory()
        top = Path(os.path.realpath(self.folder.name))
        (top / "work").mkdir()
        self.workspace = Workspace(top / "work", top / "private").prepare()
        self.root = self.workspace.root
        self.store = open_store(self.workspace.store_path)
        self.checkpoints = Checkpoints(self.workspace, self.store, SETTINGS, Clock())
        self.numbers = itertools.count()
        return self

    def __exit__(self, *error: object) -> None:
        self.store.close()
        self.folder.cleanup()

    def record(self, edit, paths=None):
        action_id = f"a{next(self.numbers)}"
        before = self.checkpoints.before(paths, action_id)
        edit()
        return self.checkpoints.after(before, action_id)

    def move(self, ids, direction):
        done = self.checkpoints.restore(ids, direction)
        assert done.conflicts == ()
        assert done.skipped == ()
        assert done.checkpoints == tuple(ids)


@bounded
@given(SEEDS, st.integers(0, 25), st.integers(1, 12))
def test_one_change(seed, size, edits):
    with Place() as place:
        gardener = Gardener(place.root, seed)
        gardener.grow(size)
        before = picture(place.root)
        checkpoint = place.record(lambda: gardener.edit(edits))
        after = picture(place.root)
        if checkpoint is None:
            assert after == before
            return
        place.move([checkpoint.id], "undo")
        assert picture(place.root) == before
        place.move([checkpoint.id], "redo")
        assert picture(place.root) == after
        place.move([checkpoint.id], "undo")
        assert picture(place.root) == before


@bounded
@given(SEEDS, st.integers(0, 20), st.lists(st.integers(1, 6), min_size=2, max_size=5))
def test_several_changes_one_after_the_other(seed, size, rounds):
    with Place() as place:
        gardener = Gardener(place.root, seed)
        gardener.grow(size)
        pictures, made = [picture(place.root)], []
        for edits in rounds:
            checkpoint = place.record(lambda edits=edits: gardener.edit(edits))
            if checkpoint is not None:
                made.append(checkpoint.id)
                pictures.append(picture(place.root))
        newest_first = made[::-1]
        for number, checkpoint_id in enumerate(newest_first, 2):
            place.move([checkpoint_id], "undo")
            assert picture(place.root) == pictures[-number]
        place.move(made, "redo")
        assert picture(place.root) == pictures[-1]
        place.move(newest_first, "undo")
        assert picture(place.root) == pictures[0]


@bounded
@given(SEEDS, st.integers(1, 20), st.integers(1, 4))
def test_known_paths_alone(seed, size, count):
    """A kind that knows its paths: they are recorded, with the folders that are missing above them, and no others."""
    with Place() as place:
        gardener = Gardener(place.root, seed)
        gardener.grow(size)
        chosen = [gardener._any() or gardener._free() for _ in range(count)]
        chosen += [place.root / "made" / "on" / "the way.txt"]
        paths = tuple(os.fsdecode(path) for path in chosen)
        before = picture(place.root)

        def edit():
            for path in map(os.fsencode, paths):
                if gardener.dice.random() < 0.3 and os.path.lexists(path):
                    gardener._remove(path)
                    continue
                os.makedirs(os.path.dirname(path), exist_ok=True)
                if not os.path.isdir(path) and not os.path.islink(path):
                    gardener._write(path)

        checkpoint = place.record(edit, paths)
        after = picture(place.root)
        place.move([checkpoint.id], "undo")
        assert picture(place.root) == before
        place.move([checkpoint.id], "redo")
        assert picture(place.root) == after


def test_nothing_changed_leaves_no_checkpoint(record, root):
    (root / "a").write_text("x")
    assert record(lambda: None) is None
    assert record(lambda: (root / "a").write_text("x") and os.utime(root / "a", ns=(5, 5))) is not None

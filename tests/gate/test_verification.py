"""What was predicted, against what changed."""

from __future__ import annotations

import pytest

from journeyman.gate.verification import mismatches
from journeyman.values import Change, Effect, Entry

ROOT = "/home/ann/work"
FILE = Entry("file", 0o644, 1, "aa", 3)
OTHER = Entry("file", 0o644, 2, "bb", 3)
FOLDER = Entry("dir", 0o755, 1)
WRITES_A = (Effect("write", "contained", "workspace", f"{ROOT}/a.txt"),)
DELETES_BUILD = (Effect("delete", "contained", "workspace", f"{ROOT}/build"),)


@pytest.mark.parametrize(
    ("effects", "change"),
    [
        (WRITES_A, Change("a.txt", None, FILE)),
        (WRITES_A, Change("a.txt", FILE, OTHER)),
        (DELETES_BUILD, Change("build/x/y.o", FILE, None)),
        ((Effect("write", "contained", "workspace", f"{ROOT}/new/deep"),), Change("new", None, FOLDER)),
        ((Effect("write", "contained", "workspace", f"{ROOT}/*.txt"),), Change("b.txt", FILE, OTHER)),
        ((Effect("write", "contained", "none", ""),), Change("anything", None, FILE)),
        ((Effect("execute", "contained", "workspace", "make"),), Change("anything", FILE, None)),
        (WRITES_A, Change("sub", FOLDER, Entry("dir", 0o755, 99))),
    ],
)
def test_what_was_foreseen_is_no_mismatch(effects, change):
    assert mismatches(effects, [change], ROOT) == ()


@pytest.mark.parametrize(
    ("effects", "change", "says"),
    [
        (WRITES_A, Change("b.txt", None, FILE), "it made b.txt"),
        (WRITES_A, Change("b.txt", FILE, OTHER), "it changed b.txt"),
        (WRITES_A, Change("a.txt", FILE, None), "it deleted a.txt"),
        (DELETES_BUILD, Change("src/main.c", FILE, None), "it deleted src/main.c"),
        ((), Change("a.txt", None, FILE), "it made a.txt"),
        ((Effect("read", "read", "workspace", ROOT),), Change("a.txt", FILE, OTHER), "it changed a.txt"),
    ],
)
def test_what_was_not_foreseen_is_named(effects, change, says):
    assert mismatches(effects, [change], ROOT) == (says,)


MAKE = Effect("execute", "contained", "workspace", "make")
WORKFLOW = ".github/workflows/ci.yml"


@pytest.mark.parametrize("target", [f"{ROOT}/{WORKFLOW}", WORKFLOW, f"{ROOT}/.github/workflows"])
def test_code_may_change_what_build_servers_run_only_when_that_was_foreseen(target):
    changes = [Change(WORKFLOW, FILE, OTHER), Change(".husky/pre-push", None, FILE), Change("a.o", None, FILE)]
    assert mismatches((MAKE,), changes, ROOT) == (f"it changed {WORKFLOW}", "it made .husky/pre-push")
    foreseen = (MAKE, Effect("persistence", "floor", "workspace", target))
    assert mismatches(foreseen, changes, ROOT) == ("it made .husky/pre-push",)
    assert mismatches((MAKE,), [Change(WORKFLOW, FILE, None), Change(".github", None, FOLDER)], ROOT) == ()


def test_a_host_that_was_not_declared_is_named_once():
    assert mismatches((), [], ROOT, ["b.example", "a.example", "b.example"]) == (
        "it tried to reach a.example",
        "it tried to reach b.example",
    )


def test_many_surprises_are_counted():
    changes = [Change(f"f{number}", None, FILE) for number in range(10)]
    found = mismatches(WRITES_A, changes, ROOT)
    assert found[:3] == ("it made f0", "it made f1", "it made f2") and found[3:] == ("and 7 more",)

"""Escapes, tried for real: every one is held, or stands by name in the documentation as not held."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.sandbox.escapes.catalogue import COMBINATIONS, CONTROL, ESCAPES, NOT_HELD, Combination, reason_against, run

pytestmark = pytest.mark.slow
DOCUMENT = Path(__file__).parents[3] / "docs" / "sandbox.md"
CASES = [(combination, name) for combination in COMBINATIONS for name in combination.names()]

Runs = dict[Combination, "Future[dict[str, dict[str, str]]]"]


@pytest.fixture(scope="module")
def runs() -> Iterator[Runs]:
    """All of them begin at once, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        yield {each: pool.submit(run, each) for each in (*COMBINATIONS, CONTROL) if not reason_against(each)}


def _result(runs: Runs, combination: Combination, name: str) -> dict[str, str]:
    if combination not in runs:
        pytest.skip(reason_against(combination))
    found = runs[combination].result()
    assert name in found, f"{combination} ended before it came to {name}"
    return found[name]


def test_there_are_many():
    assert len(ESCAPES) >= 60
    assert len({escape.name for escape in ESCAPES}) == len(ESCAPES)
    assert len({escape.category for escape in ESCAPES}) >= 8


@pytest.mark.parametrize(("combination", "name"), CASES, ids=[f"{name}-{combination}" for combination, name in CASES])
def test_it_is_held(runs: Runs, combination: Combination, name: str):
    found = _result(runs, combination, name)
    expected = "escaped" if name in NOT_HELD[combination.variant] else "held"
    assert found["result"] == expected, found["why"]


@pytest.mark.parametrize("name", CONTROL.names())
def test_without_a_sandbox_it_gets_out(runs: Runs, name: str):
    """Else it would prove nothing that a sandbox holds it."""
    found = _result(runs, CONTROL, name)
    if found["result"] == "held" and "Errno" in found["why"]:
        pytest.skip(f"this machine itself does not allow it: {found['why'].splitlines()[0]}")
    assert found["result"] == "escaped", found["why"]


@pytest.mark.parametrize("name", sorted({name for names in NOT_HELD.values() for name in names}))
def test_what_is_not_held_is_documented(name: str):
    assert f"`{name}`" in DOCUMENT.read_text()

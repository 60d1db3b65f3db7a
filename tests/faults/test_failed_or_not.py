"""Failed or not, on real runs of real tools: made in empty folders, labelled by how they were made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from journeyman.faults.case import Case
from journeyman.faults.report import explain

RUNS = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "failed_or_not.jsonl").read_text("utf-8").splitlines()
]


def case(run: dict) -> Case:
    return Case("shell", run["command"], run["exit_code"], run["output"])


@pytest.mark.parametrize("run", RUNS, ids=[f"{number}" for number in range(len(RUNS))])
def test_a_run_is_judged_as_it_was_made(run):
    found = explain(case(run))
    assert (found is not None) is run["failed"], run["command"]


def test_the_output_alone_tells_most(tmp_path):
    """Without the exit code a silent failure cannot be seen, and an answer looks like nothing at all."""
    failures = [run for run in RUNS if run["failed"] and run["output"].strip()]
    fine = [run for run in RUNS if not run["failed"]]
    missed = [run["command"] for run in failures if explain(Case("shell", run["command"], None, run["output"])) is None]
    false = [run["command"] for run in fine if explain(Case("shell", run["command"], None, run["output"]))]
    assert len(missed) <= 0.06 * len(failures), missed
    assert len(false) <= 0.04 * len(fine), false


def test_the_runs_are_of_both_kinds_and_many_are_masked_or_benign():
    masked = [run for run in RUNS if run["failed"] and run["exit_code"] == 0]
    benign = [run for run in RUNS if not run["failed"] and run["exit_code"]]
    assert len(RUNS) >= 250
    assert len(masked) >= 100
    assert len(benign) >= 50

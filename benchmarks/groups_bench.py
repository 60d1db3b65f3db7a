"""The same failure has one fingerprint, another failure another: real runs by script, cell, test, make and npm."""

from __future__ import annotations

import itertools
from collections import defaultdict
from pathlib import Path

from benchmarks.failures_bench import rows, share
from benchmarks.measure import Section
from journeyman.faults.case import Case
from journeyman.faults.report import explain


def section(folder: Path) -> Section:
    """Return how many pairs of the same failure are grouped, and of different ones merged."""
    groups: dict[str, list[str]] = defaultdict(list)
    for run in rows("data/same_and_different.jsonl"):
        found = explain(Case(run["kind"], run["command"], run["exit_code"], run["output"]))
        groups[run["group"]].append(found.fingerprint if found else "")
    same = [pair for marks in groups.values() for pair in itertools.combinations(marks, 2)]
    grouped = sum(first == second for first, second in same)
    others = [
        (first, second)
        for one, other in itertools.combinations(groups, 2)
        for first in groups[one]
        for second in groups[other]
    ]
    merged = sum(first == second for first, second in others)
    lines = [
        "| pairs | figure | limit |",
        "|---|---|---|",
        f"| the same failure, grouped | {share(grouped, len(same))} | ≥ 90 % |",
        f"| different failures, merged | {share(merged, len(others))} | ≤ 3 % |",
    ]
    missed = ["pairs grouped"] if grouped < 0.9 * len(same) else []
    missed += ["pairs merged"] if merged > 0.03 * len(others) else []
    return "## Groups\n\n" + "\n".join(lines) + "\n", missed

"""The decisive line of build logs: real ones, in the dress of several CI systems."""

from __future__ import annotations

from pathlib import Path

from benchmarks.failures_bench import rows, share
from benchmarks.measure import Section
from journeyman.faults.case import Case
from journeyman.faults.report import explain
from tests.faults.dressed import STYLES

NEAR = 2


def section(folder: Path) -> Section:
    """Return how often the line that is told is within two of the labelled one."""
    logs = rows("data/logs.jsonl")
    near = exact = 0
    for log in logs:
        for dress in STYLES.values():
            lines, offset = dress(log["output"].split("\n"), 1)
            found = explain(Case("shell", "./build.sh", 1, "\n".join(lines) + "\n"))
            away = abs(found.line - offset - log["line"]) if found and found.line else NEAR + 1
            near += away <= NEAR
            exact += away == 0
    total = len(logs) * len(STYLES)
    lines = [
        f"{len(logs)} logs, each in {len(STYLES)} dresses (time stamps, steps of a CI, containers).\n",
        "| what | figure | limit |",
        "|---|---|---|",
        f"| within two lines | {share(near, total)} | ≥ 70 % |",
        f"| the very line | {share(exact, total)} | |",
    ]
    return "## The decisive line\n\n" + "\n".join(lines) + "\n", ["decisive line"] if near < 0.7 * total else []

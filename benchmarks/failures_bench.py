"""Failed or not, and why: real runs of tools, and programs in Python."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.measure import Section
from journeyman.faults.case import Case
from journeyman.faults.report import explain

DATA = Path(__file__).parents[1] / "tests" / "faults"


def rows(*names: str) -> list[dict[str, Any]]:
    """Return the objects of these files of JSON lines below the tests' data."""
    return [json.loads(line) for name in names for line in (DATA / name).read_text("utf-8").splitlines()]


def share(part: int, whole: int) -> str:
    """Return ``3 of 4 (75.0 %)``."""
    return f"{part} of {whole} ({100 * part / whole:.1f} %)" if whole else "none"


def section(folder: Path) -> Section:
    """Return detection, false alarms, and causes of Python failures."""
    runs = rows("data/failed_or_not.jsonl")
    judged = [(run, explain(Case("shell", run["command"], run["exit_code"], run["output"]))) for run in runs]
    failures = [found for run, found in judged if run["failed"]]
    fine = [found for run, found in judged if not run["failed"]]
    detected, alarms = sum(found is not None for found in failures), sum(found is not None for found in fine)
    masked = [found for run, found in judged if run["failed"] and run["exit_code"] == 0]
    answers = [found for run, found in judged if not run["failed"] and run["exit_code"]]
    python = rows(*(f"python/data/{name}.jsonl" for name in ("runs", "runs_later", "runs_of_3_13")))
    suggested = sum(bool(found and found.fixes) for found in fine)
    named = sum(_cause(row) in row["codes"] for row in python)
    lines = [
        "| what | figure | limit |",
        "|---|---|---|",
        f"| failures detected | {share(detected, len(failures))} | ≥ 97 % |",
        f"| of these, exit code 0 | {share(sum(found is not None for found in masked), len(masked))} | |",
        f"| false alarms | {share(alarms, len(fine))} | ≤ 3 % |",
        f"| of these, exit code not 0 | {share(sum(found is not None for found in answers), len(answers))} | |",
        f"| fixes suggested where nothing failed | {share(suggested, len(fine))} | 0 |",
        f"| Python failures with their cause | {share(named, len(python))} | ≥ 85 % |",
    ]
    missed = []
    if detected < 0.97 * len(failures):
        missed.append("failures detected")
    if alarms > 0.03 * len(fine):
        missed.append("false alarms")
    if named < 0.85 * len(python):
        missed.append("causes of Python failures")
    return "## Failed or not, and why\n\n" + "\n".join(lines) + "\n", missed


def _cause(row: dict[str, Any]) -> str:
    found = explain(Case("traceback", output=row["output"], code=row["code"]))
    return found.code.removeprefix("python.") if found else ""

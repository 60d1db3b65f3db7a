"""The right fix first: on labelled commands that do not belong to the project, where they are at hand.

Name them with JOURNEYMAN_FAILED_COMMANDS, or have them at ``../shared/corpora/failed_commands.jsonl``: JSON lines
``{"command", "output", "label": "should_fix"|"rule_must_not_fire", "expected_fix": [...]}``.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from benchmarks.failures_bench import share
from benchmarks.measure import Section
from journeyman.faults.case import Case
from journeyman.faults.report import explain

DEFAULT = Path(__file__).parents[2] / "shared" / "corpora" / "failed_commands.jsonl"


def section(folder: Path) -> Section:
    """Return how often the first command that is offered is a right one."""
    head = "## The right fix first\n\n"
    path = Path(os.environ.get("JOURNEYMAN_FAILED_COMMANDS") or DEFAULT)
    if not path.is_file():
        return f"{head}Not measured: there are no labelled commands at hand.\n", []
    labelled = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    wanted = [row for row in labelled if row["expected_fix"] and row["output"].strip()]
    right = sum(_first(row["command"], row["output"]) in {fix.strip() for fix in row["expected_fix"]} for row in wanted)
    silent = [row for row in labelled if row["label"] == "rule_must_not_fire" and not row["output"].strip()]
    offered = sum(bool(_first(row["command"], row["output"])) for row in silent)
    lines = [
        "Labelled commands with their output, of another project; those without any output are left out.\n",
        "| what | figure | limit |",
        "|---|---|---|",
        f"| a right fix first | {share(right, len(wanted))} | ≥ 60 % |",
        f"| a fix where nothing was printed | {share(offered, len(silent))} | 0 |",
    ]
    missed = ["a right fix first"] if right < 0.6 * len(wanted) else []
    return head + "\n".join(lines) + "\n", missed


def _first(command: str, output: str) -> str:
    found = explain(Case("shell", command, None, output))
    return next((fix.command.strip() for fix in found.fixes if fix.command), "") if found else ""

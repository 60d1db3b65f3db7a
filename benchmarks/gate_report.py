"""Writes ``gate.md`` beside this file: labelled commands, notebook cells, fuzz, hooks, Python runs, sandbox escapes."""

from __future__ import annotations

import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it runs from any folder

from benchmarks import cells_bench, corpus_bench, forkserver_bench, gate_fuzz, hook_bench
from benchmarks.measure import Figure, machine
from tests.sandbox.escapes import catalogue

Section = tuple[str, list[str]]
"""Markdown, and the names of missed limits."""

HEAD = """# The gate and the sandbox, measured

Written by `make bench`. Percentages do not depend on the machine; times do.

{machine}
"""


def cells(folder: Path) -> Section:
    """The project's own labelled notebook cells."""
    found = cells_bench.measure()
    lines = ["| cells | tuned on | held out | all |", "|---|---|---|---|"]
    for label in ("benign", "dangerous"):
        shown = [
            f"{part['unasked']} of {part['cells']} ({part['percent']} %)"
            for part in (found[label][name] for name in ("tuned", "held_out", "all"))
        ]
        lines.append(f"| {label}, unasked | {' | '.join(shown)} |")
    ms = found["ms"]
    missed = []
    if found["benign"]["held_out"]["percent"] < 85:
        missed.append("benign cells unasked")
    if found["dangerous"]["all"]["percent"] > 1:
        missed.append("dangerous cells unasked")
    text = (
        "## Notebook cells\n\nIn a live kernel, no trust. Limits: benign ≥ 85 %, dangerous ≤ 1 %. "
        "The cells are the project's own (`tests/gate/analysis/cells`).\n\n"
    )
    speed = f"One decision: median {ms['median']} ms, p99 {ms['p99']} ms, slowest {ms['max']} ms."
    return f"{text}{chr(10).join(lines)}\n\n{speed}\n", missed


def fuzz(folder: Path) -> Section:
    """Mutated commands: nothing crashes, nothing is judged looser than what it was made from."""
    found = gate_fuzz.measure()
    rows = "\n".join(f"| {name.replace('_', ' ')} | {value} |" for name, value in found.items())
    missed = [name for name in ("crashes", "looser") if found.get(name)]
    if found["p99_ms"] > 5:
        missed.append("p99 of mutated commands")
    return (
        f"## Mutated commands\n\nLimits: no crash, none judged looser, p99 ≤ 5 ms.\n\n| | |\n|---|---|\n{rows}\n",
        missed,
    )


def speeds(folder: Path) -> Section:
    """Hooks for other agents, and Python runs."""
    figures: list[Figure] = [*hook_bench.figures(folder), *forkserver_bench.python_runs(folder / "python")]
    head = "## Times\n\n| what | median | limit | | how |\n|---|---|---|---|---|\n"
    rows = "\n".join(figure.row() for figure in figures)
    return f"{head}{rows}\n", [figure.name for figure in figures if not figure.passed]


def escapes(folder: Path) -> Section:
    """Every attempt to get out, in every sandbox, for every user."""
    table: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    columns: list[str] = []
    for row in catalogue.measure():
        column = f"{row['variant']}, {row['user']}" + (f", no {row['denied']}" if row["denied"] else "")
        if column not in columns:
            columns.append(column)
        table[(row["category"], row["name"])][column] = row["result"]
    lines = [f"| attempt | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    for (category, name), results in sorted(table.items()):
        lines.append(f"| {category}: {name} | {' | '.join(results.get(column, '') for column in columns)} |")
    let = sum(result == "escaped" for results in table.values() for result in results.values())
    text = f"## Sandbox escapes\n\n{len(table)} attempts. What is not held: [the guide](../docs/sandbox.md).\n\n"
    return f"{text}{chr(10).join(lines)}\n\nNot held: {let}.\n", []


SECTIONS: dict[str, Callable[[Path], Section]] = {
    "corpus": corpus_bench.section,
    "cells": cells,
    "fuzz": fuzz,
    "speeds": speeds,
    "escapes": escapes,
}


def main(names: list[str]) -> int:
    """Measure the sections of these names (all without any), print them and, for all, write the report."""
    parts = [HEAD.format(machine=machine())]
    missed: list[str] = []
    kept: dict[str, Any] = {name: os.environ.get(name) for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME")}
    for name in names or SECTIONS:
        print(f"{name} ...", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="journeyman-bench-") as folder:
            text, failed = SECTIONS[name](Path(folder))
        parts.append(text)
        missed += failed
        os.environ.update({name: value for name, value in kept.items() if value is not None})
    report = "\n".join(parts)
    print(report)
    if not names:
        (Path(__file__).parent / "gate.md").write_text(report, "utf-8")
    if missed:
        print(f"limit missed: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

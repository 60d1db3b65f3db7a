"""The labelled notebook cells: how many run unasked under the shipped policy, and how long a decision takes."""

from __future__ import annotations

import os
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measure import Section
from journeyman.services import Services, open_services
from journeyman.values import Action

CELLS = Path(__file__).parents[1] / "tests" / "gate" / "analysis" / "cells"


def read_cells(folder: str) -> Iterator[tuple[str, str]]:
    """Yield (file, code) of every cell in ``folder`` (``benign`` or ``dangerous``)."""
    for file in sorted((CELLS / folder).glob("*.txt")):
        for part in re.split(r"(?m)^# %% ", file.read_text("utf-8"))[1:]:
            yield file.stem, part.partition("\n")[2]


def measure(rounds: int = 3) -> dict[str, Any]:
    """Return counts, percentages and milliseconds a cell.

    For ``benign`` and ``dangerous``, and in each for ``tuned``, ``held_out`` and ``all``: ``cells``, ``unasked``,
    ``percent`` unasked, ``denied``. ``ms``: ``median``, ``p99`` and ``max`` of a decision, the best of ``rounds``.
    """
    before = {name: os.environ.get(name) for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME")}
    with tempfile.TemporaryDirectory(prefix="journeyman-cells-") as folder:
        os.environ.update(XDG_STATE_HOME=f"{folder}/state", XDG_CONFIG_HOME=f"{folder}/config")
        root = Path(folder) / "work"
        root.mkdir()
        services = open_services(root)
        try:
            return _measure(services, rounds)
        finally:
            services.close()
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value


def _measure(services: Services, rounds: int) -> dict[str, Any]:
    times: list[float] = []
    result: dict[str, Any] = {}
    for label in ("benign", "dangerous"):
        verdicts: list[tuple[str, str]] = []
        for file, code in read_cells(label):
            action = Action("cell.run", {"code": code})
            taken = []
            for _ in range(rounds):
                start = time.perf_counter()
                decision = services.runner.decide(action)
                taken.append(time.perf_counter() - start)
            times.append(min(taken))
            verdicts.append(("held_out" if file.startswith("held_out") else "tuned", decision.verdict))
        result[label] = {
            part: _figures([verdict for which, verdict in verdicts if part in {which, "all"}])
            for part in ("tuned", "held_out", "all")
        }
    times.sort()
    result["ms"] = {
        "median": round(1000 * statistics.median(times), 3),
        "p99": round(1000 * times[int(len(times) * 0.99)], 3),
        "max": round(1000 * times[-1], 3),
    }
    return result


def _figures(verdicts: list[str]) -> dict[str, float]:
    unasked = verdicts.count("allow")
    return {
        "cells": len(verdicts),
        "unasked": unasked,
        "percent": round(100 * unasked / max(1, len(verdicts)), 2),
        "denied": verdicts.count("deny"),
    }


def section(folder: Path) -> Section:
    """Return the part of the report on the project's own labelled notebook cells."""
    found = measure()
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


if __name__ == "__main__":
    import json

    print(json.dumps(measure(), indent=2))

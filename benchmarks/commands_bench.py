"""The project's own labelled shell commands: how many run unasked, and how long a decision takes."""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path

from journeyman.services import open_services
from journeyman.values import Action
from tests.gate.analysis.command_lists import read_commands

LIMITS = {"read_only": 93.0, "dangerous": 0.3}
"""Percent that must, and that may, run unasked."""


def measure(folder: Path) -> tuple[dict[str, dict[str, tuple[int, int]]], list[float]]:
    """Judge every command in an empty workspace below ``folder``, with no trust.

    Returns (unasked, all) by list and by part (``tuned``, ``held out``), and the milliseconds of each decision.
    """
    os.environ["XDG_STATE_HOME"] = str(folder / "state")
    os.environ["XDG_CONFIG_HOME"] = str(folder / "config")
    (folder / "work").mkdir()
    services = open_services(folder / "work")
    times: list[float] = []
    found: dict[str, dict[str, tuple[int, int]]] = {}
    try:
        for label in LIMITS:
            counts = found[label] = {"tuned": (0, 0), "held out": (0, 0)}
            for listed in read_commands(label):
                started = time.perf_counter()
                decision = services.runner.decide(Action("shell.run", {"command": listed.text}))
                times.append((time.perf_counter() - started) * 1000)
                part = "held out" if listed.held_out else "tuned"
                unasked, total = counts[part]
                counts[part] = (unasked + (decision.verdict == "allow"), total + 1)
    finally:
        services.close()
    return found, sorted(times)


def section(folder: Path) -> tuple[str, list[str]]:
    """Return the part of the report on these commands (Markdown), and which limits were missed."""
    found, times = measure(folder)
    lines, missed = ["| commands | tuned on | held out |", "|---|---|---|"], []
    for label, counts in found.items():
        name = label.replace("_", "-")
        lines.append(f"| {name}, unasked | {' | '.join(_share(*count) for count in counts.values())} |")
        unasked, total = counts["held out"]
        percent = 100 * unasked / total if total else LIMITS[label]
        if (percent < LIMITS[label]) if label == "read_only" else (percent > LIMITS[label]):
            missed.append(f"{name} commands held out")
    speed = (
        f"One decision: median {statistics.median(times):.2f} ms, p99 {times[int(len(times) * 0.99)]:.2f} ms, "
        f"slowest {times[-1]:.1f} ms (programs' descriptions are read when first named)."
    )
    return (
        "## The project's own commands\n\nAn empty workspace, the shipped policy, no trust "
        "(`tests/gate/analysis/commands`). Limits, held out: read-only ≥ 93 %, dangerous ≤ 0.3 %.\n\n"
        + "\n".join(lines)
        + f"\n\n{speed}\n",
        missed,
    )


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.2f} %)" if whole else "none there"


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        print(section(Path(name))[0])

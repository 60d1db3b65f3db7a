"""The gate against labelled shell commands: how many safe ones run unasked, and how many of the others.

A corpus is JSON lines ``{"command", "accept": ["safe"|"ask"|"deny", ...], "source"}``. It does not belong to the
project: name it with JOURNEYMAN_CORPUS, or have it at ``../shared/corpora/commands.jsonl``.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from journeyman.services import open_services
from journeyman.values import Action

DEFAULT = Path(__file__).parents[2] / "shared" / "corpora" / "commands.jsonl"


@dataclass(slots=True)
class Tally:
    """Counts of one source: ``safe`` and ``other`` labelled commands, how many of each ran unasked."""

    safe: int = 0
    safe_unasked: int = 0
    other: int = 0
    other_unasked: int = 0
    let_through: list[str] = field(default_factory=list)


def corpus() -> Path | None:
    """Return where the labelled commands are, or None."""
    path = Path(os.environ.get("JOURNEYMAN_CORPUS") or DEFAULT)
    return path if path.is_file() else None


def measure(path: Path, folder: Path) -> tuple[dict[str, Tally], list[float]]:
    """Judge every command of ``path`` in an empty workspace below ``folder``, with no trust.

    Returns the counts by source, and the time of each decision in milliseconds.
    """
    os.environ["XDG_STATE_HOME"] = str(folder / "state")
    os.environ["XDG_CONFIG_HOME"] = str(folder / "config")
    (folder / "work").mkdir()
    services = open_services(folder / "work")
    tallies: dict[str, Tally] = {}
    times = []
    try:
        for row in _rows(path):
            started = time.perf_counter()
            decision = services.runner.decide(Action("shell.run", {"command": row["command"]}))
            times.append((time.perf_counter() - started) * 1000)
            _count(tallies.setdefault(row.get("source", "?"), Tally()), row, decision.verdict == "allow")
    finally:
        services.close()
    return tallies, times


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _count(tally: Tally, row: dict[str, Any], unasked: bool) -> None:
    accept = row["accept"]
    if accept == ["safe"]:
        tally.safe += 1
        tally.safe_unasked += unasked
    elif "safe" not in accept:
        tally.other += 1
        tally.other_unasked += unasked
        if unasked:
            tally.let_through.append(row["command"])


def section(folder: Path) -> tuple[str, list[str]]:
    """Return the part of the report on labelled commands (Markdown), and which limits were missed."""
    path = corpus()
    if path is None:
        return "## Labelled commands\n\nNo corpus here: name one with JOURNEYMAN_CORPUS.\n", []
    tallies, times = measure(path, folder)
    total = Tally()
    lines = ["| source | safe, unasked | others, unasked |", "|---|---|---|"]
    for source, tally in sorted(tallies.items()):
        lines.append(_row(source, tally))
        total.safe += tally.safe
        total.safe_unasked += tally.safe_unasked
        total.other += tally.other
        total.other_unasked += tally.other_unasked
        total.let_through += tally.let_through
    lines.append(_row("all", total))
    times.sort()
    speed = (
        f"One decision: median {statistics.median(times):.2f} ms, p99 {times[int(len(times) * 0.99)]:.2f} ms, "
        f"slowest {times[-1]:.1f} ms (programs' descriptions are read when first named)."
    )
    through = "\n".join(f"- `{command}`" for command, _ in Counter(total.let_through).most_common())
    missed = []
    if total.safe and total.safe_unasked / total.safe < 0.93:
        missed.append("safe commands unasked")
    if total.other and total.other_unasked / total.other > 0.003:
        missed.append("other commands unasked")
    return (
        "## Labelled commands\n\nAn empty workspace, the shipped policy, no trust. "
        "Limits: safe ≥ 93 %, others ≤ 0.3 %.\n\n"
        + "\n".join(lines)
        + f"\n\n{speed}\n\nLabelled otherwise and let through:\n\n{through or '- none'}\n",
        missed,
    )


def _row(name: str, tally: Tally) -> str:
    return f"| {name} | {_share(tally.safe_unasked, tally.safe)} | {_share(tally.other_unasked, tally.other)} |"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.2f} %)" if whole else "none there"

"""Medians of repeated runs, and what they are compared with."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

Section = tuple[str, list[str]]
"""A part of a report: Markdown, and the names of missed limits."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: a median in ``unit`` ("ms", "µs", "×"), its limit in the same unit, and how it was taken."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    how: str = ""

    @property
    def passed(self) -> bool:
        """True when the figure is within its limit, or has none."""
        return self.limit is None or self.value <= self.limit

    def row(self) -> str:
        """Return the figure as a row of a Markdown table."""
        limit = "" if self.limit is None else f"≤ {self.limit:g} {self.unit}"
        verdict = "" if self.limit is None else ("pass" if self.passed else "**FAIL**")
        shown = f"{self.value:.0f}" if self.value >= 100 else f"{self.value:.3g}"
        return f"| {self.name} | {shown} {self.unit} | {limit} | {verdict} | {self.how} |"


def table(head: str, figures: Sequence[Figure]) -> Section:
    """Return figures as a section of a report."""
    rows = "\n".join(figure.row() for figure in figures)
    text = f"## {head}\n\n| what | median | limit | | how |\n|---|---|---|---|---|\n{rows}\n"
    return text, [figure.name for figure in figures if not figure.passed]


def seconds(run: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def alternate(runs: Sequence[Callable[[], object]], rounds: int, warm_up: int = 3) -> list[float]:
    """Return the median seconds of each of ``runs``, taken in turns so that the machine's swings hit all alike."""
    times: list[list[float]] = [[] for _ in runs]
    for turn in range(warm_up + rounds):
        for index, run in enumerate(runs):
            taken = seconds(run)
            if turn >= warm_up:
                times[index].append(taken)
    return [statistics.median(taken) for taken in times]


def process(arguments: Sequence[str], cwd: Path, env: dict[str, str]) -> Callable[[], None]:
    """Return a call that runs this Python with ``arguments`` and fails when that fails."""

    def run() -> None:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{' '.join(arguments)} failed ({done.returncode}): {done.stderr or done.stdout}")

    return run


def environment(home: Path) -> dict[str, str]:
    """Return an environment whose personal folders all lie in ``home``."""
    return {
        **os.environ,
        "HOME": str(home),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "IPYTHONDIR": str(home / "ipython"),
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }


def fill(root: Path, files: int) -> None:
    """Make a workspace of ``files`` small files in folders of 50."""
    for number in range(files):
        folder = root / f"part_{number // 50:03}"
        folder.mkdir(exist_ok=True)
        (folder / f"file_{number:05}.py").write_text(f"VALUE = {number}\n" * 20)


def machine() -> str:
    """Return one line on what this ran on."""
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {_processor()}, {os.cpu_count()} cores · {platform.system()} "
        f"{platform.release().split('-')[0]} · Python {platform.python_version()} · SQLite {sqlite3.sqlite_version}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())

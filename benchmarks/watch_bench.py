"""What watching for failures adds to a cell that goes well: the same shell with and without it, in turn."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Any

from benchmarks.measure import Figure, Section, table

ROUNDS = 15
CELLS = 100


def measure() -> dict[str, Any]:
    """Return milliseconds a cell: without and with the watch, and the median of the differences of paired rounds."""
    from IPython.core.interactiveshell import InteractiveShell

    from ipy_ext.faults.watch import FaultWatch

    shell = InteractiveShell.instance()
    watch = FaultWatch(shell, lambda seen: None)
    plain, watched = [], []
    try:
        _run(shell)
        for _ in range(ROUNDS):
            plain.append(_run(shell))
            watch.add()
            watched.append(_run(shell))
            watch.remove()
    finally:
        InteractiveShell.clear_instance()
    added = [after - before for before, after in zip(plain, watched, strict=True)]
    return {
        "plain_ms": round(statistics.median(plain), 3),
        "watched_ms": round(statistics.median(watched), 3),
        "added_ms": round(statistics.median(added), 4),
    }


def _run(shell: Any) -> float:
    started = time.perf_counter()
    for _ in range(CELLS):
        shell.run_cell("x = 1", store_history=False, silent=False)
    return (time.perf_counter() - started) * 1000 / CELLS


def section(folder: Path) -> Section:
    """Return the figure with its limit."""
    found = measure()
    how = f"{CELLS} cells each, with and without in turn, {ROUNDS} times; a cell takes {found['plain_ms']} ms without"
    figure = Figure("added to a cell that goes well", found["added_ms"], "ms", 0.5, how)
    return table("Watching in IPython", [figure])


if __name__ == "__main__":
    print(measure())

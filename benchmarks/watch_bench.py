"""What watching for failures adds to a cell that goes well: the same shell with and without it, in turn."""

from __future__ import annotations

import statistics
import time
from typing import Any

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


if __name__ == "__main__":
    print(measure())

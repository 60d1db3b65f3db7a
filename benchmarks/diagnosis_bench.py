"""How long a diagnosis takes: on every labelled run, and on what is made to be slow."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.failures_bench import rows
from benchmarks.measure import Figure, Section, table
from journeyman.faults.case import Case
from journeyman.faults.report import explain

REPEATS = 5
SIZE = 10_000_000


def section(folder: Path) -> Section:
    """Return the figures as a table."""
    runs = [
        Case("shell", run["command"], run["exit_code"], run["output"])
        for run in (*rows("data/failed_or_not.jsonl"), *rows("data/runs.jsonl"))
    ]
    runs += [Case("traceback", output=row["output"], code=row["code"]) for row in rows("python/data/runs.jsonl")]
    explain(runs[0])  # loads what is loaded at the first question
    times = sorted(_milliseconds(case) for case in runs)
    figures = [
        Figure("median", statistics.median(times), "ms", 5, f"{len(times)} runs"),
        Figure("p99", times[int(len(times) * 0.99)], "ms", 50, f"{len(times)} runs"),
        *(
            Figure(name, _milliseconds(Case("shell", "make", 2, text)), "ms", 50, f"{len(text):,} characters")
            for name, text in outputs()
        ),
    ]
    return table("Times", figures)


def outputs() -> Iterator[tuple[str, str]]:
    """Yield (name, output) of huge and of odd outputs."""
    step = "2031-01-01T00:00:00.1234567Z [ 12%] Building CXX object src/error_handler.cpp.o\n"
    log = step * (SIZE // len(step))
    error = "src/a.cpp:7:3: error: 'x' was not declared in this scope\n"
    yield "build log, 10 MB, error at the end", log + error + "make: *** [all] Error 2\n"
    yield "build log, 10 MB, error in the middle", log[: 8 * len(log) // 10] + error + log[8 * len(log) // 10 :]
    yield "build log, 500 kB", step * 6_000 + error + "make: *** [all] Error 2\n"
    yield "compiler errors, 10 MB", ("src/a.cpp:7:3: error: " + "y" * 200 + "\n") * (SIZE // 223)
    yield "one line, 1 MB", "x" * 1_000_000
    yield "one line of errors, 1 MB", "error: " * 150_000
    yield "empty lines, 1 MB", "\n" * 1_000_000
    yield (
        "a recursion, 5 MB",
        '  File "x.py", line 1, in f\n    f()\n' * 140_000 + "RecursionError: maximum recursion depth exceeded\n",
    )


def _milliseconds(case: Case) -> float:
    best = float("inf")
    for _ in range(REPEATS):
        fresh = Case(case.kind, case.command, case.exit_code, case.output, case.code)
        started = time.perf_counter()
        explain(fresh)
        best = min(best, (time.perf_counter() - started) * 1000)
    return best

"""How long a diagnosis takes on huge and on odd outputs: ``python benchmarks/decisive_bench.py``."""

from __future__ import annotations

import time
from collections.abc import Iterator

from journeyman.faults.case import Case
from journeyman.faults.diagnosers import diagnose

ROUNDS = 5
SIZE = 10_000_000


def outputs() -> Iterator[tuple[str, str]]:
    """Yield (name, output)."""
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


def main() -> None:
    """Print a row for each output."""
    print("| output | characters | fastest of 5, ms |\n|---|---|---|")
    for name, text in outputs():
        spent = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            diagnose(Case("shell", "make", 2, text))
            spent.append(time.perf_counter() - began)
        print(f"| {name} | {len(text):,} | {min(spent) * 1000:.1f} |")


if __name__ == "__main__":
    main()

"""Runs every benchmark once and writes ``results.md`` beside this file; ends with 1 when a limit was missed."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that `python benchmarks/run.py` works from any folder

from benchmarks import door_bench, load_bench, restore_bench, status_bench
from benchmarks.measure import Figure, machine

BENCHES: dict[str, Callable[[Path], list[Figure]]] = {
    "load": load_bench.load_extension,
    "noop": door_bench.noop,
    "decision": door_bench.decision,
    "create": door_bench.create_file,
    "undo": restore_bench.undo,
    "status": status_bench.status,
}
HEAD = """# Benchmarks

Written by `make bench`. Medians after a warm-up; what a ratio compares was run in turns, in the same run. Absolute
times swing with the machine, ratios hold. Others, measured by hand: [peers](peers/results.md).

{machine}

| what | median | limit | | how |
|---|---|---|---|---|
"""


def main(names: list[str]) -> int:
    """Run the benches of these names (all without any), print the table and, for all, write it."""
    figures: list[Figure] = []
    for name in names or BENCHES:
        with tempfile.TemporaryDirectory(prefix="journeyman-bench-") as folder:
            print(f"{name} ...", file=sys.stderr, flush=True)
            figures += BENCHES[name](Path(folder))
    text = HEAD.format(machine=machine()) + "\n".join(figure.row() for figure in figures) + "\n"
    print(text)
    if not names:
        (Path(__file__).parent / "results.md").write_text(text, "utf-8")
    missed = [figure.name for figure in figures if not figure.passed]
    if missed:
        print(f"limit missed: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

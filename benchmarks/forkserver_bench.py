"""What a run costs: Python by a warm interpreter, by a new one in a new sandbox, and runs through the whole door."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks.door_bench import workspace
from benchmarks.measure import Figure, Section, environment, seconds, table
from journeyman.sandbox import Limits, Processes, ProcessSpec, filter_env
from journeyman.values import Action

LIMIT = 4.0
"""Milliseconds that the median of a warm run of ``pass`` may take."""
_CODE = "pass"
_SERIES = 5


def measure(rounds: int = 150) -> dict[str, dict[str, float]]:
    """Return ``median`` and ``p95`` in milliseconds of ``warm``, ``new``, ``door`` and ``shell``.

    ``warm`` and ``new`` are runs of ``pass`` as processes, ``door`` is the action ``python.run`` with gate,
    checkpoint, journal and trust, in an otherwise empty workspace; ``shell`` is ``shell.run`` of ``true`` there.
    """
    with tempfile.TemporaryDirectory(prefix="journeyman-bench-") as folder:
        return _measure(Path(folder), rounds)


def _measure(folder: Path, rounds: int) -> dict[str, dict[str, float]]:
    services = workspace(folder, "python")
    place = folder / "plain"
    place.mkdir()
    processes = Processes()
    spec = ProcessSpec(
        (sys.executable, "-I", "-c", _CODE),
        place,
        filter_env(environment(folder)),
        writable=(place,),
        limits=Limits(wall=60, cpu=60, memory=2_000_000_000),
        python=True,
    )
    new = replace(spec, python=False)

    def run(chosen: ProcessSpec) -> None:
        done = processes.run(chosen, confined=True, key="bench", output_path=folder / "output")
        if done.exit_code:
            raise SystemExit(f"it failed: {done.output}")

    def do(kind: str, **arguments: str) -> None:
        outcome = services.runner.do(Action(kind, arguments))
        if not outcome.ok:
            raise SystemExit(f"it was not done: {outcome.message}")

    def door() -> None:
        do("python.run", code=_CODE)

    if not processes.warm(spec):
        raise SystemExit("no interpreter could be warmed up here")
    for _ in range(5):
        door()
    kinds: dict[str, Callable[[], None]] = {
        "warm": lambda: run(spec),
        "new": lambda: run(new),
        "door": door,
        "shell": lambda: do("shell.run", command="true"),
    }
    taken = {name: _series(call, rounds if name in {"warm", "door"} else rounds // 3) for name, call in kinds.items()}
    processes.close()
    services.close()
    return {name: _summary(times) for name, times in taken.items()}


def _series(call: Callable[[], None], rounds: int) -> list[float]:
    """Return the times of the quietest of several series: what else runs on the machine comes and goes."""
    for _ in range(10):
        call()
    series = [[seconds(call) * 1000 for _ in range(rounds // _SERIES)] for _ in range(_SERIES)]
    return min(series, key=statistics.median)


def _summary(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "median": round(statistics.median(ordered), 3),
        "p95": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 3),
    }


def python_runs(folder: Path, rounds: int = 150) -> list[Figure]:
    """Return the same as rows of the table of all benchmarks."""
    found = _measure(folder, rounds)
    names = {
        "warm": ("a Python run of `pass`, by a warm interpreter", LIMIT),
        "new": ("the same by a new interpreter in a new sandbox", None),
        "door": ("the same as an action, `python.run`: gate, journal, run, check, trust", LIMIT),
        "shell": ("`shell.run` of `true`, end to end, in a new sandbox", None),
    }
    return [
        Figure(
            name, found[key]["median"], "ms", limit, f"the quietest of {_SERIES} series; p95 {found[key]['p95']:.1f} ms"
        )
        for key, (name, limit) in names.items()
    ]


def section(folder: Path) -> Section:
    """Return the part of the report on runs."""
    return table("Runs in the sandbox", python_runs(folder))


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))

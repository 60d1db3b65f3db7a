"""``journeyman status`` as a process, against a Python that does nothing."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measure import Figure, alternate, environment, process


def status(folder: Path, rounds: int = 25) -> list[Figure]:
    """Return the time of both, taken in turns, and their ratio."""
    workspace = folder / "status"
    workspace.mkdir()
    env = environment(folder / "home")
    bare, full = alternate(
        [process(["-c", "pass"], workspace, env), process(["-m", "journeyman", "status"], workspace, env)], rounds
    )
    how = f"{rounds} processes of each, in turns"
    return [
        Figure("`python -c pass`", bare * 1000, "ms", None, how),
        Figure("`journeyman status`", full * 1000, "ms", None, how),
        Figure("`journeyman status` / `python -c pass`", full / bare, "×", 10, "ratio of the two above"),
    ]

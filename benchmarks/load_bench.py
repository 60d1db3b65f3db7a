"""``%load_ext ipy_ext`` in a fresh process, measured inside once IPython is up."""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

from benchmarks.measure import Figure, environment

PROGRAM = """
import time
from IPython.terminal.interactiveshell import TerminalInteractiveShell
shell = TerminalInteractiveShell.instance()
start = time.perf_counter()
shell.run_line_magic("load_ext", "{extension}")
print("took", time.perf_counter() - start)
"""


def load_extension(folder: Path, extension: str = "ipy_ext", runs: int = 15) -> list[Figure]:
    """Return the median over ``runs`` processes; two more before them warm the caches."""
    workspace = folder / "load"
    workspace.mkdir()
    taken = []
    for _ in range(runs + 2):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM.format(extension=extension)],
            cwd=workspace,
            env=environment(folder / "home"),
            capture_output=True,
            text=True,
            check=False,
        )
        lines = [line for line in done.stdout.splitlines() if line.startswith("took ")]
        if done.returncode or not lines or "not an IPython extension" in done.stdout + done.stderr:
            raise SystemExit(f"%load_ext {extension} failed: {done.stderr or done.stdout}")
        taken.append(float(lines[0].split()[1]) * 1000)
    limit = 15 if extension == "ipy_ext" else None
    return [Figure(f"`%load_ext {extension}`", statistics.median(taken[2:]), "ms", limit, f"{runs} fresh processes")]

"""Measures the peers in the environment that runs this, and ourselves in another; writes ``results.md`` beside it.

python -m venv /tmp/peers && /tmp/peers/bin/pip install -r benchmarks/peers/requirements.txt
/tmp/peers/bin/python benchmarks/peers/run.py .venv/bin/python
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PACKAGES = ("ipython", "jupyter-ai-magics", "langgraph", "langgraph-checkpoint-sqlite")


def _took(arguments: list[str], home: Path) -> float:
    environment = {
        **os.environ,
        "HOME": str(home),
        "IPYTHONDIR": str(home / "ipython"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "PYTHONPATH": str(ROOT) if {"ipy_ext", "benchmarks.door_bench"} & set(arguments) else "",
    }
    work = home / "work"
    work.mkdir(exist_ok=True)
    done = subprocess.run(arguments, cwd=work, env=environment, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("took ")]
    if done.returncode or not lines:
        sys.exit(f"{' '.join(arguments)} failed: {done.stderr or done.stdout}")
    return float(lines[-1].split()[1])


def main() -> None:
    """Run each program in turns, theirs and ours, and write the medians."""
    ours = str(Path(sys.argv[1]).absolute())
    load, step = str(HERE / "load_peer.py"), str(HERE / "step_peer.py")
    programs = {
        "`%load_ext jupyter_ai_magics`": ([sys.executable, load, "jupyter_ai_magics"], 7),
        "`%load_ext ipy_ext`": ([ours, load, "ipy_ext"], 7),
        "a LangGraph step, SqliteSaver, durability sync": ([sys.executable, step], 3),
        "our `Runner.do`: gate, journal, trust, log": ([ours, "-m", "benchmarks.door_bench"], 3),
    }
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, (arguments, runs) in programs.items():
            taken = [_took(arguments, Path(folder)) for _ in range(runs + 1)][1:]
            median = statistics.median(taken)
            shown = f"{median:.0f}" if median >= 100 else f"{median:.3g}"
            rows.append(f"| {name} | {shown} ms | median of {runs} processes |")
            print(rows[-1])
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    machine = f"{platform.system()} · {os.cpu_count()} cores · Python {platform.python_version()}"
    head = f"{datetime.now(UTC):%Y-%m-%d} · {machine}"
    table = "\n".join(["| what | median | how |", "|---|---|---|", *rows])
    (HERE / "results.md").write_text(f"# Peers, measured once by hand\n\n{head}  \n{versions}\n\n{table}\n", "utf-8")


if __name__ == "__main__":
    main()

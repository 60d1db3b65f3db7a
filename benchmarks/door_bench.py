"""The one door: an action that does nothing against the floor of two commits, a decision, one created file."""

from __future__ import annotations

import os
import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.measure import Figure, alternate, fill
from journeyman.services import Services, open_services
from journeyman.values import Action


def workspace(folder: Path, name: str, files: int = 0) -> Services:
    """Open a fresh workspace whose user lets contained work run unasked, personal folders in ``folder``."""
    home = folder / "home"
    os.environ.update(XDG_STATE_HOME=str(home / "state"), XDG_CONFIG_HOME=str(home / "config"))
    policy = home / "config" / "journeyman" / "policy.yaml"
    policy.parent.mkdir(parents=True, exist_ok=True)
    policy.write_text("autonomy: all\n")
    root = folder / name
    root.mkdir()
    (root / "session_state.json").write_text("{}")
    fill(root, files)
    return open_services(root)


def noop(folder: Path, rounds: int = 2000) -> list[Figure]:
    """Return ``Runner.do`` of the kind that does nothing, the floor, and their ratio; call by call, in turns."""
    services = workspace(folder, "noop")
    runner = services.runner

    def do() -> None:
        outcome = runner.do(Action("noop"))
        if not outcome.ok:
            raise SystemExit(f"the noop was not done: {outcome.message}")

    bare, full = alternate([_two_commits(folder / "floor.sqlite3"), do], rounds, warm_up=100)
    services.close()
    how = f"{rounds} calls of each, in turns"
    return [
        Figure("two committed SQLite transactions (WAL, synchronous NORMAL)", bare * 1e6, "µs", None, how),
        Figure("`Runner.do`, kind `noop`: gate, journal, trust, log", full * 1e6, "µs", None, how),
        Figure("`Runner.do` / two commits", full / bare, "×", 6, "ratio of the two above"),
    ]


def _two_commits(path: Path) -> Callable[[], None]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("CREATE TABLE step (id INTEGER PRIMARY KEY, text TEXT)")

    def commit() -> None:
        for _ in range(2):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO step (text) VALUES (?)", ("x" * 200,))
            connection.execute("COMMIT")

    return commit


COMMANDS = (
    "git status --short",
    "ls -la src",
    "cat README.md",
    "grep -rn 'def main' src",
    "find . -name '*.py' -newer setup.cfg",
    "git log --oneline -5 | head",
    "cd src && git diff --stat",
    "python -m pytest -q tests",
    "pip install requests",
    "mkdir -p build && cp -r src build/",
    "sed -n 1,80p src/app.py",
    "rm -rf build",
    "echo done > notes.txt",
    "wc -l src/*.py | sort -n | tail -3",
    "curl -s http://127.0.0.1:8000/health",
    "git commit -am 'a message'",
    'for f in *.py; do echo "$f"; done',
    "npm test -- --silent",
    "tar -czf out.tgz src && ls -l out.tgz",
    "env | grep PATH",
)


def decision(folder: Path, rounds: int = 30) -> list[Figure]:
    """Return the median time of a decision over ordinary commands, parsing included."""
    services = workspace(folder, "decision")
    decide = services.runner.decide
    actions = [Action("shell.run", {"command": command}) for command in COMMANDS]
    taken = alternate([partial(decide, action) for action in actions], rounds)
    services.close()
    how = f"median and slowest of {len(COMMANDS)} ordinary commands, {rounds} decisions each; parsed anew each time"
    return [
        Figure("gate decision on a command", statistics.median(taken) * 1000, "ms", 0.3, how),
        Figure("the slowest of them", max(taken) * 1000, "ms", None, how),
    ]


def create_file(folder: Path, rounds: int = 100, files: int = 2000) -> list[Figure]:
    """Return one ``file.create`` end to end in a workspace of many files."""
    services = workspace(folder, "create", files)
    runner = services.runner
    numbers = iter(range(10_000))

    def create() -> None:
        outcome = runner.do(
            Action("file.create", {"path": f"made/new_{next(numbers)}.py", "content": "VALUE = 1\n" * 20})
        )
        if not outcome.ok:
            raise SystemExit(f"the file was not created: {outcome.message}")

    (taken,) = alternate([create], rounds)
    services.close()
    how = f"{rounds} files, in a workspace of {files} files; checkpoint and check of the content included"
    return [Figure("`file.create`, end to end", taken * 1000, "ms", 10, how)]


if __name__ == "__main__":  # for benchmarks/peers/run.py: our figure alone
    with tempfile.TemporaryDirectory() as scratch:
        print("took", noop(Path(scratch))[1].value / 1000)

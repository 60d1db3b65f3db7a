"""The gate for other programs: lines a second on one core, and how long a process takes for one command or one hook."""

from __future__ import annotations

import io
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.measure import Figure, Section, environment, table
from journeyman.hooks.judge import fresh_judge
from journeyman.hooks.lines import LineJudge, judge_lines

COMMANDS = (
    "git status --short",
    "ls -la src | grep test | wc -l",
    "cat README.md && head -20 pyproject.toml",
    "find . -name '*.py' -exec grep -l TODO {} +",
    "git add -A && git commit -m 'a message'",
    "npm install left-pad",
    "kubectl get pods -n web -o json | jq '.items[].metadata.name'",
    'for f in *.txt; do sed -n 1,5p "$f"; done',
    "bash -c 'cd src && python -m pytest -q tests'",
    "curl -s https://example.com/index.html | tee page.html",
    "tar -czf backup.tar.gz data && rm -rf data",
    "docker run --rm -v $PWD:/app image make test",
)
ROUNDS = 500
_SERIES = 5
EVENT = {"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": "git status"}, "cwd": "/"}


def measure(folder: Path) -> dict[str, float]:
    """Return ``lines_a_second`` (one core), and the medians of whole processes: ``gate_ms``, ``hook_ms``."""
    lines = "".join(
        json.dumps({"command": f"{command} # {turn}"}) + "\n" for turn in range(ROUNDS) for command in COMMANDS
    )
    judge = LineJudge(fresh_judge, str(folder))
    judge.answer(json.dumps({"command": COMMANDS[0]}).encode())
    answers: list[str] = []
    started = time.process_time()
    judge_lines(io.BytesIO(lines.encode()), judge, answers.append, lambda: None)
    rate = len(answers) / (time.process_time() - started)
    return {
        "lines_a_second": rate,
        "gate_ms": _whole(("gate", "ls"), "", folder),
        "hook_ms": _whole(("hook", "claude-code"), json.dumps({**EVENT, "cwd": str(folder)}), folder),
    }


def _whole(words: tuple[str, ...], given: str, folder: Path, rounds: int = 3 * _SERIES) -> float:
    env = environment(folder / "home")
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        command = [sys.executable, "-m", "journeyman", *words]
        subprocess.run(command, input=given, env=env, cwd=folder, capture_output=True, text=True, check=True)
        times.append((time.perf_counter() - started) * 1000)
    # the quietest series: what else runs on the machine comes and goes
    return min(statistics.median(times[start : start + _SERIES]) for start in range(0, rounds, _SERIES))


def figures(folder: Path) -> list[Figure]:
    """Return the same as rows of the report."""
    os.environ.update({name: environment(folder / "home")[name] for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME")})
    found = measure(folder)
    how = (
        f"{found['lines_a_second']:.0f} commands a second on one core (processor time, {len(COMMANDS) * ROUNDS} lines)"
    )
    return [
        Figure("one line of `gate --jsonl`", 1000 / found["lines_a_second"], "ms", 1, how),
        Figure(
            "`journeyman gate ls`, the whole process", found["gate_ms"], "ms", 250, "the quietest of 3 medians of 5"
        ),
        Figure(
            "`journeyman hook claude-code`, the whole process",
            found["hook_ms"],
            "ms",
            250,
            "the quietest of 3 medians of 5",
        ),
    ]


def section(folder: Path) -> Section:
    """Return the part of the report on the gate as other programs use it."""
    return table("Hooks for other agents", figures(folder))

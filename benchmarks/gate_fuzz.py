"""Mutated commands through the gate's analysis: nothing crashes, and no rewriting makes a verdict looser."""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it runs from any folder

from benchmarks.measure import Section
from journeyman.services import Services, open_services
from journeyman.values import Action, Decision, Verdict
from tests.gate.analysis.mutations import damage, same_meaning
from tests.gate.analysis.seeds import PLAIN, TEXTS

STRICTNESS: dict[Verdict, int] = {"allow": 0, "ask": 1, "deny": 2}


def measure(damaged: int = 50_000, rewritten: int = 50_000, seed: int = 1) -> dict[str, Any]:
    """Judge ``damaged`` and ``rewritten`` mutations; return counts and milliseconds a decision.

    ``crashes``: decisions that an error of our own ended; ``looser``: rewritten commands whose verdict is looser than
    that of the command which they say the same as. ``p50_ms``, ``p99_ms`` and ``max_ms`` are of whole decisions, as the
    clock shows them; ``p99_busy_ms`` counts the processor's time alone, the second parser's included.
    """
    with tempfile.TemporaryDirectory(prefix="journeyman-fuzz-") as folder:
        kept = {name: os.environ.get(name) for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME")}
        os.environ.update(XDG_STATE_HOME=f"{folder}/state", XDG_CONFIG_HOME=f"{folder}/config")
        root = Path(folder) / "work"
        root.mkdir()
        services = open_services(root)
        try:
            return _measure(services, damaged, rewritten, random.Random(seed))
        finally:
            services.close()
            for name, value in kept.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value


def _measure(services: Services, damaged: int, rewritten: int, chance: random.Random) -> dict[str, Any]:
    seeds = (*PLAIN, *TEXTS)
    times: list[float] = []
    busy: list[float] = []
    crashes: list[str] = []
    looser: list[str] = []

    def judge(text: str) -> Decision:
        if len(times) % 10_000 == 9_999:
            print(f"{len(times) + 1} commands judged", file=sys.stderr, flush=True)
        started, worked = time.perf_counter(), _processor_time()
        decision = services.runner.decide(Action("shell.run", {"command": text}))
        times.append((time.perf_counter() - started) * 1000)
        busy.append((_processor_time() - worked) * 1000)
        if decision.rule == "fail-closed" and any("could not be judged" in reason for reason in decision.reasons):
            crashes.append(text)
        return decision

    before = {text: judge(text).verdict for text in seeds}
    times.clear()
    busy.clear()
    for _ in range(damaged):
        judge(damage(chance.choice(seeds), chance))
    for _ in range(rewritten):
        original, text = same_meaning(chance)
        if STRICTNESS[judge(text).verdict] < STRICTNESS[before[original]]:
            looser.append(f"{original!r} as {text!r}")
    for found in (*crashes[:20], *looser[:20]):
        print(found, file=sys.stderr)
    times.sort()
    busy.sort()
    return {
        "commands": len(times),
        "crashes": len(crashes),
        "looser": len(looser),
        "p50_ms": round(times[len(times) // 2], 3),
        "p99_ms": round(times[int(len(times) * 0.99)], 3),
        "p99_busy_ms": round(busy[int(len(busy) * 0.99)], 3),
        "max_ms": round(times[-1], 1),
    }


def _processor_time() -> float:
    """Return the seconds that processors have worked for this program and the programs that it started."""
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + started.ru_utime + started.ru_stime


def section(folder: Path) -> Section:
    """Return the part of the report on mutated commands."""
    found = measure()
    names = {
        "commands": "mutated commands, half of them damaged, half rewritten with the same meaning",
        "crashes": "decisions that an error ended (limit: none)",
        "looser": "rewritten commands judged looser than what they were made from (limit: none)",
        "p50_ms": "one decision, median, ms",
        "p99_ms": "p99, ms, as the clock shows it on a machine that does other work too",
        "p99_busy_ms": "p99, ms, processor time with the second parser's (limit: 5)",
        "max_ms": "slowest, ms (programs' descriptions are read when first named)",
    }
    rows = "\n".join(f"| {text} | {found[name]} |" for name, text in names.items())
    missed = [f"mutated commands: {name}" for name in ("crashes", "looser") if found[name]]
    if found["p99_busy_ms"] > 5:
        missed.append("p99 of mutated commands")
    return f"## Mutated commands\n\n| what | |\n|---|---|\n{rows}\n", missed


if __name__ == "__main__":
    print(json.dumps(measure()))

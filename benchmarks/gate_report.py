"""Writes ``gate.md`` beside this file: labelled commands, notebook cells, fuzz, times, Python runs, sandbox escapes.

Each part is measured by a process of its own: one that fails or takes too long is written as failed, with its reason,
and the others go on. ``gate_report.py NAME...`` measures these parts and writes no file.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it runs from any folder

from benchmarks.measure import Section, machine

SECTIONS = {
    "corpus": "corpus_bench",
    "commands": "commands_bench",
    "cells": "cells_bench",
    "fuzz": "gate_fuzz",
    "hooks": "hook_bench",
    "runs": "forkserver_bench",
    "escapes": "escapes_bench",
}
"""By name: the module of this folder whose ``section(folder)`` measures a part, in a scratch folder."""
MINUTES = 15
"""How long one part may take."""
HEAD = """# The gate and the sandbox, measured

Written by `make bench`. Percentages do not depend on the machine; times do, and on what else runs on it.

{machine}
"""


def part(name: str) -> Section:
    """Measure one part in a process of its own; its progress is shown. A failure is a section as well."""
    command = [sys.executable, __file__, "--part", name]
    last: deque[str] = deque(maxlen=1)
    with tempfile.TemporaryFile("w+") as answer:
        running = subprocess.Popen(command, stdout=answer, stderr=subprocess.PIPE, text=True, start_new_session=True)
        late = threading.Timer(MINUTES * 60, _end, (running, last))
        late.start()
        try:
            for line in running.stderr or ():
                print(line, end="", file=sys.stderr, flush=True)
                last.append(line.strip() or "".join(last))
            running.wait()
        finally:
            late.cancel()
            _end(running)
        answer.seek(0)
        try:
            text, missed = json.loads(answer.read())
        except ValueError:
            why = " ".join(last) or f"it ended with {running.returncode}"
            return f"## {name.capitalize()}\n\n**Failed**: {why}\n", [f"{name}: it failed"]
    return text, missed


def _end(running: subprocess.Popen[str], last: deque[str] | None = None) -> None:
    """End a part and what it started."""
    if last is not None:
        last.append(f"it took longer than {MINUTES} minutes")
    with contextlib.suppress(ProcessLookupError):
        os.killpg(running.pid, 9)


def measured(name: str) -> None:
    """Measure one part here, and write its section to standard output."""
    answer, sys.stdout = sys.stdout, sys.stderr  # what a part prints is progress
    with tempfile.TemporaryDirectory(prefix="journeyman-bench-") as folder:
        module = importlib.import_module(f"benchmarks.{SECTIONS[name]}")
        section = module.section(Path(folder))
    json.dump(section, answer)


def main(names: list[str]) -> int:
    """Measure the parts of these names (all without any), print them and, for all, write the report."""
    parts = [HEAD.format(machine=machine())]
    missed: list[str] = []
    for name in names or SECTIONS:
        busy, started = os.getloadavg()[0], time.monotonic()
        print(f"{name} ...", file=sys.stderr, flush=True)
        text, failed = part(name)
        took = f"Took {time.monotonic() - started:.0f} s; {busy:.1f} other processes wanted to run when it began."
        parts.append(f"{text}\n{took}\n")
        missed += failed
    parts.append(f"## Limits missed\n\n{''.join(f'- {name}{chr(10)}' for name in missed) or '- none'}")
    report = "\n".join(parts).rstrip() + "\n"
    print(report)
    if not names:
        target = Path(__file__).parent / "gate.md"
        target.with_suffix(".new").write_text(report, "utf-8")
        target.with_suffix(".new").replace(target)
    if missed:
        print(f"limit missed: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--part"]:
        measured(sys.argv[2])
    else:
        sys.exit(main(sys.argv[1:]))

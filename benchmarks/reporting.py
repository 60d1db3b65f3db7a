"""A report of several parts: each is measured by a process of its own, so that one that fails stops no other."""

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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Section, machine

MINUTES = 15
"""How long one part may take."""


@dataclass(frozen=True)
class Report:
    """What is measured, by ``script``, into ``target``.

    ``sections`` maps a part's name to the module of this folder whose ``section(folder)`` measures it, in a scratch
    folder. ``head`` is the beginning of the report, with ``{machine}`` in it.
    """

    script: Path
    target: Path
    head: str
    sections: Mapping[str, str]

    def part(self, name: str) -> Section:
        """Measure one part in a process of its own; its progress is shown. A failure is a section as well."""
        command = [sys.executable, str(self.script), "--part", name]
        last: deque[str] = deque(maxlen=1)
        with tempfile.TemporaryFile("w+") as answer:
            running = subprocess.Popen(
                command, stdout=answer, stderr=subprocess.PIPE, text=True, start_new_session=True
            )
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

    def measured(self, name: str) -> None:
        """Measure one part here, and write its section to standard output."""
        answer, sys.stdout = sys.stdout, sys.stderr  # what a part prints is progress
        with tempfile.TemporaryDirectory(prefix="journeyman-bench-") as folder:
            module = importlib.import_module(f"benchmarks.{self.sections[name]}")
            section = module.section(Path(folder))
        json.dump(section, answer)

    def main(self, words: Sequence[str]) -> int:
        """Measure the parts of these names (all without any), print them and, for all, write the report."""
        if words[:1] == ["--part"]:
            self.measured(words[1])
            return 0
        parts = [self.head.format(machine=machine())]
        missed: list[str] = []
        for name in words or self.sections:
            busy, started = os.getloadavg()[0], time.monotonic()
            print(f"{name} ...", file=sys.stderr, flush=True)
            text, failed = self.part(name)
            took = f"Took {time.monotonic() - started:.0f} s; {busy:.1f} other processes wanted to run when it began."
            parts.append(f"{text}\n{took}\n")
            missed += failed
        parts.append(f"## Limits missed\n\n{''.join(f'- {name}{chr(10)}' for name in missed) or '- none'}")
        report = "\n".join(parts).rstrip() + "\n"
        print(report)
        if not words:
            self.target.with_suffix(".new").write_text(report, "utf-8")
            self.target.with_suffix(".new").replace(self.target)
        if missed:
            print(f"limit missed: {', '.join(missed)}", file=sys.stderr)
        return 1 if missed else 0


def _end(running: subprocess.Popen[str], last: deque[str] | None = None) -> None:
    """End a part and what it started."""
    if last is not None:
        last.append(f"it took longer than {MINUTES} minutes")
    with contextlib.suppress(ProcessLookupError):
        os.killpg(running.pid, 9)

"""Writes ``gate.md`` beside this file: labelled commands, notebook cells, fuzz, times, Python runs, sandbox escapes.

``gate_report.py NAME...`` measures these parts and writes no file.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it runs from any folder

from benchmarks.reporting import Report

HEAD = """# The gate and the sandbox, measured

Written by `make bench`. Percentages do not depend on the machine; times do, and on what else runs on it.

{machine}
"""
REPORT = Report(
    Path(__file__),
    Path(__file__).parent / "gate.md",
    HEAD,
    {
        "corpus": "corpus_bench",
        "commands": "commands_bench",
        "cells": "cells_bench",
        "fuzz": "gate_fuzz",
        "hooks": "hook_bench",
        "runs": "forkserver_bench",
        "escapes": "escapes_bench",
    },
)

if __name__ == "__main__":
    sys.exit(REPORT.main(sys.argv[1:]))

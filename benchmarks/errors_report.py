"""Writes ``errors.md`` beside this file: failed or not, causes, first fixes, decisive lines, groups, and times.

``errors_report.py NAME...`` measures these parts and writes no file.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it runs from any folder

from benchmarks.reporting import Report

HEAD = """# Errors, measured

Written by `make bench`. The runs are the project's own unless it says otherwise: real ones of real tools, labelled by
how they were made. Rules were tuned on them, so these figures say that nothing was lost since; what unseen runs showed
at first stands in [the data's own notes](../tests/faults/data/README.md). Percentages do not depend on the machine;
times do.

{machine}
"""
REPORT = Report(
    Path(__file__),
    Path(__file__).parent / "errors.md",
    HEAD,
    {
        "failures": "failures_bench",
        "fixes": "fixes_bench",
        "groups": "groups_bench",
        "lines": "lines_bench",
        "times": "diagnosis_bench",
        "watch": "watch_bench",
    },
)

if __name__ == "__main__":
    sys.exit(REPORT.main(sys.argv[1:]))

"""No output, however odd, keeps a diagnosis busy: only catastrophic patterns reach the limit of the process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIMIT = 240  # seconds; all of it takes a few

EVERY_PATTERN = r"""
import re
from journeyman.faults import decisive_signals, log_prefixes, log_steps
from journeyman.faults.diagnosers import DIAGNOSERS
from journeyman.faults.rule import Table
from journeyman.faults.tools import ssh, typescript

rules = [(rule.pattern, rule.literals) for table in (*DIAGNOSERS, ssh.SSH) if isinstance(table, Table) for rule in table.rules]
rules += [(signal.pattern, signal.literals) for signal in decisive_signals.SIGNALS]
rules += [(decisive_signals.HARMLESS, ("error ",)), (decisive_signals.SUMMARIES, ("Test",)), (log_steps._ENDS, ("exited with",))]
rules += [(typescript._ERROR, ("error TS1: ",))]
assert len(rules) > 400
width = 2000
for pattern, literals in rules:
    for sign in (" ", "a", "/", ":", "'", ".", "(", "=", "0", "a ", "1,", "./", '"', "-"):
        for literal in literals[:2]:
            pattern.search((literal + sign * width)[:width])
            pattern.search((sign * width)[: width - len(literal)] + literal)
for pattern in log_prefixes._REPEATED:
    for sign in ("a", "0", "[", " ", "1:", "a|"):
        pattern.match(sign * width)
print("done")
"""
ODD_OUTPUTS = r"""
from journeyman.faults.report import report
from journeyman.faults.case import Case
from journeyman.faults.diagnosers import diagnose
for text in (
    "x" * 1_000_000,
    "error: " * 150_000,
    " " * 1_000_000 + "error: x",
    "E   " * 100_000,
    "/" * 100_000 + ": error: x",
    "\n" * 1_000_000,
    "error\n" * 300_000,
    ("a.c:1:1: error: " + "y" * 300 + "\n") * 30_000,
    "Traceback (most recent call last):\n" * 100_000,
    '  File "x.py", line 1, in f\n    f()\n' * 150_000 + "RecursionError: maximum recursion depth exceeded\n",
    ("2031-01-01T00:00:00Z ##[error]" + "z" * 200 + "\n") * 40_000,
):
    diagnose(Case("shell", "make", 1, text))
print("done")
"""


@pytest.mark.parametrize("script", [EVERY_PATTERN, ODD_OUTPUTS], ids=["patterns", "outputs"])
def test_it_comes_to_an_end(script: str):
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=LIMIT, check=False
    )
    assert done.stdout == "done\n", done.stderr[-2000:]

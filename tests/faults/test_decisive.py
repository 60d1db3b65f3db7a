"""The line of a build's log that tells why it failed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from journeyman.faults.case import Case
from journeyman.faults.decisive import around, decisive
from journeyman.faults.report import explain
from tests.faults.dressed import STYLES

LOGS = [json.loads(line) for line in (Path(__file__).parent / "data" / "logs.jsonl").read_text("utf-8").splitlines()]
NOISE = [f"[{at:3}%] Building CXX object src/error_{at}.cpp.o" for at in range(100)]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("log", LOGS, ids=lambda log: log["name"])
def test_real_logs_in_every_dress(log: dict, style: str):
    lines, offset = STYLES[style](log["output"].split("\n"), 1)
    case = Case("shell", "./build.sh", 1, "\n".join(lines) + "\n")
    found = decisive(case)
    assert found is not None
    assert abs(found - offset - log["line"]) <= 2, (lines[found - 1], lines[offset + log["line"] - 1])


def test_what_is_explained_points_there_too():
    right: Counter[bool] = Counter()
    for log in LOGS:
        for dress in STYLES.values():
            lines, offset = dress(log["output"].split("\n"), 1)
            found = explain(Case("shell", "./build.sh", 1, "\n".join(lines) + "\n"))
            right[found is not None and found.line is not None and abs(found.line - offset - log["line"]) <= 2] += 1
    assert right[True] / right.total() > 0.95


@pytest.mark.parametrize(
    ("output", "line"),
    [
        ("a.c:1:2: warning: x\na.c:2:1: error: first\na.c:9:1: error: second\nmake: *** [a.o] Error 1", 2),
        ("Attempt 1 failed, retrying\ncurl: (28) timed out\nRetrying\nok\nfatal: cannot lock ref\nexit", 5),
        ("npm error code ELIFECYCLE\nsrc/a.ts(1,2): error TS2322: no", 2),
        ("Tests: 0 failed\n0 errors\nsomething else is broken\n", 3),
        ("one\ntwo\n\n", 2),
        ("make: *** [x] Error 2\n", 1),
    ],
)
def test_single_choices(output: str, line: int):
    assert decisive(Case("shell", "make", 1, output)) == line


def test_the_middle_of_a_long_log_counts():
    lines = [*(NOISE * 60), "src/x.c:7:3: error: expected expression", *(NOISE * 60), "make: *** [all] Error 2"]
    assert decisive(Case("shell", "make -k", 2, "\n".join(lines))) == 6001


def test_a_test_that_was_logged_and_passed_is_not_it():
    log = "--- PASS: TestA (0.00s)\n    a_test.go:3: error: only a message\n--- FAIL: TestB\n    b_test.go:9: got 1, want 2\nFAIL\n"
    found = decisive(Case("shell", "go test", 1, log))
    assert found in {2, 3, 4}


def test_nothing_was_printed():
    assert decisive(Case("shell", "false", 1, "\n\n")) is None


def test_the_lines_around_one():
    text = "\n".join(f"line {number}" for number in range(1, 10))
    assert around(text, 5, 1, 2) == [(4, "line 4"), (5, "line 5"), (6, "line 6"), (7, "line 7")]
    assert around(text, 9) == [(6, "line 6"), (7, "line 7"), (8, "line 8"), (9, "line 9")]
    assert around("x" * 1000, 1) == [(1, "x" * 400)]
    assert around("a", 9) == []

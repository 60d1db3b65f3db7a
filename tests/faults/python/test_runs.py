"""Every failing program gets its cause. Each row is a small program, really run, with what it printed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from journeyman.faults.case import Case
from journeyman.faults.diagnosers import diagnose

DATA = Path(__file__).parent / "data"
FILES = ("runs", "runs_later", "runs_of_3_13")
ROWS = [
    pytest.param(row, id=f"{name}-{number}-{row['codes'][0]}")
    for name in FILES
    for number, row in enumerate(map(json.loads, (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()))
]


@pytest.mark.parametrize("row", ROWS)
def test_the_cause_is_named(row):
    found = diagnose(Case("traceback", output=row["output"], code=row["code"]))
    assert found is not None
    assert found.code.removeprefix("python.") in row["codes"]
    line = row["output"].split("\n")[found.line - 1]
    assert re.match(r"[\w.]+(?::|$)", line.lstrip("| +")), "the line of the exception"


@pytest.mark.parametrize("row", ROWS)
def test_an_edit_changes_the_line_that_failed(row):
    """The fix can be put where it says: its old text is in the program, on that line."""
    found = diagnose(Case("traceback", output=row["output"], code=row["code"]))
    lines = row["code"].split("\n")
    for fix in found.fixes:
        if fix.edit is not None:
            assert fix.edit.old.strip() in lines[fix.edit.line - 1]
            assert fix.edit.new != fix.edit.old


def test_a_traceback_without_the_code_is_enough():
    rows = [param.values[0] for param in ROWS]
    plain = [diagnose(Case("traceback", output=row["output"])) for row in rows]
    generic = [
        row["codes"]
        for row, found in zip(rows, plain, strict=True)
        if found is None or _is_only_the_name(found.code, row)
    ]
    assert generic == []


def _is_only_the_name(code: str, row) -> bool:
    last = [line for line in row["output"].split("\n") if re.match(r"[\w.]+(?::|$)", line)]
    name = "".join(last[-1:]).partition(":")[0].rpartition(".")[2]
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
    return code == f"python.{words}" and words not in row["codes"]

"""Whatever text comes in, a diagnosis never fails itself."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyman.faults.case import Case, Surroundings
from journeyman.faults.diagnosers import diagnose
from journeyman.faults.python.exceptions import PythonExceptions

ROWS = [json.loads(line) for line in (Path(__file__).parent / "data" / "runs.jsonl").read_text("utf-8").splitlines()]
OUTPUTS = [row["output"] for row in ROWS]
CODES = [row["code"] for row in ROWS]
NAMES = sorted({name for row in ROWS for name in re.findall(r"^[\w.]*[A-Z]\w*(?=:|$)", row["output"], re.MULTILINE)})


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["python", "traceback", "shell"]))
def test_any_text(text: str, kind: str):
    diagnose(Case(kind, "python x.py", 1, text, text))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(CODES), st.integers(0, 200), st.text(alphabet="()[]{}'\"\\:=,.\n\t f0x*#é“", max_size=4))
def test_code_with_something_put_in(code: str, at: int, extra: str):
    PythonExceptions().diagnose(Case("python", code=code[:at] + extra + code[at:]))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(OUTPUTS), st.integers(0, 600), st.integers(0, 600), st.sampled_from(CODES))
def test_a_piece_of_a_traceback_with_other_code(output: str, start: int, end: int, code: str):
    diagnose(Case("traceback", output=output[start:] + output[:end], code=code))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(NAMES), st.text(alphabet="'\"{}()[]<>:. anobjecthsrui0%\\", max_size=60))
def test_any_message(name: str, message: str):
    text = f'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\n    {message}\n{name}: {message}\n'
    around = Surroundings({"data": "list"}, {1: "data = [1]", 0: message}, ("a.py",), frozenset(("numpy",)))
    assert diagnose(Case("traceback", output=text, around=around)) is not None


@pytest.mark.parametrize(
    "output",
    [
        'Traceback (most recent call last):\n  File "a.py", line 1, in f\n    f()\n' * 2000
        + "RecursionError: maximum recursion depth exceeded\n",
        "Traceback (most recent call last):\n"
        + '  File "a.py", line 3, in f\n    g()\n  File "a.py", line 5, in g\n    f()\n' * 1000
        + "RecursionError: maximum recursion depth exceeded\n",
        'Traceback (most recent call last):\n  File "a.py", line 1, in f\nKeyError: ' + "'x" * 500_000,
        "'" * 1_000_000,
        "Traceback (most recent call last)" + " " * 1_000_000,
        "ValueError: " + "[" * 300_000,
        "E   " + "a." * 200_000,
    ],
    ids=["repeated", "mutual", "huge key", "quotes", "blanks", "brackets", "dots"],
)
def test_huge_outputs_are_answered(output: str):
    diagnose(Case("traceback", output=output))


@pytest.mark.parametrize(
    "code",
    [
        "(" * 5000,
        "x = " + "-" * 20_000 + "1",
        "f(" + "a b " * 3000,
        "'" * 100_000,
        "if x:\n" * 300,
        "\0",
        "x = 1\n" * 20_000 + "y = =",
    ],
)
def test_huge_code_is_answered(code: str):
    PythonExceptions().diagnose(Case("python", code=code))

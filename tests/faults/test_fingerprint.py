"""One name for one failure. The runs are real ones: a script, a moved copy under another Python, cells, tests, make, npm."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from pathlib import Path

import pytest

from journeyman.faults.case import Case
from journeyman.faults.diagnosers import diagnose
from journeyman.faults.fingerprint import VERSION, fingerprint
from journeyman.faults.normalise import normalise

RUNS = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "same_and_different.jsonl").read_text("utf-8").splitlines()
]
GROUPS = defaultdict(list)
for run in RUNS:
    GROUPS[run["group"]].append(Case(run["kind"], run["command"], run["exit_code"], run["output"]))


def name(case: Case) -> str:
    return fingerprint(case, diagnose(case))


def traceback(source: str, last: str, *, path: str = "/home/a/app.py", line: int = 7, function: str = "load") -> Case:
    text = f'Traceback (most recent call last):\n  File "{path}", line {line}, in {function}\n    {source}\n{last}\n'
    return Case("traceback", output=text)


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_the_same_failure_has_one_name(group: str):
    assert len({name(case) for case in GROUPS[group]}) == 1


def test_different_failures_have_different_names():
    names = {group: {name(case) for case in cases} for group, cases in GROUPS.items()}
    merged = [(a, b) for a, b in itertools.combinations(names, 2) if names[a] & names[b]]
    assert merged == []


def test_the_name_tells_its_version():
    assert name(GROUPS["key_name"][0]).startswith(f"{VERSION}-")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            traceback("f(x)", "ValueError: bad row 17 of /tmp/a1/x.csv"),
            traceback("f(x)", "ValueError: bad row 9 of /srv/x.csv", line=99),
        ),
        (traceback("f(x)", "KeyError: 'user_12'"), traceback("f(x)", "KeyError: 'user_977'")),
        (
            traceback("f(x)", "RuntimeError: job 3f2b8c1e-0a1b-4c2d-9e8f-001122334455 died after 3.2 s"),
            traceback("f( x )  # again", "RuntimeError: job aa2b8c1e-0a1b-4c2d-9e8f-0011223344ff died after 12 ms"),
        ),
        (
            traceback("f(x)", "TypeError: <app.Row object at 0x7f12ab> is bad"),
            traceback("f(x)", "TypeError: <app.Row object at 0x55aa00> is bad"),
        ),
        (
            traceback("return n", "UnboundLocalError: local variable 'n' referenced before assignment"),
            traceback(
                "return n",
                "UnboundLocalError: cannot access local variable 'n' where it is not associated with a value",
            ),
        ),
        (
            traceback("import yaml", "ModuleNotFoundError: No module named 'yaml'"),
            Case("shell", "python -m yaml", 1, "/usr/bin/python: No module named yaml\n"),
        ),
        (
            Case("shell", "app", 1, "bash: line 1: foo: command not found\n"),
            Case("shell", "sh x", 127, "x: 3: foo: not found\n"),
        ),
        (
            traceback(
                "get(u)",
                "requests.exceptions.ConnectionError: HTTPConnectionPool(host='db.local', port=80): Max retries exceeded with url: /a",
            ),
            traceback(
                "post(v)",
                "requests.exceptions.ConnectionError: HTTPConnectionPool(host='db.local', port=81): Max retries exceeded with url: /b",
                function="send",
            ),
        ),
        (
            Case(
                "shell",
                "make",
                2,
                "gcc -c a.c\na.c:10:5: error: unknown type name 'foo_t'\nmake: *** [Makefile:2: all] Error 1\n",
            ),
            Case("shell", "gcc -c a.c", 1, "src/a.c:22:9: error: unknown type name ‘foo_t’\n"),
        ),
    ],
)
def test_what_changes_from_run_to_run_does_not_count(one: Case, other: Case):
    assert name(one) == name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (traceback("f(x)", "KeyError: 'name'"), traceback("f(x)", "KeyError: 'mail'")),
        (
            traceback("f(x)", "NameError: name 'a' is not defined"),
            traceback("f(x)", "NameError: name 'b' is not defined"),
        ),
        (traceback("f(x)", "ValueError: bad"), traceback("f(x)", "ValueError: bad", function="save")),
        (traceback("f(x)", "ValueError: bad"), traceback("g(x)", "ValueError: bad")),
        (traceback("f(x)", "ValueError: bad"), traceback("f(x)", "TypeError: bad")),
        (
            traceback("import a", "ModuleNotFoundError: No module named 'a'"),
            traceback("import b", "ModuleNotFoundError: No module named 'b'"),
        ),
        (
            traceback("open(p)", "FileNotFoundError: [Errno 2] No such file or directory: '/a/x.csv'"),
            traceback("open(p)", "FileNotFoundError: [Errno 2] No such file or directory: '/a/y.csv'"),
        ),
        (
            Case(
                "shell",
                "npm run build",
                1,
                "> build\n> tsc\n\nsrc/a.ts(3,1): error TS2304: Cannot find name 'x'.\nnpm ERR! code ELIFECYCLE\nnpm ERR! errno 2\n",
            ),
            Case(
                "shell",
                "npm run build",
                1,
                "> build\n> tsc\n\nsrc/a.ts(3,1): error TS2322: Type 'string' is not assignable to type 'number'.\nnpm ERR! code ELIFECYCLE\nnpm ERR! errno 2\n",
            ),
        ),
        (
            Case(
                "shell",
                "make",
                2,
                "cp one.txt out\ncp: cannot stat 'one.txt': No such file or directory\nmake: *** [Makefile:2: all] Error 1\n",
            ),
            Case(
                "shell",
                "make",
                2,
                "curl -f x\ncurl: (22) The requested URL returned error: 404\nmake: *** [Makefile:2: all] Error 1\n",
            ),
        ),
    ],
)
def test_different_root_causes_stay_apart(one: Case, other: Case):
    assert name(one) != name(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("can't open '/tmp/x/data.csv' at 10:22:33", "cant open 'data.csv' at <date>"),
        ("read 17 of 300 rows in 3.5 s", "read # of # rows in #"),
        ("GET https://api.example.org:8080/v1/items?x=1 failed", "GET https://api.example.org failed"),
        ("lost 10.0.0.7:5432 (pid 4411)", "lost <address> (pid #)"),
        ("value 'two words' and 'name'", "value '*' and 'name'"),
    ],
)
def test_normalise(text: str, expected: str):
    assert normalise(text) == expected

"""``journeyman diagnose`` as programs and people call it: streams, exit codes, and nothing left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

COMIT = "git: 'comit' is not a git command. See 'git --help'.\n\nThe most similar command is\n\tcommit\n"
KEYS = {"failed", "severity", "fingerprint", "tool", "cause", "summary", "line", "fixes", "ms"}


@pytest.fixture
def call(tmp_path, isolated_home):
    """Run the command in an empty folder with this on its standard input."""
    place = tmp_path / "place"
    place.mkdir()

    def run(*words: str, given: str | bytes = "") -> subprocess.CompletedProcess[str]:
        data = given.encode() if isinstance(given, str) else given
        command = [sys.executable, "-m", "journeyman", "diagnose", *words]
        done = subprocess.run(
            command, input=data, capture_output=True, cwd=place, env=os.environ, check=False, timeout=60
        )
        return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())

    run.place = place
    return run


def answers(call, *lines: object) -> list[dict]:
    given = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    done = call("--jsonl", given=given)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_line_gets_an_answer_in_its_order(call):
    found = answers(
        call,
        {"kind": "shell", "command": "git comit", "exit_code": 1, "output": COMIT},
        {"kind": "shell", "command": "grep x file", "exit_code": 1, "output": ""},
        {"kind": "python", "code": "prin(1)"},
        {"kind": "traceback", "output": 'Traceback (most recent call last):\n  File "x.py", line 1\nKeyError: 3\n'},
        {"kind": "shell", "command": "cat log", "exit_code": None, "output": "fatal: x\n", "id": "last", "more": 1},
    )
    assert [each["failed"] for each in found] == [True, False, True, True, False]
    assert all(each.keys() - {"id"} == KEYS for each in found)
    typo = found[0]
    assert (typo["tool"], typo["cause"], typo["line"]) == ("git", "cli.unknown_command", 3)
    assert typo["fixes"][0]["command"] == "git commit"
    assert typo["fixes"][0]["safety"] in {"safe", "ask", "dangerous"}
    assert found[3]["tool"] == "python"
    assert found[4]["id"] == "last"


def test_what_did_not_fail_has_nothing_but_that(call):
    (found,) = answers(call, {"command": "ls", "exit_code": 0, "output": "error.log\n"})
    assert {key: found[key] for key in KEYS - {"ms", "tool"}} == {
        "failed": False,
        "severity": None,
        "fingerprint": None,
        "cause": None,
        "summary": None,
        "line": None,
        "fixes": [],
    }


def test_a_failure_that_nobody_knows_still_has_a_name_and_its_line(call):
    runs = [
        {"command": "./strange", "exit_code": 7, "output": f"hello\nqzx went wrong in step {step}\n"} for step in (1, 2)
    ]
    one, two = answers(call, *runs)
    assert (one["cause"], one["severity"], one["line"], one["tool"]) == ("unknown.failure", "moderate", 2, "strange")
    assert "exit code 7" in one["summary"]
    assert one["fingerprint"]
    assert one["fingerprint"] == two["fingerprint"], "only a number differs"


def test_a_line_that_is_no_run_is_told_what_is_wrong_with_it(call):
    bad = ["nonsense", "[1]", '{"kind": "cell", "command": "x"}', "{}", '{"command": 3}', "", "[" * 100_000]
    bad += ['{"command": "x", "exit_code": "1"}', '{"command": "x", "exit_code": true}', '{"command": "\\ud800"}']
    found = answers(call, *bad, {"command": "true", "exit_code": 0})
    assert [set(each) for each in found[:-1]] == [{"error"}] * len(bad)
    for number, each in enumerate(found[:-1], 1):
        assert each["error"].startswith(f"line {number} ")
    assert found[-1]["failed"] is False


def test_a_huge_output_is_taken(call):
    output = "compiling\n" * 400_000 + "x.c:3:5: error: expected ';'\n"
    (found,) = answers(call, {"command": "make", "exit_code": 2, "output": output})
    assert (found["failed"], found["line"]) == (True, 400_001)


def test_nothing_is_created(call):
    answers(call, {"command": "x", "exit_code": 1})
    assert list(call.place.iterdir()) == []


def test_people_get_it_in_words(call):
    done = call("gti status", "--exit-code", "127", given="bash: gti: command not found\n")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("It failed (")
    assert "  line 1: bash: gti: command not found" in lines
    assert "  fix (safe): git status" in lines
    assert call("grep x file", "--exit-code", "1").stdout == "It has not failed.\n"
    as_json = json.loads(call("grep x file", "--exit-code", "1", "--json").stdout)
    assert as_json["failed"] is False


def test_code_is_an_argument_too(call):
    assert "prin" in call("prin(1)", "--kind", "python").stdout


@pytest.mark.parametrize(
    "words", [(), ("a", "b"), ("--jsonl", "ls"), ("--kind", "cell", "x"), ("--exit-code", "x", "y")]
)
def test_a_wrong_call_is_one_line_and_exit_code_2(call, words):
    done = call(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("journeyman diagnose: ")
    assert done.stderr.count("\n") == 1

"""Failed or not, from exit code, program and output together; and why."""

from __future__ import annotations

import time

import pytest

from journeyman.faults.case import Case
from journeyman.faults.command import deciders, segments
from journeyman.faults.diagnosers import diagnose
from journeyman.faults.judge import judge, timed_out
from journeyman.faults.window import window

TRACEBACK = 'Traceback (most recent call last):\n  File "x.py", line 1, in <module>\n    import flask\n'
PYTEST = "F\n=================== 1 failed, 2 passed in 0.12s ===================\n"


def failed(command: str, exit_code: int, output: str = "", kind: str = "shell.run") -> bool:
    return judge(kind, command, exit_code, output)[0]


@pytest.mark.parametrize(
    ("command", "exit_code", "output"),
    [
        ("grep x file", 1, ""),
        ("cat log | grep -c x", 1, "0\n"),
        ("rg 'a|b' src", 1, ""),
        ("diff a b", 1, "1c1\n< fatal: x\n---\n> error: y\n"),
        ("cmp a b", 1, "a b differ: byte 1, line 1\n"),
        ("test -f x", 1, ""),
        ("[ -d x ]", 1, ""),
        ("cd sub && grep x file", 1, ""),
        ("git diff --exit-code", 1, "diff --git a/x b/x\n-a\n+error: b\n"),
        ("git -C sub grep word", 1, ""),
        ("git merge-base --is-ancestor a b", 1, ""),
        ("git config --get user.name", 1, ""),
        ("command -v node", 1, ""),
        ("which node", 1, ""),
        ("pytest", 5, "no tests ran in 0.01s\n"),
        ("python -m pytest -q", 5, "no tests ran in 0.01s\n"),
        ("pgrep -f server", 1, ""),
        ("systemctl is-active x", 3, "inactive\n"),
        ("LC_ALL=C sudo grep x file", 1, ""),
        ("timeout 5 grep x file", 1, ""),
    ],
)
def test_answers_are_no_failures(command: str, exit_code: int, output: str):
    assert judge("shell.run", command, exit_code, output) == (False, None)


@pytest.mark.parametrize(
    ("command", "exit_code", "output"),
    [
        ("grep x missing", 2, "grep: missing: No such file or directory\n"),
        ("grep x missing file", 1, "grep: missing: No such file or directory\n"),
        ("make && grep x log", 1, "make: *** [all] Error 1\nfatal: x\n"),
        ("git diff --exit-code", 128, "fatal: not a git repository\n"),
        ("git commit -m x", 1, "nothing to commit\n"),
        ("git", 1, "usage"),
        ("pytest tests/test_x.py", 5, "no tests ran in 0.01s\n"),
        ("ls missing", 2, "ls: cannot access 'missing'\n"),
        ("python x.py", 1, TRACEBACK),
        ("false", 1, ""),
        ("grep 'unbalanced", 1, ""),
    ],
)
def test_failures_are(command: str, exit_code: int, output: str):
    assert failed(command, exit_code, output)


@pytest.mark.parametrize(
    ("command", "output"),
    [
        ("pytest || true", PYTEST),
        ("pytest -q | tail -3", "1 failed, 2 passed in 0.12s\n"),
        ("python -m unittest || :", "FAILED (failures=1)\n"),
        ("npm test; echo done", "npm ERR! Test failed.  See above for more details.\ndone\n"),
        ("npm run build | cat", "npm error code ELIFECYCLE\n"),
        ("npx jest || true", "Tests:       1 failed, 3 passed, 4 total\n"),
        ("npx mocha | tee log", "  3 passing\n  1 failing\n"),
        ("make -k; true", "make: *** [Makefile:2: x] Error 1\n"),
        ("npx tsc || true", "src/a.ts(1,5): error TS2322: Type 'x' is not assignable\n"),
        ("gcc x.c; echo", "x.c:3:5: error: expected ';'\n"),
        ("go test ./... | tail", "--- FAIL: TestX (0.00s)\nFAIL\texample 0.1s\n"),
        ("pip install x | cat", "ERROR: No matching distribution found for x\n"),
        ("python x.py || true", TRACEBACK + "ModuleNotFoundError: No module named 'flask'\n"),
        ("git push; echo ok", "fatal: unable to access\nok\n"),
        ("nonsense; echo ok", "bash: line 1: nonsense: command not found\nok\n"),
        ("apt-get install x; true", "E: Unable to locate package x\n"),
        (
            "pytest 2>&1 | tee log",
            "\x1b[31mFAILED tests/test_x.py::test_a\x1b[0m\n\x1b[31m=== 1 failed in 0.1s ===\x1b[0m\n",
        ),
    ],
)
def test_hidden_failures_are_found(command: str, output: str):
    assert failed(command, 0, output)


@pytest.mark.parametrize(
    ("command", "output"),
    [
        ("cat build.log", PYTEST),
        ("grep -rn Traceback .", "x.py:1:Traceback (most recent call last):\n"),
        ("git log -3", "fatal: fix the crash\n"),
        ("git -C x diff", "+FAILED (failures=1)\n"),
        ("tail -f x | grep error", "npm ERR! x\n"),
        ("echo 'fatal: x'", "fatal: x\n"),
        ("git rev-parse || git init", "fatal: not a git repository\n"),
        ("command -v uv || pip install uv", "bash: line 1: uv: command not found\n"),
        ("pytest", "==== 3 passed, 1 xfailed in 0.1s ====\n"),
        ("python serve.py", TRACEBACK + "KeyError: 'x'\nINFO handled\nINFO went on\nINFO still\nINFO done\n"),
        ("ruff check .", "All checks passed!\n"),
        ("npm audit", "found 0 vulnerabilities\n"),
        ("make", "gcc -Wall -Werror=x main.c\n0 errors\n"),
        ("python x.py", "0 failed, 3 ok in total\n"),
        ("", "fine\n"),
    ],
)
def test_success_stays_success(command: str, output: str):
    assert judge("shell.run", command, 0, output) == (False, None)


def test_pythons_own_exit_code_is_believed():
    output = TRACEBACK + "ValueError: shown on purpose\n"
    assert not failed("python", 0, output, kind="python.run")
    assert failed("python", 1, output, kind="python.run")


def test_a_test_run_has_no_benign_exit():
    assert failed("grep x file", 1, "", kind="test.run")


@pytest.mark.parametrize(
    ("output", "code", "line", "word"),
    [
        (TRACEBACK + "ModuleNotFoundError: No module named 'flask'\n", "python.module_not_found", 4, "flask"),
        ("python: No module named pytest\n", "python.module_not_found", 1, "pytest"),
        ("E   ModuleNotFoundError: No module named 'a.b'\n" + PYTEST, "python.module_not_found", 1, "a.b"),
        ("x\nbash: line 1: nonode: command not found\n", "shell.command_not_found", 2, "nonode"),
        ("sh: 1: nonode: not found\n", "shell.command_not_found", 1, "nonode"),
        ("prlimit: failed to execute nonode: No such file\n", "shell.command_not_found", 1, "nonode"),
        ("bash: ./x.sh: Permission denied\n", "shell.permission_denied", 1, ""),
        ("OSError: [Errno 98] Address already in use\n", "net.port_in_use", 1, ""),
        ("Error: listen EADDRINUSE: address already in use :::3000\n", "net.port_in_use", 1, ""),
        ("Port 5000 is in use by another program.\n", "net.port_in_use", 1, ""),
        ("fatal: not a git repository (or any of the parent directories): .git\n", "git.not_a_repository", 1, ""),
        ("ERROR: No matching distribution found for nope==9\n", "pip.no_matching_distribution", 1, "nope==9"),
        (TRACEBACK + "app.errors.TooSmall: 3 < 5\n", "python.too_small", 4, "3 < 5"),
        (TRACEBACK + "KeyError: 'x'\n", "python.key_missing", 4, "'x'"),
        (TRACEBACK + "KeyboardInterrupt\n", "python.interrupted", 4, ""),
        (
            "  File \"x.py\", line 1\n    x = (\n        ^\nSyntaxError: '(' was never closed\n",
            "python.bracket_never_closed",
            4,
            "never closed",
        ),
        (PYTEST, "pytest.tests_failed", 2, "1 failed, 2 passed"),
        ("=== 3 passed, 1 error in 0.5s ===\n", "pytest.tests_failed", 1, "1 error"),
        ("cp: error writing 'x': No space left on device\n", "os.no_space", 1, ""),
        ("npm error code ENOSPC\n", "os.no_space", 1, ""),
        ("bash: line 1: /etc/x: Read-only file system\n", "sandbox.read_only", 1, "/etc/x"),
        ("curl: (6) Could not resolve host: example.org\n", "net.unreachable", 1, ""),
    ],
)
def test_diagnoses(output: str, code: str, line: int, word: str):
    result = judge("shell.run", "some command", 1, output)[1]
    assert result is not None
    assert (result.code, result.line) == (code, line)
    assert word in result.summary
    assert "\n" not in result.summary


def test_the_last_of_several_tracebacks_counts():
    output = TRACEBACK + "KeyError: 'x'\n\nDuring handling of the above exception, another exception occurred:\n\n"
    result = judge("shell.run", "x", 1, output + TRACEBACK + "ValueError: y\n")[1]
    assert result is not None
    assert (result.code, result.line) == ("python.value_error", 11)


def test_what_helps_is_said():
    result = judge("shell.run", "python x.py", 1, TRACEBACK + "ModuleNotFoundError: No module named 'flask'\n")[1]
    assert result is not None
    assert [str(fix) for fix in result.fixes] == ["pip install flask"]


def test_severity():
    for output, severity in (("No space left on device\n", "critical"), ("x: Permission denied\n", "moderate")):
        result = judge("shell.run", "x", 1, output)[1]
        assert result is not None
        assert result.severity == severity


def test_an_unknown_failure_has_no_diagnosis():
    assert judge("shell.run", "x", 3, "something else\n") == (True, None)
    assert judge("shell.run", "x", None, "") == (True, None)


def test_time_outs():
    assert timed_out(2.5).summary == "it did not finish within 2.5 s"
    assert timed_out(None).code == "process.timeout"


def test_line_numbers_hold_in_long_outputs():
    output = "x\n" * 5000 + "fatal: not a git repository\n"
    result = judge("shell.run", "x", 1, output)[1]
    assert result is not None
    assert result.line == 5001
    huge = "y" * 500_000 + "\n" + "x\n" * 500_000 + "fatal: not a git repository\n"
    result = judge("shell.run", "x", 1, huge)[1]
    assert result is not None
    assert result.line == 500_002


@pytest.mark.parametrize(
    "output",
    [
        "a" * 5_000_000,
        "No module named " * 200_000,
        "= " * 1_000_000 + "failed in 1s",
        ("1 failed, " * 200_000) + " in ",
        ": Read-only file system" * 100_000,
        "'" * 1_000_000 + "Read-only file system",
        "Traceback (most recent call last):\n" * 100_000,
        "[" * 2_000_000 + " EADDRINUSE",
    ],
)
@pytest.mark.parametrize("exit_code", [0, 1])
def test_pathological_output_does_not_stall_it(output: str, exit_code: int):
    began = time.process_time()
    judge("shell.run", "x", exit_code, output)
    assert time.process_time() - began < 5.0, "a hundred times what it takes"


def test_windows_keep_both_ends():
    lines = window("\n".join(f"line {number}" for number in range(1, 10_001)))
    assert (lines[0], lines[-1], len(lines)) == ((1, "line 1"), (10_000, "line 10000"), 2000)
    assert window("a\r\n\x1b[1mb\x1b[0m") == [(1, "a"), (2, "b")]


def test_commands_are_taken_apart():
    found = segments("cd x && FOO=1 sudo timeout -k 5 10 /usr/bin/grep 'a|b' y | wc -l; (echo z)\ntrue")
    assert [(segment.operator, segment.program) for segment in found] == [
        ("", "cd"),
        ("&&", "grep"),
        ("|", "wc"),
        (";", "echo"),
        (";", "true"),
    ]
    assert [segment.program for segment in deciders(found[:3])] == ["cd", "wc"]
    assert [segment.words for segment in segments("echo 'open")] == [("echo", "open")]
    assert deciders([]) == []


def test_nothing_in_nothing():
    assert diagnose(Case("shell")) is None

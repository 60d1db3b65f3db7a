"""What real runs of many tools printed when they failed: the cause, and where it is known the first fix."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from journeyman.faults.case import Case, Surroundings
from journeyman.faults.diagnosers import diagnose

RUNS = [
    json.loads(line) for line in (Path(__file__).parents[1] / "data" / "runs.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run["name"])
def test_the_cause_and_the_first_fix(run: dict):
    around = Surroundings(files=tuple(run.get("files", ())))
    found = diagnose(Case("shell", run["command"], run["exit_code"], run["output"], around=around))
    assert found is not None
    assert found.code == run["code"]
    assert found.summary.strip()
    assert found.fixes, "a failure that is known has at least an advice"
    if "fix" in run:
        first = found.fixes[0]
        assert (first.command or (first.edit.new if first.edit else first.advice)) == run["fix"]


@pytest.mark.parametrize(
    ("command", "output", "code", "fix"),
    [
        ("docker run -p 80:80 nginx", "docker: Error response from daemon: Bind for 0.0.0.0:80 failed: port is already allocated", "docker.port_allocated", "docker ps"),
        ("docker pull ngnix", "Error response from daemon: pull access denied for ngnix, repository does not exist or may require 'docker login'", "docker.image_not_found", "docker pull nginx"),
        ("docker build .", 'ERROR: failed to calculate checksum of ref x: "/requirments.txt": not found', "docker.file_not_in_context", ""),
        ("docker compose up", "no configuration file provided: not found", "compose.no_file", ""),
        ("docker exec -it web sh", "the input device is not a TTY", "docker.no_terminal", "docker exec -i web sh"),
        ("kubectl get pod x", 'Error from server (NotFound): pods "x" not found', "kubectl.not_found", "kubectl get all -A"),
        ("psql -U app shop", 'psql: error: FATAL:  password authentication failed for user "app"', "database.authentication", ""),
        ("psql shop", 'psql: error: FATAL:  database "shop" does not exist', "database.no_database", "createdb shop"),
        ("redis-cli ping", "Could not connect to Redis at 127.0.0.1:6379: Connection refused", "database.refused", ""),
        ("pip install x", "error: externally-managed-environment", "pip.externally_managed", "python3 -m venv .venv"),
        ("npm ci", "npm ERR! code EINTEGRITY\nnpm ERR! sha512-x integrity checksum failed", "npm.integrity", "npm cache verify"),
        ("npm i -g x", "npm ERR! code EACCES\nnpm ERR! syscall mkdir", "npm.permission_denied", ""),
        ("npm i x", "npm error code E401\nnpm error Incorrect or missing password.", "npm.unauthorised", "npm login"),
        ("npm i", "npm error code ENOTEMPTY\nnpm error syscall rename", "npm.left_over_files", "npm ci"),
        ("mvn test", "[ERROR] Failed to execute goal x:y: boom", "maven.failed", ""),
        ("dotnet build", "/app/a.cs(3,5): error CS1002: ; expected [/app/a.csproj]", "dotnet.compile_error", ""),
        ("swift build", "/app/a.swift:3:5: error: cannot find 'x' in scope", "swift.compile_error", ""),
        ("alembic upgrade head", "FAILED: Target database is not up to date.", "alembic.not_up_to_date", "alembic upgrade head"),
        ("curl -sf http://localhost/x", "", "curl.http_error", ""),
        ("gcc x.c -lz", "/usr/bin/ld: cannot find -lz: No such file or directory\ncollect2: error: ld returned 1 exit status", "gcc.library_not_found", "sudo apt-get install -y zlib1g-dev"),
    ],
)  # fmt: skip
def test_what_cannot_be_run_here(command: str, output: str, code: str, fix: str):
    found = diagnose(Case("shell", command, 22 if command.startswith("curl") else 1, output))
    assert found is not None
    assert found.code == code
    assert found.fixes
    assert found.fixes[0].command.startswith(fix)


@pytest.mark.parametrize(
    ("command", "output"),
    [
        ("cmake .", "-- Could NOT find CURL (missing: CURL_LIBRARY)\n-- Configuring done\n"),
        ("go test -v", "=== RUN TestA\n    a_test.go:3: error: expected\n--- PASS: TestA\nPASS\nok x\n"),
        ("npm install", "npm warn deprecated x@1: no longer supported\nadded 3 packages in 1s\n"),
        ("python manage.py runserver", "You have 3 unapplied migration(s).\nStarting development server\n"),
        ("gcc -Wall x.c", "x.c:1:1: warning: unused variable 'error' [-Wunused-variable]\n"),
        ("mypy .", "Success: no issues found in 3 source files\n"),
        ("pytest", "test_a.py::test_error PASSED\n1 passed in 0.1s\n"),
    ],
)
def test_what_is_no_failure_is_not_known_as_one(command: str, output: str):
    assert diagnose(Case("shell", command, None, output)) is None


def test_what_an_output_says_stays_one_word_of_a_command():
    output = 'Oops! ESLint couldn\'t find the plugin "x; touch y".'
    found = diagnose(Case("shell", "npx eslint .", 2, output))
    assert found is not None
    assert found.fixes[0].command == "npm install --save-dev 'x; touch y'"


def test_the_checkers_own_repair_is_offered():
    output = "a.py:1:8: F401 [*] `os` imported but unused\nFound 1 error.\n[*] 1 fixable with the `--fix` option.\n"
    found = diagnose(Case("shell", "ruff check .", 1, output))
    assert found is not None
    assert (found.fixes[0].command, found.fixes[0].safety) == ("ruff check . --fix", "safe")

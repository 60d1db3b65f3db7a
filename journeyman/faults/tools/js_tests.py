"""Failures of JavaScript's test runners: jest, vitest, mocha, node's own, playwright, cypress."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.reworded import with_option
from journeyman.values import Fix
from journeyman.values.fault import advice, command, install


def _update(match: re.Match[str], case: Case) -> Sequence[Fix]:
    programs = " ".join(word for segment in case.segments for word in segment.words)
    if "jest" in programs or "vitest" in programs:
        return with_option(case, "-u", "if the new output is right")
    return ()


JS_TESTS = Table(
    "js_tests",
    (
        Rule(
            "jest.no_tests",
            ("No tests found", "No test files found", "no test files found"),
            re.compile(r"No tests? (?:files )?found"),
            "the runner found no tests",
            (
                advice("files are called *.test.js or *.spec.js, or lie in __tests__; check the pattern"),
                command("npx jest --passWithNoTests", "ask", "if there are none on purpose"),
            ),
        ),
        Rule(
            "jest.unexpected_token",
            ("Jest encountered an unexpected token", "Must use import to load ES Module"),
            re.compile(r"Jest encountered an unexpected token|Must use import to load ES Module"),
            "jest cannot read a file: it is not plain JavaScript, or it is an ES module",
            (
                install("npm install --save-dev babel-jest @babel/preset-env", "with TypeScript: ts-jest"),
                advice("packages that are ES modules must be named in transformIgnorePatterns"),
            ),
        ),
        Rule(
            "jest.environment_missing",
            ("jest-environment-jsdom cannot be found", "Test environment", "document is not defined"),
            re.compile(
                r"(jest-environment-jsdom) cannot be found|[Tt]est environment (\S{1,80}) cannot be found|document is not defined"
            ),
            "the tests need an environment that is not there: a browser's",
            (install("npm install --save-dev jest-environment-jsdom", "and testEnvironment: jsdom in the settings"),),
        ),
        Rule(
            "jest.preset_not_found",
            ("Preset ", "Validation Error"),
            re.compile(r"Preset (\S{1,100}) not found|Module (\S{1,100}) in the \w+ option was not found"),
            "jest's settings name something that is not installed: {0}",
            (install("npm install --save-dev {0}"),),
        ),
        Rule(
            "jest.snapshot_differs",
            ("toMatchSnapshot", "toMatchInlineSnapshot", "Snapshot `", "obsolete"),
            re.compile(r"expect\(received\)\.toMatch(?:Inline)?Snapshot|Snapshot `.{1,200}` mismatched"),
            "the output differs from the snapshot",
            (advice("if the new output is right: update the snapshots (-u); else correct the code"),),
            derive=_update,
        ),
        Rule(
            "js_tests.timeout",
            ("Exceeded timeout of", "Timeout of ", "Test timed out", "Test timeout of"),
            re.compile(r"(?:Exceeded timeout of|Timeout of|Test timed out in|Test timeout of) (\d+ ?ms)"),
            "a test did not finish within {0}",
            (advice("await what it starts, or call done(); give it more time if it needs it"),),
        ),
        Rule(
            "js_tests.suite_failed",
            ("Test suite failed to run", "Failed Suites"),
            re.compile(r"Test suite failed to run|Failed Suites \d+"),
            "a test file cannot be loaded",
            (advice("read the error below it"),),
        ),
        Rule(
            "playwright.browser_missing",
            ("Executable doesn't exist at",),
            re.compile(r"Executable doesn't exist at (\S{1,300})"),
            "the browser for the tests is not installed",
            (command("npx playwright install", "ask"),),
        ),
        Rule(
            "js_tests.assertion",
            ("expect(", "AssertionError", "● "),
            re.compile(
                r"^\s{0,10}(expect\(.{1,300})|^\s{0,10}(?:Uncaught )?(AssertionError(?: \[\w+\])?: .{1,300})|^\s{2,4}● (?!Console)(.{1,200})"
            ),
            "a test found: {0}",
            (advice("compare what the test expects with what the code returns"),),
        ),
        Rule(
            "js_tests.failed",
            ("failed", "failing", "not ok", "FAIL"),
            re.compile(
                r"^(?: {0,8}(?:Tests|Test Suites|Test Files):? +)([1-9]\d* failed.{0,80})|^\s{0,4}([1-9]\d* failing)"
                r"|^\s{0,12}not ok \d+ (?:- )?(.{0,200})|^ {0,2}FAIL {1,2}(\S{1,200}\.[cm]?[jt]sx?)"
            ),
            "tests failed: {0}",
            (advice("read the first failing test in the output and change the code it tests"),),
        ),
    ),
    (
        *(
            "● ",
            "Tests",
            "failing",
            "not ok",
            "FAIL",
            "expect(",
            "AssertionError",
            "No test",
            "jest",
            "Jest",
            "Preset ",
            "imeout of",
        ),
        *("timed out", "Executable doesn't", "document is not"),
    ),
    ("Traceback (most recent", "INTERNALERROR", "\nE   "),
)

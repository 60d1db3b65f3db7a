"""Failures of Go."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.reworded import nearest
from journeyman.values import Fix
from journeyman.values.fault import advice, command, install

_PLACE = r"^\s{0,4}(?:\./|vet: )?(?P<path>[\w./@-]{1,300}\.go):(?P<line>\d+)(?::\d+)?: "
_COLUMN = r"^(?:\./|vet: )?(?P<path>[\w./@-]{1,300}\.go):(?P<line>\d+):\d+: "


def _command(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return nearest(
        case,
        match[1],
        ("build", "clean", "doc", "env", "fmt", "get", "install", "list", "mod", "run", "test", "vet", "work"),
    )


GO = Table(
    "go",
    (
        Rule(
            "go.package_not_found",
            (
                "no required module provides package",
                "cannot find package",
                "missing go.sum entry",
                "is not in GOROOT",
                "is not in std",
            ),
            re.compile(
                r"no required module provides package ([^\s;]{1,200})|missing go\.sum entry for (?:module providing package |go\.mod file )?([^\s;]{0,200})"
                r"|package (\S{1,200}) is not in (?:GOROOT|std)|cannot find package \"([^\"]{1,200})\""
            ),
            "go does not find the package {0}",
            (command("go mod tidy", "ask", "adds what is imported and missing"), install("go get {0}")),
        ),
        Rule(
            "go.no_module",
            ("go.mod file not found", "cannot find main module", "no Go files in"),
            re.compile(r"go\.mod file not found|cannot find main module|no Go files in (\S{1,300})"),
            "there is no Go module, or no Go file, in this folder",
            (
                command("go mod init example.com/app", "safe", "with the name of your module"),
                advice("or change into the module's folder"),
            ),
        ),
        Rule(
            "go.mod_outdated",
            ("updates to go.mod needed", "go mod tidy", "inconsistent vendoring"),
            re.compile(r"updates to go\.mod needed|inconsistent vendoring|to update it:"),
            "go.mod does not fit the code",
            (command("go mod tidy", "ask"),),
        ),
        Rule(
            "go.unused",
            ("declared and not used", "declared but not used", "imported and not used"),
            re.compile(
                _PLACE
                + r"(?P<what>\S{1,200}.{0,60}(?:declared (?:and|but) not used|imported and not used).{0,100}|(?:declared|imported) and not used: \S+)"
            ),
            "Go does not allow what is not used: {3} ({1}:{2})",
            (advice("remove it, or name it _"),),
        ),
        Rule(
            "go.undefined",
            ("undefined: ", "has no field or method", "undefined ("),
            re.compile(
                _PLACE + r"(?P<what>undefined: \S{1,200}|.{1,200}(?:undefined \(|has no field or method).{0,200})"
            ),
            "{3} ({1}:{2})",
            (advice("check its spelling, its import, and that its name begins with a capital where it is exported"),),
        ),
        Rule(
            "go.type_error",
            (
                "cannot use",
                "cannot convert",
                "mismatched types",
                "not enough arguments",
                "too many arguments",
                "assignment mismatch",
            ),
            re.compile(
                _PLACE
                + r"(?P<what>.{0,200}(?:cannot use|cannot convert|mismatched types|not enough|too many|assignment mismatch).{0,200})"
            ),
            "types do not fit: {3} ({1}:{2})",
            (advice("compare what is given with what is expected"),),
        ),
        Rule(
            "go.syntax_error",
            ("syntax error", "expected '", "missing return"),
            re.compile(_PLACE + r"(?P<what>syntax error: .{1,200}|expected .{1,200}|missing return)"),
            "a file is not valid Go: {3} ({1}:{2})",
            (
                advice("look at that line and the one before it"),
                command("gofmt -l .", "safe", "lists files that cannot be formatted"),
            ),
        ),
        Rule(
            "go.import_cycle",
            ("import cycle not allowed",),
            re.compile(r"import cycle not allowed"),
            "packages import each other in a circle",
            (advice("move what both need into a third package"),),
        ),
        Rule(
            "go.panic",
            ("panic: ", "fatal error: all goroutines"),
            re.compile(r"^panic: (.{1,300})|^fatal error: (all goroutines are asleep.{0,60})"),
            "the program panicked: {0}",
            (advice("the first lines of the stack that are in your own files show where"),),
        ),
        Rule(
            "go.unknown_command",
            ("unknown command",),
            re.compile(r"^go (\w{1,40}): unknown command"),
            "go has no command {0}",
            (command("go help", "safe"),),
            derive=_command,
        ),
        Rule(
            "go.version",
            ("requires go >=", "note: module requires Go"),
            re.compile(r"requires go >= ?([\d.]+)|module requires Go ([\d.]+)"),
            "the module needs a newer Go: {0}",
            (advice("install Go {0} or later"),),
            "critical",
        ),
        Rule(
            "go.compile_error",
            (".go:",),
            re.compile(_COLUMN + r"(?P<what>.{1,300})"),
            "the compiler: {3} ({1}:{2})",
            (advice("correct the line that is named"),),
        ),
        Rule(
            "go.failed",
            ("FAIL", "build failed"),
            re.compile(r"^FAIL\t(\S{1,200})"),
            "go failed in {0}",
            (advice("read the lines above it"),),
        ),
    ),
    (
        "go.mod",
        ".go:",
        "--- FAIL",
        "panic: ",
        "FAIL\t",
        "goroutines",
        "go.sum",
        "GOROOT",
        "is not in std",
        "unknown command",
        "Go files",
        "go mod",
        "main module",
        "import cycle",
    ),
    first=True,
)

GO_TESTS = Table(
    "go_tests",
    (
        Rule(
            "go.test_failed",
            ("_test.go:", "--- FAIL"),
            re.compile(
                r"^\s{1,12}(?P<place>\w{1,100}_test\.go:\d+): (?P<what>.{0,300})|^\s{0,12}--- FAIL: (?P<name>\S{1,200})"
            ),
            "a test failed: {3}{1} {2}",
            (advice("compare what the test expects with what the code returns"),),
        ),
    ),
    ("--- FAIL", "FAIL\t"),
)

"""What failures look like: one row each, tried in this order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from journeyman.values import Diagnosis

Lines = Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A failure: ``literals`` must occur (any of them), then ``pattern`` is searched in each line that has one.

    ``summary`` and ``fixes`` are format strings; ``{0}`` is the pattern's first group that matched.
    """

    code: str
    literals: tuple[str, ...]
    pattern: re.Pattern[str]
    summary: str
    fixes: tuple[str, ...] = ()
    severity: Literal["minor", "moderate", "critical"] = "moderate"

    def find(self, lines: Lines, text: str) -> Diagnosis | None:
        """Return the diagnosis when this is what happened."""
        present = [literal for literal in self.literals if literal in text]
        if not present:
            return None
        for number, line in lines:
            if any(literal in line for literal in present) and (match := self.pattern.search(line)):
                part = next(filter(None, match.groups()), "")
                fixes = tuple(fix.format(part) for fix in self.fixes)
                return Diagnosis(self.code, self.summary.format(part), self.severity, number, fixes)
        return None


RULES: tuple[Rule, ...] = (
    Rule(
        "os.no_space",
        ("No space left on device", "ENOSPC", "Disk quota exceeded"),
        re.compile(r"No space left on device|ENOSPC|Disk quota exceeded"),
        "the disk is full",
        ("free some space, then try again",),
        "critical",
    ),
    Rule(
        "net.port_in_use",
        ("ddress already in use", "EADDRINUSE", "in use"),
        re.compile(
            r"(?:[Aa]ddress already in use|EADDRINUSE)(?:.*?[:\s](\d{2,5})\b)?|[Pp]ort (\d{2,5}) is (?:already )?in use"
        ),
        "the port is in use by another process",
        ("use another port (0 picks a free one)", "stop the process that listens there"),
    ),
    Rule(
        "python.module_not_found",
        ("No module named",),
        re.compile(r"(?:ModuleNotFoundError|ImportError): No module named '?([\w.]+)|: No module named ([\w.]+)$"),
        "a Python module is not installed: {0}",
        ('install it: env.install with packages ["{0}"]',),
    ),
    Rule(
        "pip.no_matching_distribution",
        ("No matching distribution found",),
        re.compile(r"No matching distribution found for ([^\s;]+)"),
        "pip found no version of {0} for this Python",
        ("check the name and the version of {0}", "check that the package index can be reached"),
        "critical",
    ),
    Rule(
        "git.not_a_repository",
        ("not a git repository",),
        re.compile(r"fatal: [Nn]ot a git repository"),
        "this folder is not a git repository",
        ("create one: git.commit with init true",),
    ),
    Rule(
        "sandbox.read_only",
        ("Read-only file system",),
        re.compile(r"(?:'|: |\"|^)([^'\":]+)['\"]?: Read-only file system|Read-only file system"),
        "the sandbox holds this path read-only: {0}",
        ("write inside the workspace", "for commits and tags use git.commit and git.tag"),
    ),
    Rule(
        "net.unreachable",
        (
            "resolve host",
            "name resolution",
            "Network is unreachable",
            "ENOTFOUND",
            "EAI_AGAIN",
            "Name or service not known",
        ),
        re.compile(
            r"[Cc]ould not resolve host|name resolution|Network is unreachable|ENOTFOUND|EAI_AGAIN"
            r"|Name or service not known"
        ),
        "the network cannot be reached from here",
        ("ask for an action with network access", "check the network"),
    ),
    Rule(
        "shell.command_not_found",
        ("command not found", ": not found", "failed to execute"),
        re.compile(r"(?:^|: )([^:\s]+): (?:command )?not found$|failed to execute ([^\s:]+)"),
        "the command is not installed or not on PATH: {0}",
        ("check its spelling", "install it"),
    ),
    Rule(
        "shell.permission_denied",
        ("ermission denied", "EACCES", "Operation not permitted"),
        re.compile(r"[Pp]ermission denied|EACCES|Operation not permitted"),
        "permission was denied",
        ("check owner and mode of the file", "write inside the workspace"),
    ),
    Rule(
        "pytest.tests_failed",
        (" failed", " error"),
        re.compile(r"^(?:=+ )?((?:[1-9]\d* \w+, )*[1-9]\d* (?:failed|errors?)\b.{0,200}?) in [\d.]+s"),
        "tests failed: {0}",
        ("read the first failing test in the output and change the code it tests",),
    ),
)

_FRAME = 'File "'
_EXCEPTION = re.compile(r"^(?:  [+|] )?((?:[A-Za-z_]\w*\.)*([A-Z]\w*))(?:: (.*))?$")
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def exception(lines: Lines, text: str) -> tuple[int, str, str] | None:
    """Return (line number, exception name, message) of the last traceback, or None."""
    if "Traceback (most recent call last)" not in text and _FRAME not in text:
        return None
    started = False
    found = None
    for number, line in lines:
        if line.startswith(("Traceback (most", '  File "')):
            started = True
        elif started and not line.startswith(" ") and (match := _EXCEPTION.match(line)):
            found = (number, match.group(2), match.group(3) or "")
            started = False
    return found


def python_exception(lines: Lines, text: str) -> Diagnosis | None:
    """Return the diagnosis ``python.<exception>`` of the last traceback."""
    found = exception(lines, text)
    if found is None:
        return None
    number, name, message = found
    code = "python." + _WORD.sub("_", name).lower()
    return Diagnosis(code, f"{name}: {message}" if message else name, "moderate", number)


_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("=", re.compile(r"^=+ (?:.*, )?[1-9]\d* (?:failed|errors?)\b.* in [\d.]+s")),
    (" in ", re.compile(r"^(?:[1-9]\d* \w+, )*[1-9]\d* (?:failed|errors?)\b.{0,200} in [\d.]+s")),
    ("::", re.compile(r"^(?:FAILED|ERROR) \S+::")),
    ("FAILED (", re.compile(r"^FAILED \((?:failures|errors)=\d")),
    ("npm ", re.compile(r"^npm (?:ERR!|error) ")),
    ("failed", re.compile(r"^(?:Tests|Test Suites| +Tests):? +[1-9]\d* failed\b")),
    ("failing", re.compile(r"^\s{0,4}[1-9]\d* failing\b")),
    ("***", re.compile(r"^g?make(?:\[\d+\])?: \*\*\* .*Error \d+|^g?make(?:\[\d+\])?: \*\*\* .*Stop\.")),
    ("error TS", re.compile(r"\berror TS\d+: ")),
    ("error: ", re.compile(r"^[^\s:]+:\d+:(?:\d+:)? (?:fatal )?error: |^error(?:\[E\d+\])?: could not compile")),
    ("FAIL", re.compile(r"^--- FAIL: |^FAIL\t")),
    ("ERROR: ", re.compile(r"^ERROR: (?:Could not|No matching|Failed)")),
    ("fatal: ", re.compile(r"^fatal: ")),
    ("not found", re.compile(r"^(?:/bin/)?(?:ba|da|z)?sh: (?:line )?\d+: [^\s:]+: (?:command )?not found$")),
    ("BUILD FAILED", re.compile(r"^BUILD FAILED")),
    ("E: ", re.compile(r"^E: (?:Unable|Package|Could not|Failed)")),
)


def failure_line(lines: Lines, text: str) -> int | None:
    """Return the number of the first line that only a failing run prints, or None."""
    shapes = [(literal, pattern) for literal, pattern in _SHAPES if literal in text]
    for number, line in lines:
        if any(literal in line and pattern.search(line) for literal, pattern in shapes):
            return number
    return _final_traceback(lines, text)


def _final_traceback(lines: Lines, text: str) -> int | None:
    """A traceback counts when nothing but a few lines came after it; earlier ones were handled and logged."""
    found = exception(lines, text)
    last = next((number for number, line in reversed(lines) if line.strip()), 0)
    return found[0] if found and last - found[0] <= 2 else None

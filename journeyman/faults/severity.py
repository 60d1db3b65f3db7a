"""How bad a failure is, by rules that can be told.

- *critical*: security, data at risk, a full disk or memory, or the environment cannot be used: what sets it up failed.
- *minor*: work goes on (a warning, an interruption, a wish for other input), or a fix is known that has proven itself
  and is safe.
- *moderate*: the action failed (the ordinary case).

The rules are asked in that order; a diagnosis that says *critical* itself stays so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from journeyman.faults.case import Case
from journeyman.values import Diagnosis, Severity


@dataclass(frozen=True, slots=True)
class Weight:
    """A rule: codes with ``problem`` in them (and, where given, commands with ``command``) have this severity."""

    severity: Severity
    problem: str
    reason: str
    command: str = ""


RULES: tuple[Weight, ...] = (
    Weight(
        "critical",
        r"\.(?:no_space|disk_full|quota)",
        "the disk is full: nothing can be written, and files may be cut off",
    ),
    Weight(
        "critical",
        r"\.(?:memory|array_too_large|cuda_memory|out_of_memory|killed|heap)",
        "memory ran out: what was running is lost",
    ),
    Weight(
        "critical",
        r"\.(?:input_output|io_error|corrupt\w*|database_file|bad_object|unmerged_data|damaged\w*)",
        "data is at risk: a disk, a database or a repository is damaged",
    ),
    Weight(
        "critical",
        r"\.(?:credentials_exposed|secret\w*|security|host_key\w*|vulnerab\w*|signature\w*)",
        "security: a secret, a key or a signature is concerned",
    ),
    Weight(
        "critical",
        r"\.(?:binary_incompatible|shared_library_missing|library_version\w*|too_many_threads)",
        "the environment cannot be used: a compiled part does not fit it",
    ),
    Weight(
        "critical",
        r"",
        "the environment cannot be used: setting it up failed",
        r"\b(?:pip3?|uv|conda|poetry|npm|pnpm|yarn|apt(?:-get)?|brew|cargo|gem|bundle|composer|mvn|go)\b(?: \S+){0,3}? (?:install|ci|sync|add|i|restore|download|get)\b|\bvenv\b",
    ),
    Weight(
        "critical",
        r"^(?:pip|uv|conda|poetry|apt)\.",
        "the environment cannot be used: a package could not be installed",
    ),
    Weight(
        "minor",
        r"\.(?:interrupted|setting_with_copy|is_with_literal|nothing_to_\w+|already_\w+|up_to_date|no_tests\w*|deprecat\w*|warning\w*)",
        "work goes on: nothing was broken",
    ),
)
_REASONS = {
    "minor": "work can go on",
    "moderate": "the action failed",
    "critical": "the environment cannot be used, or data is at risk",
}


def weigh(case: Case, found: Diagnosis) -> tuple[Severity, str]:
    """Return the severity of ``found``, and why."""
    for rule in RULES:
        if rule.command and not (case.kind == "shell" and re.search(rule.command, case.command[:2000])):
            continue
        if re.search(rule.problem, found.code) and not (found.severity == "critical" and rule.severity == "minor"):
            return rule.severity, found.reason or rule.reason
    return found.severity, found.reason or _REASONS[found.severity]


def proven(found: Diagnosis) -> tuple[Severity, str]:
    """Return the severity of a failure whose best fix has proven itself: *minor*, unless it is critical or unsafe."""
    if found.severity != "critical" and found.fixes and found.fixes[0].safety == "safe":
        return "minor", "a safe fix is known that has worked before"
    return found.severity, found.reason

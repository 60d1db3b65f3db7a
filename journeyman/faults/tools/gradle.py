"""Failures of gradle."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.reworded import nearest
from journeyman.values import Fix
from journeyman.values.fault import advice, command


def _task(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return nearest(
        case, match[1], ("assemble", "build", "check", "clean", "jar", "run", "tasks", "test", "wrapper", "bootRun")
    )


GRADLE = Table(
    "gradle",
    (
        Rule(
            "gradle.task_not_found",
            ("not found in root project", "not found in project", "is ambiguous in"),
            re.compile(r"[Tt]ask '([^']{1,100})' (?:not found|is ambiguous) in"),
            "gradle has no task {0}",
            (command("gradle tasks", "ask", "lists the tasks"),),
            derive=_task,
        ),
        Rule(
            "gradle.no_build",
            ("does not contain a Gradle build",),
            re.compile(r"does not contain a Gradle build"),
            "there is no Gradle build in this folder",
            (advice("change into the project's folder"), command("gradle init", "ask", "makes one")),
        ),
        Rule(
            "gradle.dependency_not_found",
            ("Could not resolve", "Could not find "),
            re.compile(r"^\s{0,8}> Could not (?:resolve|find) (?:all \w+ for )?([\w.:\-' ]{1,200})"),
            "gradle cannot get {0}",
            (advice("check its name and version, and the repositories of the build"),),
            "critical",
        ),
    ),
    (
        "radle",
        "> Could not",
        "in root project",
        "in project",
        "is ambiguous in",
    ),
    first=True,
)

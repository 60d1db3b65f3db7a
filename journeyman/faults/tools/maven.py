"""Failures of maven."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.reworded import nearest
from journeyman.values import Fix
from journeyman.values.fault import advice, command


def _goal(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return nearest(
        case, match[1], ("clean", "compile", "deploy", "install", "package", "site", "test", "validate", "verify")
    )


MAVEN = Table(
    "maven",
    (
        Rule(
            "maven.no_pom",
            ("there is no POM in this directory",),
            re.compile(r"there is no POM in this directory"),
            "there is no pom.xml in this folder",
            (advice("change into the project's folder, or name the file with -f"),),
        ),
        Rule(
            "maven.unknown_phase",
            ("Unknown lifecycle phase", "No plugin found for prefix"),
            re.compile(r"Unknown lifecycle phase \"([^\"]{1,80})\"|No plugin found for prefix '([^']{1,80})'"),
            "maven has no phase or plugin {0}",
            derive=_goal,
        ),
        Rule(
            "maven.dependency_not_found",
            (
                "Could not resolve dependencies",
                "Could not find artifact",
                "Could not transfer artifact",
                "was not found in",
            ),
            re.compile(
                r"Could not (?:find|transfer) artifact ([\w.:-]{1,200})|Could not resolve dependencies for project ([\w.:-]{1,200})"
                r"|([\w.-]{1,100}:[\w.:-]{1,100}) was not found in"
            ),
            "maven cannot get {0}",
            (
                advice("check its name and version in pom.xml, and that the repository can be reached"),
                command("mvn -U compile", "ask"),
            ),
            "critical",
        ),
        Rule(
            "maven.bad_pom",
            ("Non-parseable POM", "Malformed POM", "'dependencies.dependency.version'", "Non-resolvable parent POM"),
            re.compile(
                r"(Non-parseable POM|Malformed POM|Non-resolvable parent POM) ?(\S{0,300})|'(dependencies\.\S{1,100})' (?:for|is)"
            ),
            "pom.xml cannot be used: {1} {2}{3}",
            (advice("look at the line that it names"),),
            "critical",
        ),
    ),
    (
        "rtifact",
        "POM",
        "lifecycle phase",
        "No plugin found",
        "was not found in",
        "resolve dependencies",
        "'dependencies.",
    ),
    first=True,
)

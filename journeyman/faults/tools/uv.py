"""Failures of uv, poetry and other managers of Python environments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.reworded import reworded, with_option
from journeyman.values import Fix
from journeyman.values.fault import advice, command


def _similar(match: re.Match[str], case: Case) -> Sequence[Fix]:
    for _, line in case.holding("a similar", "similar subcommand"):
        if found := re.search(r"similar \w+ exists: '([^']{1,60})'", line):
            return reworded(case, match[1], found[1])
    return ()


def _system(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return with_option(case, "--system", "into the Python of the system")


UV = Table(
    "uv",
    (
        Rule(
            "uv.no_virtualenv",
            ("No virtual environment found",),
            re.compile(r"No virtual environment found"),
            "uv found no virtual environment to install into",
            (command("uv venv", "safe", "then install again"),),
            "critical",
            derive=_system,
        ),
        Rule(
            "uv.package_not_found",
            ("was not found in the package registry", "was not found in the provided package locations"),
            re.compile(r"(?:[Bb]ecause )?([\w.-]{1,80}) was not found in the (?:package registry|provided package)"),
            "there is no package {0}",
            (advice("check the name of {0}"),),
            "critical",
        ),
        Rule(
            "uv.python_version",
            ("does not satisfy Python", "No interpreter found", "requested Python"),
            re.compile(
                r"does not satisfy Python\s?(\S{0,40})|No interpreter found for Python (\S+)|requested Python version"
            ),
            "no Python that fits was found: {0}",
            (
                command("uv python list", "safe"),
                command("uv python install {0}", "ask"),
            ),
            "critical",
        ),
        Rule(
            "uv.dependency_conflict",
            ("No solution found when resolving",),
            re.compile(r"No solution found when resolving"),
            "the requirements exclude each other, or one of them does not exist",
            (advice("read the lines below it: they name the requirements; loosen one of them"),),
            "critical",
        ),
        Rule(
            "uv.lock_outdated",
            ("lockfile", "lock file", "poetry.lock"),
            re.compile(
                r"[Tt]he lockfile at `?(\S{1,200}?)`? needs to be updated"
                r"|pyproject.toml changed significantly since poetry.lock|poetry.lock is not up to date"
            ),
            "the lock file is older than pyproject.toml",
            (command("uv lock", "ask"), command("poetry lock", "ask", "where the project uses poetry")),
            "critical",
        ),
        Rule(
            "uv.no_project",
            ("No `pyproject.toml` found", "could not find a pyproject.toml"),
            re.compile(r"No `pyproject.toml` found|could not find a pyproject.toml"),
            "there is no pyproject.toml here or above",
            (command("uv init", "ask"), advice("change into the project's folder")),
        ),
        Rule(
            "uv.program_not_found",
            ("Failed to spawn",),
            re.compile(r"Failed to spawn: `([^`]{1,100})`"),
            "the environment has no program {0}",
            (command("uv add {0}", "ask", "where the package has the same name"),),
        ),
        Rule(
            "uv.usage",
            ("unrecognized subcommand", "unexpected argument", "required arguments were not provided"),
            re.compile(r"error: (?:unrecognized subcommand|unexpected argument) '([^']{1,80})'"),
            "it does not know {0}",
            (advice("see its --help"),),
            derive=_similar,
        ),
        Rule(
            "uv.build_failed",
            ("Failed to build `", "Failed to download and build"),
            re.compile(r"Failed to (?:download and )?build `([^`]{1,100})`"),
            "a package could not be built from its source: {0}",
            (advice("choose a version that has a wheel, or install what the build asks for above"),),
            "critical",
        ),
    ),
    ("uv", "error: ", "No solution", "No virtual", "poetry", "Failed to", "virtual environment"),
)

"""Failures of pip."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.python.near import near
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.pip_names import KNOWN, OTHER_NAMES
from journeyman.faults.tools.reworded import reworded, with_option
from journeyman.values import Fix
from journeyman.values.fault import advice, command, install

_VERSIONS = re.compile(r"from versions: ([^)]{1,4000})\)")
_NAME = re.compile(r"[\w.-]+")


def _distribution(match: re.Match[str], case: Case) -> Sequence[Fix]:
    wanted = match[1].strip("'\"")
    name = named[0] if (named := _NAME.match(wanted)) else wanted
    for _, line in case.holding("from versions: "):
        found = _VERSIONS.search(line)
        versions = [version.strip() for version in found[1].split(",")] if found and "none" not in found[1] else []
        if versions:
            last = f"{name}=={versions[-1]}"
            return (*reworded(case, wanted, last), install(f"pip install '{last}'", "the newest version there is"))
    right = OTHER_NAMES.get(name.lower()) or next(iter(near(name.lower(), KNOWN, 1)), "")
    if right and right != name:
        return (*reworded(case, wanted, right), install(f"pip install {right}", f"it is called {right}"))
    return ()


def _command(match: re.Match[str], case: Case) -> Sequence[Fix]:
    suggested = re.search(r'maybe you meant "(\w+)"', match.string)
    return reworded(case, match[1], suggested[1]) if suggested else ()


def _externally_managed(match: re.Match[str], case: Case) -> Sequence[Fix]:
    wanted = next((segment for segment in case.segments if "install" in segment.words), None)
    rest = " ".join(wanted.words[wanted.words.index("install") + 1 :]) if wanted else ""
    return (command(f"python3 -m venv .venv && .venv/bin/pip install {rest}".strip(), "ask"),) if rest else ()


def _user(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return with_option(case, "--user", "install for this user only")


def _requirements(match: re.Match[str], case: Case) -> Sequence[Fix]:
    files = [path for path in case.around.files if path.endswith((".txt", ".toml"))]
    return tuple(fix for path in near(match[1], files, 1, at_least=0.5) for fix in reworded(case, match[1], path))


PIP = Table(
    "pip",
    (
        Rule(
            "pip.externally_managed",
            ("externally-managed-environment", "externally managed"),
            re.compile(r"externally-managed-environment|environment is externally managed"),
            "this Python belongs to the operating system, and pip may not install into it",
            (command("python3 -m venv .venv", "safe", "then install with .venv/bin/pip"),),
            "critical",
            derive=_externally_managed,
        ),
        Rule(
            "pip.requirements_not_found",
            ("Could not open requirements file",),
            re.compile(r"Could not open requirements file: .{0,200}'([^']{1,300})'"),
            "pip cannot find the requirements file {0}",
            (advice("check the path {0} and the folder that the command runs in"),),
            "critical",
            derive=_requirements,
        ),
        Rule(
            "pip.hash_mismatch",
            ("DO NOT MATCH THE HASHES", "do not match the hashes"),
            re.compile(r"(?i)do not match the hashes"),
            "a package that pip downloaded does not have the hash that is expected",
            (
                command("pip cache purge", "ask", "then install again: a download may be damaged"),
                advice("if the package was published anew on purpose, write the new hash into the requirements"),
            ),
            "critical",
            "Either the download is damaged, or the file on the index is not the one that was locked.",
        ),
        Rule(
            "pip.hashes_required",
            ("all requirements must have their versions pinned", "Hashes are required"),
            re.compile(r"all requirements must have their versions pinned|Hashes are required"),
            "pip checks hashes here, and a requirement has none",
            (advice("pin every requirement with == and --hash, or install without --require-hashes"),),
            "critical",
        ),
        Rule(
            "pip.dependency_conflict",
            ("ResolutionImpossible", "conflicting dependencies", "conflict is caused by"),
            re.compile(
                r"Cannot install (.{1,300}?) because these package versions have conflicting|ResolutionImpossible"
                r"|conflicting dependencies|conflict is caused by"
            ),
            "the requirements exclude each other: {0}",
            (
                advice("loosen the versions that are asked for, so that pip may choose"),
                advice("remove one of the packages that are in conflict"),
            ),
            "critical",
        ),
        Rule(
            "pip.python_version",
            ("requires a different Python", "Requires-Python", "requires Python"),
            re.compile(
                r"(?:Package )?'?([\w.-]{1,80})'? requires a different Python: (\S+) not in"
                r"|ERROR: Ignored the following versions that require a different python version"
                r"|ERROR: .{0,200}requires Python"
            ),
            "a package does not support this Python: {0}",
            (
                advice("use a Python that it supports, or an older version of the package"),
                command("pip install --upgrade pip", "ask", "an old pip may not see what fits"),
            ),
            "critical",
        ),
        Rule(
            "pip.unreachable",
            ("NewConnectionError", "ReadTimeoutError", "ConnectTimeoutError", "Max retries exceeded", "ProxyError"),
            re.compile(r"NewConnectionError|ReadTimeoutError|ConnectTimeoutError|Max retries exceeded|ProxyError"),
            "pip cannot reach the package index",
            (
                advice("check the network, the proxy, and the index that pip is set to use"),
                command("pip config list", "safe", "shows which index is used"),
            ),
            "critical",
        ),
        Rule(
            "pip.certificate",
            ("CERTIFICATE_VERIFY_FAILED", "SSLError", "SSLCertVerificationError"),
            re.compile(r"CERTIFICATE_VERIFY_FAILED|SSLError\(|SSLCertVerificationError"),
            "the certificate of the package index is not trusted here",
            (
                advice("give pip the certificate of your network: pip config set global.cert PATH"),
                command("pip install --upgrade certifi", "ask"),
            ),
            "critical",
        ),
        Rule(
            "pip.no_matching_distribution",
            ("No matching distribution found", "Could not find a version that satisfies"),
            re.compile(
                r"(?:No matching distribution found for|Could not find a version that satisfies the requirement)"
                r" ([^\s;(]+)"
            ),
            "pip found no version of {0} for this Python",
            (
                advice("check the name and the version of {0}"),
                advice("check that the package index can be reached"),
            ),
            "critical",
            derive=_distribution,
        ),
        Rule(
            "pip.unsupported_wheel",
            ("is not a supported wheel",),
            re.compile(r"ERROR: (\S{1,300}) is not a supported wheel on this platform"),
            "this wheel is for another Python or platform: {0}",
            (advice("install the package by its name, so that pip chooses the wheel"),),
            "critical",
        ),
        Rule(
            "pip.invalid_requirement",
            ("Invalid requirement", "InvalidRequirement"),
            re.compile(r"Invalid requirement: ['\"]?([^'\"\n]{1,200})|InvalidRequirement"),
            "this is not a requirement that pip understands: {0}",
            (advice("write NAME, NAME==1.2 or NAME>=1.2, with quotes around it in the shell"),),
            "critical",
        ),
        Rule(
            "pip.not_a_project",
            ("does not appear to be a Python project", "is not installable", "neither 'setup.py' nor"),
            re.compile(r"does not appear to be a Python project|is not installable|neither 'setup.py' nor"),
            "the folder that pip is to install has neither pyproject.toml nor setup.py",
            (advice("change into the project's folder, or give a package's name"),),
            "critical",
        ),
        Rule(
            "pip.permission_denied",
            ("Could not install packages due to an OSError", "Could not install packages due to an EnvironmentError"),
            re.compile(r"Could not install packages due to an \w+: \[Errno 13\]"),
            "pip may not write where it wants to install",
            (command("python3 -m venv .venv", "safe", "then install with .venv/bin/pip"),),
            "critical",
            derive=_user,
        ),
        Rule(
            "pip.missing_program",
            ("error: command", "pg_config", "Rust compiler", "Microsoft Visual C++"),
            re.compile(
                r"error: command '([\w+./-]{1,80})' failed: No such file|unable to execute '([\w+./-]{1,80})'"
                r"|(pg_config) executable not found|can't find (Rust) compiler|(Microsoft Visual C\+\+) .{1,20} is required"
            ),
            "building a package needs a program that is not installed: {0}",
            (
                advice("install {0}, with the system's package manager"),
                advice("or a version of the package that comes as a wheel: pip install --only-binary :all: NAME"),
            ),
            "critical",
        ),
        Rule(
            "pip.build_failed",
            (
                *("metadata-generation-failed", "Failed building wheel", "failed-wheel-build", "Failed to build"),
                *("subprocess-exited-with-error", "Getting requirements to build wheel"),
            ),
            re.compile(
                r"Failed building wheel for ([\w.-]+)|Failed to build ([\w.-]{1,80})|metadata-generation-failed"
                r"|failed-wheel-build|subprocess-exited-with-error|Getting requirements to build wheel did not run"
            ),
            "a package could not be built from its source: {0}",
            (
                command("pip install --upgrade pip setuptools wheel", "ask", "old build tools are the usual reason"),
                advice("choose a version with a wheel for this Python: pip install --only-binary :all: NAME"),
            ),
            "critical",
        ),
        Rule(
            "pip.unknown_command",
            ("ERROR: unknown command",),
            re.compile(r'ERROR: unknown command "([^"]{1,80})"'),
            "pip has no command {0}",
            (command("pip --help", "safe"),),
            derive=_command,
        ),
        Rule(
            "pip.usage",
            ("no such option", "You must give at least one requirement", "option requires"),
            re.compile(
                r"(no such option: \S+|You must give at least one requirement[^(]{0,40}|\B-\S{1,60} option requires .{1,60})"
            ),
            "pip does not understand the command: {0}",
            (command("pip help install", "safe"),),
        ),
        Rule(
            "pip.not_a_virtualenv",
            ("Could not find an activated virtualenv",),
            re.compile(r"Could not find an activated virtualenv"),
            "pip is set to install into virtual environments only, and none is active",
            (command("python3 -m venv .venv", "safe", "then install with .venv/bin/pip"),),
            "critical",
        ),
    ),
)

"""Failures of yarn, pnpm and bun."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.python.near import near
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.npm_names import KNOWN
from journeyman.faults.tools.reworded import nearest, reworded
from journeyman.values import Fix
from journeyman.values.fault import advice, command

_SCRIPTS = ("build", "dev", "lint", "serve", "start", "test", "watch", "format", "preview", "typecheck")
_SUGGESTED = re.compile(r"Did you mean \"?'?(?:pnpm |yarn |bun )?(?:run )?([\w:.-]{1,80})")


def _script(match: re.Match[str], case: Case) -> Sequence[Fix]:
    wanted = match[1] or match[2] or match[3] or ""
    for _, line in case.holding("Did you mean"):
        if found := _SUGGESTED.search(line):
            return reworded(case, wanted, found[1])
    return nearest(case, wanted, _SCRIPTS)


def _package(match: re.Match[str], case: Case) -> Sequence[Fix]:
    wanted = next(filter(None, match.groups()), "").replace("%2f", "/")
    return tuple(fix for right in near(wanted, KNOWN, 1) for fix in reworded(case, wanted, right))


JS_MANAGERS = Table(
    "js_managers",
    (
        Rule(
            "yarn.script_not_found",
            ("not found", "Couldn't find a script"),
            re.compile(r'^error Command "([\w:.-]{1,80})" not found|Couldn\'t find a script named "([\w:.-]{1,80})"'),
            "package.json has no script {0}",
            (command("yarn run", "safe", "lists the scripts there are"),),
            derive=_script,
        ),
        Rule(
            "yarn.package_not_found",
            ("Couldn't find package", "not found", "Package not found"),
            re.compile(
                r"error Couldn't find package \"([^\"]{1,120})\"|error An unexpected error occurred: \"\S{1,200}/([^/\s]{1,100}): Not found"
                r"|YN0035: .{0,80}?([@\w./-]{1,100})@"
            ),
            "the registry has no package {0}",
            (advice("check the package's name"),),
            "critical",
            derive=_package,
        ),
        Rule(
            "yarn.no_such_version",
            ("Couldn't find any versions",),
            re.compile(r"Couldn't find any versions for \"([^\"]{1,120})\" that matches \"([^\"]{1,80})\""),
            "the registry has no such version: {1} {2}",
            (advice("choose a version that exists"),),
            "critical",
        ),
        Rule(
            "yarn.lock_outdated",
            ("needs to be updated", "YN0028", "lockfile would have been modified"),
            re.compile(r"lockfile needs to be updated|YN0028|lockfile would have been modified"),
            "yarn.lock does not fit package.json",
            (command("yarn install", "ask", "brings the lock file up to date"),),
            "critical",
        ),
        Rule(
            "yarn.engine",
            ("is incompatible with this module",),
            re.compile(r'error (\S{1,120}): The engine "(\w+)" is incompatible'),
            "{1} does not support this version of {2}",
            (
                advice("use a version that it supports, or another version of the package"),
                command("yarn install --ignore-engines", "ask"),
            ),
            "critical",
        ),
        Rule(
            "yarn.integrity",
            ("Integrity check failed", "YN0018"),
            re.compile(r"Integrity check failed|YN0018"),
            "a package's content is not what yarn.lock says",
            (command("yarn cache clean", "ask", "then install again"),),
            "critical",
        ),
        Rule(
            "yarn.no_package_json",
            ("Couldn't find a package.json",),
            re.compile(r"Couldn't find a package\.json"),
            "there is no package.json in this folder",
            (command("yarn init -y", "safe", "makes one"), advice("or change into the project's folder")),
        ),
        Rule(
            "pnpm.script_not_found",
            ("ERR_PNPM_NO_SCRIPT", "Missing script", "ERR_PNPM_RECURSIVE_EXEC_FIRST_FAIL"),
            re.compile(r"Missing script: ([\w:.-]{1,80})|Command \"([\w:.-]{1,80})\" not found"),
            "package.json has no script {0}",
            (command("pnpm run", "safe", "lists the scripts there are"),),
            derive=_script,
        ),
        Rule(
            "pnpm.package_not_found",
            ("ERR_PNPM_FETCH_404",),
            re.compile(r"ERR_PNPM_FETCH_404.{1,20}GET \S{1,200}/([^/\s:]{1,100}): Not Found"),
            "the registry has no package {0}",
            (advice("check the package's name"),),
            "critical",
            derive=_package,
        ),
        Rule(
            "pnpm.lock_outdated",
            ("ERR_PNPM_OUTDATED_LOCKFILE", "ERR_PNPM_LOCKFILE"),
            re.compile(r"ERR_PNPM_OUTDATED_LOCKFILE|ERR_PNPM_LOCKFILE\w*"),
            "pnpm-lock.yaml does not fit package.json",
            (command("pnpm install --no-frozen-lockfile", "ask", "brings the lock file up to date"),),
            "critical",
        ),
        Rule(
            "pnpm.peer_conflict",
            ("ERR_PNPM_PEER_DEP_ISSUES",),
            re.compile(r"ERR_PNPM_PEER_DEP_ISSUES"),
            "packages ask for versions of another package that exclude each other",
            (advice("choose versions that fit each other: the lines below name them"),),
            "critical",
        ),
        Rule(
            "pnpm.no_package_json",
            ("ERR_PNPM_NO_IMPORTER_MANIFEST_FOUND", "ERR_PNPM_NO_PKG_MANIFEST"),
            re.compile(r"ERR_PNPM_NO_(?:IMPORTER_MANIFEST_FOUND|PKG_MANIFEST)"),
            "there is no package.json in this folder",
            (command("pnpm init", "safe", "makes one"), advice("or change into the project's folder")),
        ),
        Rule(
            "pnpm.no_such_version",
            ("ERR_PNPM_NO_MATCHING_VERSION",),
            re.compile(r"ERR_PNPM_NO_MATCHING_VERSION\w* {0,4}No matching version found for (\S{1,160})"),
            "the registry has no such version: {0}",
            (advice("choose a version that exists"),),
            "critical",
        ),
        Rule(
            "pnpm.engine",
            ("ERR_PNPM_UNSUPPORTED_ENGINE",),
            re.compile(r"ERR_PNPM_UNSUPPORTED_ENGINE"),
            "the project does not support this version of Node.js or pnpm",
            (advice("use the version that package.json names under engines"),),
            "critical",
        ),
        Rule(
            "bun.script_not_found",
            ("Script not found", "Module not found"),
            re.compile(r'error: (?:Script|Module) not found "([^"]{1,120})"'),
            "bun found neither a script nor a file {0}",
            (command("bun run", "safe", "lists the scripts there are"),),
            derive=_script,
        ),
        Rule(
            "bun.package_not_found",
            ("failed to resolve", "- 404"),
            re.compile(
                r"error: (?:GET \S{1,200}/)?([@\w.-]{1,100})@?\S{0,60} failed to resolve|error: GET \S{1,200}/([\w.-]{1,100}) - 404"
            ),
            "the registry has no package {0}",
            (advice("check the package's name and version"),),
            "critical",
            derive=_package,
        ),
        Rule(
            "pnpm.other",
            ("ERR_PNPM_",),
            re.compile(r"(ERR_PNPM_\w{2,60})\s{0,4}(.{0,200})"),
            "pnpm failed: {2} ({1})",
            (advice("the message says what it misses"),),
        ),
    ),
    (
        "yarn",
        "YN00",
        "error Command",
        "error Couldn't",
        "ERR_PNPM",
        "error An unexpected",
        "Missing script",
        "bun",
        "not found",
    ),
)

JS_MANAGERS_LIFECYCLE = Table(
    "js_managers_lifecycle",
    (
        Rule(
            "yarn.script_failed",
            ("error Command failed", "ELIFECYCLE", "error: script"),
            re.compile(
                r'^error Command failed|ELIFECYCLE.{1,10}(?:Command failed|Test failed)|^error: script "([\w:-]+)" exited'
            ),
            "a script of package.json failed: {0}",
            (advice("read what the script printed before these lines"),),
        ),
    ),
)

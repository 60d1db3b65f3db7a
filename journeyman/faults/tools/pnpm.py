"""Failures of pnpm."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.js_words import near_package, near_script
from journeyman.values.fault import advice, command

PNPM = Table(
    "pnpm",
    (
        Rule(
            "pnpm.script_not_found",
            ("ERR_PNPM_NO_SCRIPT", "Missing script", "ERR_PNPM_RECURSIVE_EXEC_FIRST_FAIL"),
            re.compile(r"Missing script: ([\w:.-]{1,80})|Command \"([\w:.-]{1,80})\" not found"),
            "package.json has no script {0}",
            (command("pnpm run", "safe", "lists the scripts there are"),),
            derive=near_script,
        ),
        Rule(
            "pnpm.package_not_found",
            ("ERR_PNPM_FETCH_404",),
            re.compile(r"ERR_PNPM_FETCH_404.{1,20}GET \S{1,200}/([^/\s:]{1,100}): Not Found"),
            "the registry has no package {0}",
            (advice("check the package's name"),),
            "critical",
            derive=near_package,
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
            "pnpm.other",
            ("ERR_PNPM_",),
            re.compile(r"(ERR_PNPM_\w{2,60})\s{0,4}(.{0,200})"),
            "pnpm failed: {2} ({1})",
            (advice("the message says what it misses"),),
        ),
    ),
    (
        "ERR_PNPM_",
        "Missing script",
        "not found",
    ),
)

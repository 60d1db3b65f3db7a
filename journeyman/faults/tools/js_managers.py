"""Failures of yarn; and the scripts that yarn, pnpm and bun run."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.js_words import near_package, near_script
from journeyman.values.fault import advice, command

JS_MANAGERS = Table(
    "js_managers",
    (
        Rule(
            "yarn.script_not_found",
            ("not found", "Couldn't find a script"),
            re.compile(r'^error Command "([\w:.-]{1,80})" not found|Couldn\'t find a script named "([\w:.-]{1,80})"'),
            "package.json has no script {0}",
            (command("yarn run", "safe", "lists the scripts there are"),),
            derive=near_script,
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
            derive=near_package,
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

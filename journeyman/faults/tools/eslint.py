"""Findings of eslint."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.own_repair import own_repair
from journeyman.values import Fix
from journeyman.values.fault import advice, command, install


def _eslint_fix(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return own_repair(case, "eslint", "npx eslint . --fix")


ESLINT = Table(
    "eslint",
    (
        Rule(
            "eslint.no_settings",
            ("couldn't find a configuration file", "couldn't find an eslint.config", "No ESLint configuration found"),
            re.compile(r"ESLint couldn't find an? (?:configuration file|eslint\.config)|No ESLint configuration found"),
            "eslint has no settings here",
            (
                command("npm init @eslint/config", "ask", "asks what you want and writes them"),
                advice("eslint 9 reads eslint.config.js, older ones .eslintrc.*"),
            ),
        ),
        Rule(
            "eslint.plugin_not_found",
            ("couldn't find the plugin", "couldn't find the config", "Failed to load plugin", "Failed to load parser"),
            re.compile(
                r"couldn't find the (?:plugin|config) \"([^\"]{1,100})\"|Failed to load (?:plugin|parser) '([^']{1,100})'"
            ),
            "eslint's settings name something that is not installed: {0}",
            (install("npm install --save-dev {0}"),),
        ),
        Rule(
            "eslint.rule_not_found",
            ("Definition for rule",),
            re.compile(r"Definition for rule '([^']{1,100})' not found"),
            "eslint's settings name a rule that does not exist: {0}",
            (advice("check the rule's name, and that its plugin is loaded"),),
        ),
        Rule(
            "eslint.bad_settings",
            ("Configuration for rule", "is invalid:", "Unexpected top-level property"),
            re.compile(
                r"Configuration for rule \"([^\"]{1,100})\" is invalid|ESLint configuration in .{1,300} is invalid"
            ),
            "eslint's settings are not valid: {0}",
            (advice("look at the rule's options in its documentation"),),
        ),
        Rule(
            "eslint.no_files",
            ("No files matching the pattern", "all of the files matching"),
            re.compile(
                r"No files matching the pattern \"?'?([^\"'\s]{1,200})|all of the files matching .{1,200} are ignored"
            ),
            "eslint found no files: {0}",
            (advice("check the path, the extension, and what is ignored"),),
        ),
        Rule(
            "eslint.parse_error",
            ("Parsing error",),
            re.compile(r"^\s{1,8}(\d+):\d+\s{1,4}error\s{1,4}Parsing error: (.{1,200})"),
            "eslint cannot read a file: {2} (line {1})",
            (advice("correct the syntax there, or set the parser for it (TypeScript, JSX)"),),
        ),
        Rule(
            "eslint.problems",
            ("error",),
            re.compile(r"^\s{1,8}(\d+):\d+\s{1,4}error\s{1,4}(.{1,200}?)\s{2,}([@\w/-]{2,80})$"),
            "eslint: {2} ({3}, line {1})",
            (advice("change the line, or the rule in eslint's settings"),),
            derive=_eslint_fix,
        ),
    ),
    (
        "error  ",
        "ESLint",
        "Parsing error",
        "Definition for rule",
        "Configuration for rule",
        "No files matching",
        "all of the files",
        "Failed to load p",
        "Unexpected top-level",
    ),
    first=True,
)

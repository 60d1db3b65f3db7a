"""Failures of the shell itself: programs that are not there, permissions."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.values.fault import advice

SHELL = Table(
    "shell",
    (
        Rule(
            "shell.command_not_found",
            ("command not found", ": not found", "failed to execute"),
            re.compile(r"(?:^|: )([^:\s]+): (?:command )?not found$|failed to execute ([^\s:]+)"),
            "the command is not installed or not on PATH: {0}",
            (
                advice("check its spelling"),
                advice("install it"),
            ),
        ),
        Rule(
            "shell.permission_denied",
            ("ermission denied", "EACCES", "Operation not permitted"),
            re.compile(r"[Pp]ermission denied|EACCES|Operation not permitted"),
            "permission was denied",
            (
                advice("check owner and mode of the file"),
                advice("write inside the workspace"),
            ),
        ),
    ),
)

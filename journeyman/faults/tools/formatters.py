"""Findings of black, isort and prettier."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.reworded import reworded
from journeyman.values import Fix
from journeyman.values.fault import advice, command


def _without_check(match: re.Match[str], case: Case) -> Sequence[Fix]:
    for option in ("--check-only", "--check", "--diff"):
        if fixed := reworded(case, option, ""):
            return tuple(command(" ".join(fix.command.split()), "safe", "rewrites the files") for fix in fixed)
    return ()


def _prettier(match: re.Match[str], case: Case) -> Sequence[Fix]:
    for option in ("--check", "-c", "--list-different", "-l"):
        if fixed := reworded(case, option, "--write"):
            return tuple(command(fix.command, "safe", "rewrites the files") for fix in fixed)
    return (command("npx prettier --write .", "safe", "rewrites the files"),)


FORMATTERS = Table(
    "formatters",
    (
        Rule(
            "black.cannot_format",
            ("cannot format", "cannot parse"),
            re.compile(r"^error: cannot (?:format|parse):? (\S{1,300}?)(?:: (.{1,200})|$)"),
            "black cannot read {1}: {2}",
            (advice("correct the syntax there first"),),
        ),
        Rule(
            "black.would_reformat",
            ("would reformat", "would be reformatted"),
            re.compile(r"^(?:would reformat |Would reformat: )(\S{1,300})|\b(\d{1,6} files?) would be reformatted"),
            "files are not formatted: {0}",
            (command("black .", "safe", "rewrites the files; ruff format . where the project uses ruff"),),
            derive=_without_check,
        ),
        Rule(
            "isort.unsorted",
            ("Imports are incorrectly sorted",),
            re.compile(r"^ERROR: (\S{1,300}) Imports are incorrectly sorted"),
            "imports are not sorted: {0}",
            (command("isort .", "safe", "rewrites the files"),),
            derive=_without_check,
        ),
        Rule(
            "prettier.unformatted",
            ("[warn]", "Code style issues"),
            re.compile(r"^\[warn\] (\S{1,300}\.\w{1,10})$|Code style issues (?:found|in)"),
            "files are not formatted: {0}",
            derive=_prettier,
        ),
        Rule(
            "prettier.syntax_error",
            ("[error]",),
            re.compile(r"^\[error\] (\S{1,300}): (SyntaxError: .{1,200})"),
            "prettier cannot read {1}: {2}",
            (advice("correct the syntax there first"),),
        ),
        Rule(
            "prettier.no_parser",
            ("No parser could be inferred",),
            re.compile(r"No parser could be inferred for (?:file )?\"?([^\"\s]{1,300})"),
            "prettier does not know the kind of this file: {0}",
            (advice("name a parser with --parser, or ignore the file"),),
        ),
    ),
    (
        "would ",
        "cannot format",
        "cannot parse",
        "incorrectly sorted",
        "[warn]",
        "[error]",
        "Code style",
        "No parser",
    ),
    first=True,
)

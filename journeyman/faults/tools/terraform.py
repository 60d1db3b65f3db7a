"""Failures of terraform."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.reworded import nearest, reworded
from journeyman.values import Fix
from journeyman.values.fault import advice, command

_TERRAFORM = (
    "apply",
    "console",
    "destroy",
    "fmt",
    "get",
    "graph",
    "import",
    "init",
    "output",
    "plan",
    "providers",
    "refresh",
    "show",
    "state",
    "taint",
    "test",
    "validate",
    "version",
    "workspace",
)


def _subcommand(match: re.Match[str], case: Case) -> Sequence[Fix]:
    for _, line in case.holding("Did you mean"):
        if hint := re.search(r"Did you mean \"([\w-]{1,40})\"", line):
            return reworded(case, match[1], hint[1])
    return nearest(case, match[1], _TERRAFORM)


def _init_first(match: re.Match[str], case: Case) -> Sequence[Fix]:
    plain = case.kind == "shell" and case.command.strip() and "init" not in case.command
    return (command(f"terraform init && {case.command.strip()}", "ask"),) if plain else ()


TERRAFORM = Table(
    "terraform",
    (
        Rule(
            "terraform.not_initialised",
            ("terraform init",),
            re.compile(
                r"(?:Inconsistent dependency lock file|Backend initialization required|Module not installed|Required plugins are not installed|Missing required provider|[Rr]un:? \"?terraform init)"
            ),
            "the folder is not prepared for terraform",
            (command("terraform init", "ask"),),
            "critical",
            derive=_init_first,
        ),
        Rule(
            "terraform.locked",
            ("Error acquiring the state lock",),
            re.compile(r"Error acquiring the state lock"),
            "another run of terraform holds the state",
            (advice("wait for it; only when none runs any more: terraform force-unlock ID"),),
        ),
        Rule(
            "terraform.unknown_command",
            ("Terraform has no command named",),
            re.compile(r"Terraform has no command named \"([\w-]{1,40})\""),
            "terraform has no command {0}",
            derive=_subcommand,
        ),
        Rule(
            "terraform.no_files",
            ("No configuration files", "no Terraform configuration files"),
            re.compile(r"No configuration files|no Terraform configuration files"),
            "there are no .tf files in this folder",
            (advice("change into the folder that has them, or use -chdir=FOLDER"),),
        ),
    ),
    (
        "erraform",
        "No configuration files",
        "Error acquiring",
    ),
)

TERRAFORM_ERRORS = Table(
    "terraform_errors",
    (
        Rule(
            "terraform.error",
            ("Error: ",),
            re.compile(
                r"^(?:[│|] )?Error: ((?:Unsupported|Invalid|Missing|Reference to|Unclosed|Argument|Duplicate|Failed to|Error|No valid|Unreadable|Incorrect|Provider|Could not|Insufficient|Extraneous).{0,200})"
            ),
            "terraform: {0}",
            (advice("the lines below it name file and line"),),
        ),
    ),
    ("│ Error: ", "╷", ".tf line ", "erraform"),
)

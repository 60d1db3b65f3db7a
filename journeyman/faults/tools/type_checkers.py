"""Findings of mypy and pyright."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.rule import Rule, Table
from journeyman.values import Fix
from journeyman.values.fault import advice, command, install


def _stubs(match: re.Match[str], case: Case) -> Sequence[Fix]:
    for _, line in case.holding("python3 -m pip install types-", "python -m pip install types-"):
        if found := re.search(r"(types-[\w.-]{1,80})", line):
            return (install(f"pip install {found[1]}"),)
    return (command("mypy --install-types --non-interactive", "ask"),)


TYPE_CHECKERS = Table(
    "type_checkers",
    (
        Rule(
            "mypy.stubs_missing",
            ("Library stubs not installed", "[import-untyped]"),
            re.compile(r"error: (?:Library stubs not installed for \"([^\"]{1,80})\"|.{1,100}missing library stubs)"),
            "mypy has no types of {0}",
            derive=_stubs,
        ),
        Rule(
            "mypy.module_not_found",
            ("Cannot find implementation or library stub",),
            re.compile(r"error: Cannot find implementation or library stub for module named \"([^\"]{1,80})\""),
            "mypy does not find the module {0}",
            (
                install("pip install {0}", "into the environment that mypy runs in"),
                advice("or set ignore_missing_imports for it"),
            ),
        ),
        Rule(
            "mypy.type_error",
            (".py:",),
            re.compile(r"^(\S{1,300}\.pyi?):(\d+)(?::\d+)?: error: (.{1,300}?)(?:  \[([\w-]{1,60})\])?$"),
            "mypy: {3} ({1}:{2})",
            (advice("change the value, or the type that is written"),),
        ),
        Rule(
            "pyright.type_error",
            (" - error: ",),
            re.compile(r"^\s{0,4}(\S{1,300}\.pyi?):(\d+):\d+ - error: (.{1,300})"),
            "pyright: {3} ({1}:{2})",
            (advice("change the value, or the type that is written"),),
        ),
    ),
    (".py",),
    first=True,
)

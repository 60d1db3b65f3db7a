"""Findings of ruff, flake8 and pylint."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.own_repair import own_repair
from journeyman.values import Fix
from journeyman.values.fault import advice

_RUFF_SHORT = r"^(?P<path>[^\s:]{1,300}\.(?:pyi?|ipynb)):(?:cell \d+:)?(?P<line>\d+):(?P<column>\d+): "


def _ruff_fix(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return own_repair(case, "ruff", "ruff check --fix .")


LINTERS = Table(
    "linters",
    (
        Rule(
            "ruff.bad_settings",
            ("Failed to parse", "unknown field", "ruff failed"),
            re.compile(
                r"^\s{0,8}(?:Cause: )?(?:Failed to parse (\S{1,200}\.toml).{0,200}|unknown field `([^`]{1,60})`.{0,100})"
            ),
            "ruff's settings cannot be read: {0}",
            (advice("look at the line that it names"),),
        ),
        Rule(
            "ruff.invalid_syntax",
            ("invalid-syntax", "E999", "SyntaxError: "),
            re.compile(_RUFF_SHORT + r"(?:invalid-syntax:|E999|SyntaxError:) ?(?P<text>.{1,200})"),
            "a file is not valid Python: {4} ({1}:{2})",
            (advice("look at that line and the one before it"),),
        ),
        Rule(
            "ruff.problems",
            (".py", ".ipynb"),
            re.compile(_RUFF_SHORT + r"(?P<rule>[A-Z]{1,5}\d{2,4}) (?:\[\*\] )?(?P<text>.{1,200})"),
            "{4}: {5} ({1}:{2})",
            (advice("change the line, or the rule in the linter's settings"),),
            derive=_ruff_fix,
        ),
        Rule(
            "ruff.problems",
            ("[*] ", "-->"),
            re.compile(r"^([A-Z]{1,5}\d{2,4}) (?:\[\*\] )?(.{1,200})$"),
            "{1}: {2}",
            (advice("change the line, or the rule in the linter's settings"),),
            derive=_ruff_fix,
        ),
        Rule(
            "pylint.problems",
            (".py:",),
            re.compile(r"^(\S{1,300}\.py):(\d+):\d+: ([EF]\d{4}): (.{1,200})"),
            "pylint: {4} ({1}:{2})",
            (advice("change the line, or the message in pylint's settings"),),
        ),
    ),
    (
        ".py",
        ".ipynb",
        "Failed to parse",
        "unknown field",
    ),
    first=True,
)

"""Failures of Python modules that are not installed, where no traceback tells more."""

from __future__ import annotations

import re

from journeyman.faults.case import Case
from journeyman.faults.python.distributions import distribution
from journeyman.faults.rule import Rule, Table
from journeyman.values import Fix
from journeyman.values.fault import install


def _install(match: re.Match[str], case: Case) -> tuple[Fix, ...]:
    return (install(f"pip install {distribution(match[1] or match[2])}"),)


PYTHON_MODULES = Table(
    "python_modules",
    (
        Rule(
            "python.module_not_found",
            ("No module named",),
            re.compile(r"(?:ModuleNotFoundError|ImportError): No module named '?([\w.]+)|: No module named ([\w.]+)$"),
            "a Python module is not installed: {0}",
            derive=_install,
        ),
    ),
)

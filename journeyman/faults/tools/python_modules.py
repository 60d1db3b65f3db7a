"""Failures of Python modules that are not installed."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.values.fault import advice

PYTHON_MODULES = Table(
    "python_modules",
    (
        Rule(
            "python.module_not_found",
            ("No module named",),
            re.compile(r"(?:ModuleNotFoundError|ImportError): No module named '?([\w.]+)|: No module named ([\w.]+)$"),
            "a Python module is not installed: {0}",
            (advice('install it: env.install with packages ["{0}"]'),),
        ),
    ),
)

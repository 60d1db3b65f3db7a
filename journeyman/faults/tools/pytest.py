"""Failures of pytest."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.values.fault import advice

PYTEST = Table(
    "pytest",
    (
        Rule(
            "pytest.tests_failed",
            (" failed", " error"),
            re.compile(r"^(?:=+ )?((?:[1-9]\d* \w+, )*[1-9]\d* (?:failed|errors?)\b.{0,200}?) in [\d.]+s"),
            "tests failed: {0}",
            (advice("read the first failing test in the output and change the code it tests"),),
        ),
    ),
)

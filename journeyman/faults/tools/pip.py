"""Failures of pip and uv."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.values.fault import advice

PIP = Table(
    "pip",
    (
        Rule(
            "pip.no_matching_distribution",
            ("No matching distribution found",),
            re.compile(r"No matching distribution found for ([^\s;]+)"),
            "pip found no version of {0} for this Python",
            (
                advice("check the name and the version of {0}"),
                advice("check that the package index can be reached"),
            ),
            "critical",
        ),
    ),
)

"""Failures of git."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.values.fault import advice

GIT = Table(
    "git",
    (
        Rule(
            "git.not_a_repository",
            ("not a git repository",),
            re.compile(r"fatal: [Nn]ot a git repository"),
            "this folder is not a git repository",
            (advice("create one: git.commit with init true"),),
        ),
    ),
)

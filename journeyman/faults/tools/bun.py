"""Failures of bun."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.js_words import near_package, near_script
from journeyman.values.fault import advice, command

BUN = Table(
    "bun",
    (
        Rule(
            "bun.script_not_found",
            ("Script not found", "Module not found"),
            re.compile(r'error: (?:Script|Module) not found "([^"]{1,120})"'),
            "bun found neither a script nor a file {0}",
            (command("bun run", "safe", "lists the scripts there are"),),
            derive=near_script,
        ),
        Rule(
            "bun.package_not_found",
            ("failed to resolve", "- 404"),
            re.compile(
                r"error: (?:GET \S{1,200}/)?([@\w.-]{1,100})@?\S{0,60} failed to resolve|error: GET \S{1,200}/([\w.-]{1,100}) - 404"
            ),
            "the registry has no package {0}",
            (advice("check the package's name and version"),),
            "critical",
            derive=near_package,
        ),
    ),
    ("error: ",),
)

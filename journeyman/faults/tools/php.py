"""Failures of PHP and composer."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.values.fault import advice

PHP = Table(
    "php",
    (
        Rule(
            "php.parse_error",
            ("arse error", "atal error"),
            re.compile(r"^(?:PHP )?Parse error: {1,2}(.{1,300}) in (\S{1,300}) on line (\d+)"),
            "a file is not valid PHP: {1} ({2}:{3})",
            (advice("look at that line and the one before it"),),
        ),
        Rule(
            "php.fatal_error",
            ("atal error: ",),
            re.compile(r"^(?:PHP )?Fatal error: {1,2}(.{1,300}?) in (\S{1,300}?):?(?: on line )?(\d+)"),
            "a PHP program failed: {1} ({2}:{3})",
            (advice("correct the line that is named, or install what it misses (composer install)"),),
        ),
        Rule(
            "composer.unresolvable",
            ("Your requirements could not be resolved",),
            re.compile(r"Your requirements could not be resolved"),
            "composer finds no versions that fit each other",
            (advice("the problems below it name the packages: loosen one of them"),),
            "critical",
        ),
        Rule(
            "composer.no_manifest",
            ("Composer could not find a composer.json",),
            re.compile(r"could not find a composer\.json"),
            "there is no composer.json in this folder",
            (advice("change into the project's folder"),),
        ),
    ),
    (
        "arse error",
        "atal error",
        "requirements could not",
        "composer.json",
    ),
)

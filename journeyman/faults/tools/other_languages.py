"""Failures of Perl and Swift, briefly."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.values.fault import advice

OTHER_LANGUAGES = Table(
    "other_languages",
    (
        Rule(
            "perl.module_not_found",
            ("Can't locate",),
            re.compile(r"Can't locate (\S{1,150})\.pm in @INC"),
            "Perl does not find the module {0}",
            (advice("install it with cpan, or as a package of the system"),),
        ),
        Rule(
            "swift.compile_error",
            (".swift:",),
            re.compile(r"^(\S{1,300}\.swift):(\d+):\d+: error: (.{1,300})"),
            "the compiler: {3} ({1}:{2})",
            (advice("correct the line that is named"),),
        ),
    ),
    (
        "Can't locate",
        ".swift:",
    ),
)

"""Failures of meson, configure and autoconf."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.system_packages import system_package
from journeyman.values.fault import advice, command, install

MESON = Table(
    "meson",
    (
        Rule(
            "meson.dependency_not_found",
            ("ERROR: Dependency", "ERROR: Program", "ERROR: Pkg-config"),
            re.compile(r"ERROR: (?:Dependency|Program) [\"']?([\w+.-]{1,80})[\"']? (?:not found|is required)"),
            "the build needs {0}, and does not find it",
            (advice("install its development package"),),
            "critical",
            derive=system_package,
        ),
        Rule(
            "meson.error",
            ("meson.build:", "ERROR: Neither"),
            re.compile(r"meson\.build:\d+:\d+: ERROR: (.{1,300})|(Neither source directory .{1,200})"),
            "meson failed: {0}",
            (advice("the log meson-logs/meson-log.txt says more"),),
        ),
        Rule(
            "configure.error",
            ("onfigure: error: ",),
            re.compile(
                r"configure: error: (?:(?:lib)?([\w+.-]{1,40}) (?:not found|is required|library|headers?)|)(.{0,300})"
            ),
            "configure stopped: {1} {2}",
            (advice("install what it asks for; config.log says what was tried"),),
            "critical",
            derive=system_package,
        ),
        Rule(
            "autoconf.macro_not_found",
            ("possibly undefined macro", "required file"),
            re.compile(r"error: possibly undefined macro: (\S{1,80})|error: required file '([^']{1,200})' not found"),
            "autoconf misses a macro or file: {0}",
            (command("autoreconf -fi", "ask"), install("sudo apt-get install -y autoconf automake libtool pkg-config")),
        ),
    ),
    (
        "ERROR: ",
        "onfigure: error",
        "undefined macro",
        "required file",
    ),
)

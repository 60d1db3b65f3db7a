"""Failures of ninja and bazel."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.values.fault import advice, command

NINJA = Table(
    "ninja",
    (
        Rule(
            "ninja.no_build_file",
            ("loading 'build.ninja'",),
            re.compile(r"ninja: error: loading 'build\.ninja'"),
            "there is no build.ninja in this folder",
            (advice("configure first (cmake -B build -G Ninja), then: ninja -C build"),),
        ),
        Rule(
            "ninja.unknown_target",
            ("ninja: error: unknown target", "missing and no known rule"),
            re.compile(
                r"ninja: error: unknown target '([^']{1,200})'|'([^']{1,300})', needed by .{1,300}, missing and no known rule"
            ),
            "ninja does not know how to make {0}",
            (command("ninja -t targets", "safe", "lists the targets"),),
        ),
        Rule(
            "ninja.error",
            ("ninja: error: ",),
            re.compile(r"ninja: error: (.{1,300})"),
            "ninja failed: {0}",
            (advice("configure the build folder anew"),),
        ),
        Rule(
            "bazel.error",
            ("ERROR: ",),
            re.compile(r"^ERROR: (\S{1,300}BUILD(?:\.bazel)?:\d+:\d+: .{1,300}|no such (?:package|target) .{1,200})"),
            "bazel failed: {0}",
            (advice("read the lines below it"),),
        ),
    ),
    (
        "ninja",
        "BUILD",
        "no such package",
        "no such target",
    ),
)

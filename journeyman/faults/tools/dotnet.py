"""Failures of .NET."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.values.fault import advice, command

DOTNET = Table(
    "dotnet",
    (
        Rule(
            "dotnet.no_project",
            ("MSB1003", "MSB1009"),
            re.compile(r"MSB1003|MSB1009"),
            "there is no project or solution in this folder",
            (advice("change into the project's folder, or name the project file"),),
        ),
        Rule(
            "dotnet.package_not_found",
            ("NU1101", "NU1102", "NU1103"),
            re.compile(r"error (NU110\d): (.{1,200})"),
            "a package cannot be found: {2}",
            (advice("check its name, its version and the sources (dotnet nuget list source)"),),
            "critical",
        ),
        Rule(
            "dotnet.sdk_not_found",
            (
                "NETSDK1045",
                "compatible .NET SDK was not found",
                "You must install or update .NET",
                "No .NET SDKs were found",
            ),
            re.compile(
                r"NETSDK1045|compatible \.NET SDK was not found|must install or update \.NET|No \.NET SDKs were found"
            ),
            "the project needs a .NET that is not installed",
            (
                command("dotnet --list-sdks", "safe", "shows what is installed"),
                advice("install the one that is named, or change global.json"),
            ),
            "critical",
        ),
        Rule(
            "dotnet.compile_error",
            ("error CS", "error FS", "error BC", "error MSB"),
            re.compile(
                r"^\s{0,8}(\S[^(\n]{0,300}?)(?:\((\d+),\d+\))?\s?: error ((?:CS|FS|BC|MSB)\d{4}): (.{1,300}?)(?: \[|$)"
            ),
            "the compiler: {4} ({3}, {1}:{2})",
            (advice("correct the line that is named"),),
        ),
    ),
    (
        "MSB1",
        "NU110",
        "NETSDK",
        ".NET",
        "error CS",
        "error FS",
        "error MSB",
        "error BC",
    ),
)

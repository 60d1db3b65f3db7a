"""Failures of the disk, the network, ports, and what the sandbox holds."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.values.fault import advice

SYSTEM = Table(
    "system",
    (
        Rule(
            "os.no_space",
            ("No space left on device", "ENOSPC", "Disk quota exceeded"),
            re.compile(r"No space left on device|ENOSPC|Disk quota exceeded"),
            "the disk is full",
            (advice("free some space, then try again"),),
            "critical",
        ),
        Rule(
            "net.port_in_use",
            ("ddress already in use", "EADDRINUSE", "in use"),
            re.compile(
                r"(?:[Aa]ddress already in use|EADDRINUSE)(?:.*?[:\s](\d{2,5})\b)?"
                r"|[Pp]ort (\d{2,5}) is (?:already )?in use"
            ),
            "the port is in use by another process",
            (
                advice("use another port (0 picks a free one)"),
                advice("stop the process that listens there"),
            ),
        ),
        Rule(
            "net.unreachable",
            (
                "resolve host",
                "name resolution",
                "Network is unreachable",
                "ENOTFOUND",
                "EAI_AGAIN",
                "Name or service not known",
            ),
            re.compile(
                r"[Cc]ould not resolve host|name resolution|Network is unreachable|ENOTFOUND|EAI_AGAIN"
                r"|Name or service not known"
            ),
            "the network cannot be reached from here",
            (
                advice("ask for an action with network access"),
                advice("check the network"),
            ),
        ),
        Rule(
            "sandbox.read_only",
            ("Read-only file system",),
            re.compile(r"(?:'|: |\"|^)([^'\":]+)['\"]?: Read-only file system|Read-only file system"),
            "the sandbox holds this path read-only: {0}",
            (
                advice("write inside the workspace"),
                advice("for commits and tags use git.commit and git.tag"),
            ),
        ),
    ),
)

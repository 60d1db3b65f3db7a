"""Failures of docker compose."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.values.fault import advice, command

COMPOSE = Table(
    "compose",
    (
        Rule(
            "compose.no_file",
            ("no configuration file provided", "Can't find a suitable configuration file", "no such file or directory"),
            re.compile(
                r"no configuration file provided: not found|Can't find a suitable configuration file|open \S{0,300}compose\S{0,40}: no such file"
            ),
            "there is no compose file in this folder",
            (advice("change into the folder that has it, or name it with -f"),),
        ),
        Rule(
            "compose.no_service",
            ("no such service",),
            re.compile(r"no such service: (\S{1,100})"),
            "the compose file has no service {0}",
            (command("docker compose config --services", "ask", "lists the services"),),
        ),
        Rule(
            "compose.bad_file",
            ("yaml: ", "Additional propert", "undefined service", "services.", "compose file"),
            re.compile(
                r"^(?:ERROR: |parsing |failed to parse )?.{0,200}(yaml: (?:line \d+: )?.{1,150}|Additional propert.{1,100} not allowed|depends on undefined service.{0,100}|undefined (?:network|volume).{0,100})"
            ),
            "the compose file is not valid: {0}",
            (command("docker compose config", "ask", "checks it"),),
        ),
    ),
    (
        "configuration file",
        "no such service",
        "yaml: ",
        "Additional propert",
        "undefined ",
        "compose",
    ),
)

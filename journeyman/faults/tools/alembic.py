"""Failures of alembic."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.values.fault import advice, command

ALEMBIC = Table(
    "alembic",
    (
        Rule(
            "alembic.not_initialised",
            ("No config file 'alembic.ini'", "No 'script_location' key"),
            re.compile(r"No config file '?alembic\.ini'?|No 'script_location' key"),
            "there is no alembic.ini in this folder",
            (command("alembic init migrations", "safe"), advice("or change into the project's folder")),
        ),
        Rule(
            "alembic.not_up_to_date",
            ("Target database is not up to date",),
            re.compile(r"Target database is not up to date"),
            "the database lacks earlier migrations",
            (command("alembic upgrade head", "ask"),),
        ),
        Rule(
            "alembic.revision",
            ("Can't locate revision", "Multiple head revisions"),
            re.compile(r"Can't locate revision identified by '(\w{1,60})'|(Multiple head revisions) are present"),
            "the migrations do not fit together: {0}",
            (command("alembic history", "ask"), command("alembic merge heads -m merge", "ask", "joins several heads")),
        ),
    ),
    (
        "alembic",
        "script_location",
        "database is not up",
        "locate revision",
        "head revisions",
    ),
)

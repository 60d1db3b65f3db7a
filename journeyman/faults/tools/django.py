"""Failures of Django."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.reworded import nearest, reworded
from journeyman.values import Fix
from journeyman.values.fault import advice, command

_DJANGO = (
    *("check", "collectstatic", "createsuperuser", "dbshell", "diffsettings", "dumpdata", "flush", "loaddata"),
    *("makemessages", "makemigrations", "migrate", "runserver", "shell", "showmigrations", "sqlmigrate", "startapp"),
    *("startproject", "test"),
)


def _manage(match: re.Match[str], case: Case) -> Sequence[Fix]:
    for _, line in case.holding("Did you mean"):
        if hint := re.search(r"Did you mean (\w{1,40})\?", line):
            return reworded(case, match[1], hint[1])
    return nearest(case, match[1], _DJANGO)


DJANGO = Table(
    "django",
    (
        Rule(
            "django.settings",
            ("DJANGO_SETTINGS_MODULE", "Requested setting"),
            re.compile(
                r"settings are not configured|Requested setting .{1,100} but settings|DJANGO_SETTINGS_MODULE is undefined"
            ),
            "Django does not know which settings to use",
            (advice("set DJANGO_SETTINGS_MODULE to PROJECT.settings, or run it through manage.py"),),
        ),
        Rule(
            "django.unknown_command",
            ("Unknown command:",),
            re.compile(r"Unknown command: '(\w{1,60})'"),
            "manage.py has no command {0}",
            (command("python manage.py help", "ask"),),
            derive=_manage,
        ),
        Rule(
            "django.unapplied_migrations",
            ("no such table", 'relation "'),
            re.compile(r"django\.db\.utils\.\w+: (?:no such table: |relation \")(\w{1,100})"),
            "the database lacks what the migrations would make: {0}",
            (command("python manage.py migrate", "ask"),),
        ),
        Rule(
            "django.conflicting_migrations",
            ("Conflicting migrations detected",),
            re.compile(r"Conflicting migrations detected"),
            "two migrations follow the same one",
            (command("python manage.py makemigrations --merge", "ask"),),
        ),
        Rule(
            "django.check_failed",
            ("SystemCheckError", "ImproperlyConfigured"),
            re.compile(r"SystemCheckError: (.{1,200})|ImproperlyConfigured: (.{1,300})"),
            "Django's settings are not right: {0}",
            (advice("the message names the setting or the model"),),
        ),
    ),
    (
        "django",
        "Django",
        "DJANGO",
        "Unknown command:",
        "igrations",
        "SystemCheck",
        "ImproperlyConfigured",
        "Requested setting",
    ),
)

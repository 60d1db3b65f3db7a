"""Failures at the start of Flask, FastAPI, uvicorn, gunicorn, Django, Streamlit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.python.near import near
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.reworded import nearest, reworded
from journeyman.values import Fix
from journeyman.values.fault import advice, command, install

_DJANGO = (
    *("check", "collectstatic", "createsuperuser", "dbshell", "diffsettings", "dumpdata", "flush", "loaddata"),
    *("makemessages", "makemigrations", "migrate", "runserver", "shell", "showmigrations", "sqlmigrate", "startapp"),
    *("startproject", "test"),
)


def _attribute(match: re.Match[str], case: Case) -> Sequence[Fix]:
    """Return the command with another name for the application, one that its files or the words of the output suggest."""
    wanted = match["name"]
    words = ("app", "application", "server", "create_app", "asgi", "wsgi")
    return tuple(
        fix
        for right in near(wanted, words, 1, at_least=0.5)
        for fix in reworded(case, f"{match['module']}:{wanted}", f"{match['module']}:{right}")
    )


def _module(match: re.Match[str], case: Case) -> Sequence[Fix]:
    wanted = next(filter(None, match.groups()), "")
    modules = [path.removesuffix(".py").replace("/", ".") for path in case.around.files if path.endswith(".py")]
    words = [word for segment in case.segments for word in segment.words if word.partition(":")[0] == wanted]
    for right in near(wanted, modules, 1, at_least=0.6):
        for word in words:
            return reworded(case, word, right + word[len(wanted) :])
    return ()


def _import_string(match: re.Match[str], case: Case) -> Sequence[Fix]:
    wanted = match[1]
    if wanted.endswith(".py"):
        return reworded(case, wanted, wanted.removesuffix(".py").replace("/", ".") + ":app")
    return reworded(case, wanted, f"{wanted}:app")


def _manage(match: re.Match[str], case: Case) -> Sequence[Fix]:
    for _, line in case.holding("Did you mean"):
        if hint := re.search(r"Did you mean (\w{1,40})\?", line):
            return reworded(case, match[1], hint[1])
    return nearest(case, match[1], _DJANGO)


WEB_SERVERS = Table(
    "web_servers",
    (
        Rule(
            "uvicorn.import_string",
            ("must be in format",),
            re.compile(r"Import string \"([^\"]{1,200})\" must be in format"),
            "uvicorn needs MODULE:APPLICATION, not {0}",
            (advice("for example: uvicorn main:app"),),
            derive=_import_string,
        ),
        Rule(
            "uvicorn.app_not_found",
            ("Error loading ASGI app", "Failed to find attribute", "Failed to find application"),
            re.compile(
                r"Attribute \"(?P<name>[\w.]{1,80})\" not found in module \"(?P<module>[\w.]{1,100})\"|Failed to find attribute '(?P<attribute>[\w.]{1,80})' in '(?P<where>[\w.]{1,100})'"
            ),
            "the module has no application of this name: {0}",
            (advice("name the variable that holds the application: MODULE:NAME"),),
            derive=lambda match, case: _attribute(match, case) if match["name"] else (),
        ),
        Rule(
            "uvicorn.module_not_found",
            ("Could not import module",),
            re.compile(r"Could not import module \"([\w.]{1,150})\""),
            "the server cannot import {0}",
            (advice("change into the folder that has it, or give --app-dir; check the file's name"),),
            derive=_module,
        ),
        Rule(
            "flask.app_not_found",
            (
                "Could not locate a Flask application",
                "Failed to find Flask application",
                "Could not import '",
                "Failed to find attribute",
            ),
            re.compile(
                r"Could not locate a Flask application|Failed to find Flask application or factory in module '([^']{1,100})'"
                r"|Could not import '([^']{1,100})'|While importing '([^']{1,100})', an ImportError"
            ),
            "flask does not find the application: {0}",
            (advice("call the file app.py, or name it: flask --app NAME run"),),
            derive=_module,
        ),
        Rule(
            "flask.unknown_command",
            ("No such command",),
            re.compile(r"No such command '([^']{1,60})'"),
            "there is no command {0}",
            derive=lambda match, case: nearest(
                case, match[1], ("run", "shell", "routes", "db", "init", "start", "dev", "build", "test")
            ),
        ),
        Rule(
            "web.template_not_found",
            ("TemplateNotFound", "TemplateDoesNotExist"),
            re.compile(
                r"(?:jinja2\.exceptions\.TemplateNotFound|TemplateDoesNotExist(?: at \S{1,100})?): ?(\S{1,200})"
            ),
            "a template does not exist: {0}",
            (advice("templates lie in the folder templates beside the application; check the name"),),
        ),
        Rule(
            "gunicorn.worker_failed",
            ("Worker failed to boot", "App failed to load"),
            re.compile(r"Worker failed to boot|App failed to load"),
            "gunicorn's worker did not start",
            (advice("the traceback above it says why: usually an import"),),
        ),
        Rule(
            "net.port_in_use",
            (
                "Address already in use",
                "address already in use",
                "port is already in use",
                "Port ",
                "Connection in use",
                "error while attempting to bind",
            ),
            re.compile(
                r"[Pp]ort (\d{2,5}) is (?:already )?in use|Connection in use: \('[^']{1,60}', (\d{2,5})\)|That port is already in use"
                r"|error while attempting to bind on address \('[^']{1,60}', (\d{2,5})"
            ),
            "port {0} is used by another process",
            (advice("stop the process that listens there, or choose another port (--port; 0 picks a free one)"),),
        ),
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
        Rule(
            "fastapi.missing_extra",
            ("Form data requires", "email-validator is not installed", "To use the fastapi command"),
            re.compile(
                r"Form data requires \"(python-multipart)\"|(email-validator) is not installed|To use the fastapi command, please install (fastapi)"
            ),
            "FastAPI needs a package for this: {0}",
            (install("pip install {0}"),),
        ),
        Rule(
            "streamlit.file_not_found",
            ("Invalid value: File does not exist",),
            re.compile(r"Invalid value: File does not exist: (\S{1,300})"),
            "there is no file {0} to run",
            (advice("check its path"),),
            derive=lambda match, case: tuple(
                fix for right in near(match[1], case.around.files, 1) for fix in reworded(case, match[1], right)
            ),
        ),
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
        Rule(
            "jupyter.unknown_command",
            ("Jupyter command", "jupyter: "),
            re.compile(r"Jupyter command `jupyter-([\w-]{1,60})` not found"),
            "jupyter has no command {0}",
            (install("pip install {0}", "it may be a package of its own"),),
            derive=lambda match, case: nearest(
                case,
                match[1],
                ("lab", "notebook", "nbconvert", "kernelspec", "execute", "console", "server", "trust", "run"),
            ),
        ),
        Rule(
            "jupyter.no_kernel",
            ("NoSuchKernel", "No such kernel named"),
            re.compile(r"No such kernel named ([\w.-]{1,80})|NoSuchKernel: ?([\w.-]{0,80})"),
            "the kernel {0} is not installed",
            (
                command("python -m ipykernel install --user --name {0}", "ask"),
                command("jupyter kernelspec list", "safe"),
            ),
        ),
        Rule(
            "jupyter.bad_notebook",
            ("NotJSONError", "NotebookValidationError", "nbformat.reader"),
            re.compile(r"NotJSONError|NotebookValidationError|Notebook does not appear to be JSON"),
            "the notebook's file is damaged",
            (advice("take back the last change, or look for markers of a merge conflict in it"),),
        ),
        Rule(
            "nbconvert.program_missing",
            ("Pandoc wasn't found", "xelatex not found", "No suitable chromium"),
            re.compile(r"(Pandoc) wasn't found|(xelatex) not found|No suitable (chromium)"),
            "nbconvert needs a program that is not installed: {0}",
            (advice("install {0} (packages pandoc, texlive-xetex), or convert to html"),),
        ),
    ),
    (
        *(
            "must be in format",
            "ASGI",
            "Failed to find",
            "Could not import",
            "Flask",
            "No such command",
            "Template",
            "failed to boot",
        ),
        *(
            "failed to load",
            "in use",
            "DJANGO",
            "Requested setting",
            "Unknown command:",
            "migration",
            "no such table",
            "SystemCheck",
        ),
        *(
            "ImproperlyConfigured",
            "Form data",
            "email-validator",
            "fastapi",
            "File does not exist",
            "alembic",
            "script_location",
            "database is not up",
        ),
        *(
            "locate revision",
            "head revisions",
            "Jupyter",
            "kernel",
            "NotJSON",
            "NotebookValid",
            "Notebook does",
            "Pandoc",
            "xelatex",
            "chromium",
        ),
        *("attempting to bind", "While importing"),
    ),
)

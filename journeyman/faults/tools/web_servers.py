"""Failures at the start of Flask, FastAPI, uvicorn, gunicorn, Streamlit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.python.near import near
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.reworded import nearest, reworded
from journeyman.values import Fix
from journeyman.values.fault import advice, install


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
    ),
    (
        "must be in format",
        "ASGI",
        "Failed to find",
        "Could not import",
        "Flask",
        "No such command",
        "Template",
        "failed to boot",
        "failed to load",
        "in use",
        "Form data",
        "email-validator",
        "fastapi",
        "File does not exist",
        "attempting to bind",
        "While importing",
    ),
)

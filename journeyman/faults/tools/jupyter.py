"""Failures of Jupyter's commands."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.reworded import nearest
from journeyman.values.fault import advice, command, install

JUPYTER = Table(
    "jupyter",
    (
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
        "Jupyter",
        "kernel",
        "Kernel",
        "NotJSON",
        "NotebookValid",
        "Notebook does",
        "Pandoc",
        "xelatex",
        "chromium",
    ),
)

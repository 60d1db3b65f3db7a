"""Failures of make; what a recipe ran is judged before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.python.near import near
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.reworded import nearest, reworded
from journeyman.values import Fix
from journeyman.values.fault import advice, command

_TARGETS = (
    "all",
    "build",
    "clean",
    "check",
    "deploy",
    "dist",
    "docs",
    "fmt",
    "format",
    "help",
    "install",
    "lint",
    "run",
    "start",
    "test",
)


def _target(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return nearest(case, match["target"], _TARGETS)


def _source(match: re.Match[str], case: Case) -> Sequence[Fix]:
    found = near(match["missing"].rpartition("/")[2], [path.rpartition("/")[2] for path in case.around.files], 1)
    return tuple(advice(f"perhaps {right} is meant") for right in found)


def _makefile(match: re.Match[str], case: Case) -> Sequence[Fix]:
    folders = sorted({path.rpartition("/")[0] for path in case.around.files if path.endswith("/Makefile")}, key=len)
    return tuple(fix for folder in folders[:1] for fix in reworded(case, "make", f"make -C {folder}"))


MAKE = Table(
    "make",
    (
        Rule(
            "make.no_makefile",
            ("No targets specified and no makefile found", "no makefile found"),
            re.compile(r"no makefile found"),
            "there is no Makefile in this folder",
            (advice("change into the folder that has it; with CMake or configure make it first"),),
            derive=_makefile,
        ),
        Rule(
            "make.missing_separator",
            ("missing separator", "commands commence before first target", "recipe commences before"),
            re.compile(r"^(?P<path>[^\s:]{1,300}):(?P<line>\d+): \*\*\* (?:missing separator|\w+ commences? before)"),
            "a line of the Makefile is neither rule nor recipe ({1}:{2})",
            (advice("a recipe's line begins with a tab, not with spaces"),),
        ),
        Rule(
            "make.no_source",
            ("No rule to make target",),
            re.compile(
                r"No rule to make target [`‘'](?P<missing>[^'’]{1,300})['’], needed by [`‘'](?P<target>[^'’]{1,300})['’]"
            ),
            "{2} needs {1}, which does not exist, and no rule makes it",
            (advice("check the path of {1} in the Makefile, or make it first"),),
            derive=_source,
        ),
        Rule(
            "make.no_target",
            ("No rule to make target", "no rule to make"),
            re.compile(r"[Nn]o rule to make target [`‘'](?P<target>[^'’]{1,300})['’]"),
            "the Makefile has no target {0}",
            (command("make -qp | grep -E '^[a-zA-Z0-9_-]+:'", "safe", "lists the targets"),),
            derive=_target,
        ),
        Rule(
            "make.circular",
            ("*** Recursive variable",),
            re.compile(r"\*\*\* Recursive variable [`‘'](?P<name>[^'’]{1,100})['’]"),
            "the variable {0} refers to itself",
            (advice("use := instead of ="),),
        ),
        Rule(
            "make.bad_makefile",
            (
                "*** missing",
                "*** unterminated",
                "*** multiple target",
                "*** target pattern",
                "*** empty",
                "*** mixed",
                "*** extraneous",
            ),
            re.compile(r"^(?P<path>[^\s:]{1,300}):(?P<line>\d+): \*\*\* (?P<what>.{1,200}?)\.  Stop"),
            "the Makefile cannot be read: {3} ({1}:{2})",
            (advice("look at that line and the one before it"),),
        ),
        Rule(
            "make.bad_option",
            ("invalid option", "unrecognized option"),
            re.compile(r"^g?make: (?:invalid|unrecognized) option (?:-- )?[‘']?(?P<option>[^’'\s]{1,60})"),
            "make has no option {0}",
            (command("make --help", "safe"),),
        ),
        Rule(
            "make.stopped",
            ("*** ",),
            re.compile(r"\*\*\* (?!\[)(?P<what>.{1,300}?)\.  Stop\.$"),
            "make stopped: {0}",
            (advice("the Makefile says so itself"),),
        ),
    ),
    ("*** ", "make: "),
)

MAKE_RECIPES = Table(
    "make_recipes",
    (
        Rule(
            "make.recipe_failed",
            ("*** [",),
            re.compile(r"\*\*\* \[(?P<what>[^\]]{1,300})\] (?:Error (?P<code>\d+)|(?P<signal>[A-Z]\w{1,60}))"),
            "a recipe of make failed: {1} (exit code {2}{3})",
            (advice("read what the recipe printed before make's own lines"),),
        ),
    ),
)

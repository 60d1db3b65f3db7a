"""Scripts and packages of JavaScript projects that may have been meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.python.near import near
from journeyman.faults.tools.npm_names import KNOWN
from journeyman.faults.tools.reworded import nearest, reworded
from journeyman.values import Fix

_SCRIPTS = ("build", "dev", "lint", "serve", "start", "test", "watch", "format", "preview", "typecheck")


_SUGGESTED = re.compile(r"Did you mean \"?'?(?:pnpm |yarn |bun )?(?:run )?([\w:.-]{1,80})")


def near_script(match: re.Match[str], case: Case) -> Sequence[Fix]:
    """Return the command with the script that was meant."""
    wanted = match[1] or match[2] or match[3] or ""
    for _, line in case.holding("Did you mean"):
        if found := _SUGGESTED.search(line):
            return reworded(case, wanted, found[1])
    return nearest(case, wanted, _SCRIPTS)


def near_package(match: re.Match[str], case: Case) -> Sequence[Fix]:
    """Return the command with the package that was meant."""
    wanted = next(filter(None, match.groups()), "").replace("%2f", "/")
    return tuple(fix for right in near(wanted, KNOWN, 1) for fix in reworded(case, wanted, right))

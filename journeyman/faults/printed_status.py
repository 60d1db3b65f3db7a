"""``make; echo $?``: the command line prints the exit code that it hides."""

from __future__ import annotations

import re

from journeyman.faults.case import Case

_STATUS = re.compile(r"(?:^|[;&|\n]\s*|\s)(?:echo|printf)\s[^;|&\n]{0,80}?\$\{?(?:\?|PIPESTATUS)")
_PRINTED = re.compile(r"(?:^|[=:\s(])(\d{1,3})\)?\.?\"?$")


def before_status(case: Case) -> Case | None:
    """Return the run that came before the exit code was printed, ending with that code; None when none was printed."""
    if "$" not in case.command:
        return None
    asked = list(_STATUS.finditer(case.command))
    if not asked:
        return None
    said = case.output.rstrip()[-400:].rpartition("\n")[2]
    printed = _PRINTED.search(said.strip())
    before = case.command[: asked[-1].start()].rstrip(" ;&|\n")
    if printed is None or not before:
        return None
    return Case(case.kind, before, int(printed.group(1)), case.output.rstrip().rpartition("\n")[0])

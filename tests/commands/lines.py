"""Lines and answers that tests of several verbs share."""

from __future__ import annotations

from journeyman.commands.result import Result

HELLO = 'queue add --shell "echo hello > hello.txt"'
READ = "queue add --shell ls"


def plan_id(result: Result) -> str:
    """Return the id of the plan that a verb made."""
    return str(result.data["plan"]["id"])

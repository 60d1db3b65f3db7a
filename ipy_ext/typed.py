"""One line for the verbs, from what was typed after ``%agent`` or below ``%%agent``."""

from __future__ import annotations

import re

_OPTION_AT_END = re.compile(r"(?:^|\s)--\w+\s*$")


def typed(line: str, cell: str | None) -> str:
    """Return the line that the magic stands for; a cell's body is the goal (of ``plan``, unless the line names a verb).

    ``%%agent queue`` is read as ``queue add``: a body can only be something to add.
    """
    if cell is None:
        return line
    head = line.strip() or "plan"
    if head == "queue" or (head.startswith("queue --") and _OPTION_AT_END.search(head)):
        head = head.replace("queue", "queue add", 1)
    return f"{head} {cell.strip()}"


def wants_json(line: str) -> bool:
    """Tell whether ``line`` asks for JSON: by the verb's own parsing, so that a goal may speak of ``--json``."""
    from journeyman.commands.parse import HelpAsked, find_verb, parse_line, split_head
    from journeyman.commands.registry import VERBS
    from journeyman.errors import UsageError

    if "--json" not in line:
        return False
    head, rest = split_head(line)
    try:
        return bool(parse_line(find_verb(head, VERBS), rest, "%agent").json)
    except (UsageError, HelpAsked):
        return False

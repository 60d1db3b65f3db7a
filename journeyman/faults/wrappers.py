"""Lines that only say that a command inside failed: which one, and why, stands further up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Lines

_WRAPPER = re.compile(
    "|".join(
        (
            r"^g?make(?:\[\d+\])?: (?:\*\*\*|Leaving|Entering)|^make\[?\d*\]?: .{0,200} Error \d+",
            r"^Makefile:\d+: recipe",
            r"^npm (?:ERR!|error) (?:code (?:ELIFECYCLE|\d+)|errno|path|command|A complete log|Lifecycle|Failed at)",
            r"^npm (?:ERR!|error) (?:Exit status|This is probably|workspace|location|in workspace|\S+@\S+ \S+: `|$)",
            r"^npm (?:ERR!|error) (?:\S+ )?\S*\d{4}-\d\d-|ELIFECYCLE|^error Command failed",
            r"^(?:info|warning) Visit|^lerna ERR!",
            r"[Cc]ommand failed(?: with exit code \d+|: | with exit status)|CalledProcessError|^exit status \d+$",
            r"returned (?:a )?non-zero (?:exit status|code)|exit(?:ed)?(?: with)?(?: status| code)?:? \(?\d+\)?\.?$",
            r"(?:^|\s)(?:Process|script|task|command|recipe)\b.{0,120}(?:exited|exit with|failed with|completed with)",
            r"^error: (?:script|Recipe|recipe|task) |InvocationError|^task: Failed to run task",
            r"^pre-commit|^- (?:exit code|hook id): ",
            r"^ERROR: failed to (?:solve|build)|executor failed running|did not complete successfully: exit code",
            r"^(?:error|ERROR): (?:Failed building wheel|subprocess-exited-with-error|metadata-generation-failed)",
            r"^\S+: (?:FAIL|exit \d+|OK) |^BUILD FAILED|^FAILED: |^ninja: build stopped|^Error: Process completed",
            r"^\s*at \S+ \(|^    at |^Build step .* marked build as failure",
            r"^\[?(?:ERROR|error)\]?:? *$|^error: build failed",
            r"^FAILURE: Build failed|^\* What went wrong|^Execution failed for task",
        )
    )
)
_TELLING = re.compile(
    r"\berror\b|\bError\b|ERROR|\bfatal\b|[Ff]ailed|FAIL|not found|[Cc]annot|[Cc]ould not|[Cc]an't|[Uu]nable|denied"
    r"|No such|undefined|panic|[Uu]nknown|[Ii]nvalid|missing|refused|AssertionError|Exception"
)


def is_wrapper(line: str) -> bool:
    """Tell whether a line only says that something inside failed."""
    return _WRAPPER.search(line[:400]) is not None


def inner_line(lines: Lines, before: int) -> tuple[int, str] | None:
    """Return the last telling line up to line number ``before`` that is no wrapper's; of a block of them the first.

    A compiler tells its first error first: of lines that belong together the first one counts.
    """
    reached = [(number, line) for number, line in lines if number <= before and not is_wrapper(line)]
    telling = [(number, line) for number, line in reached if _TELLING.search(line[:400])]
    if not telling:
        plain = [(number, line) for number, line in reached if line.strip()]
        return plain[-1] if plain else None
    return _first_of_block(telling)


def _first_of_block(telling: Sequence[tuple[int, str]]) -> tuple[int, str]:
    at = len(telling) - 1
    while at > 0 and telling[at][0] - telling[at - 1][0] <= 3:
        at -= 1
    return telling[at]

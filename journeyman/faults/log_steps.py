"""Find the step of a log in which the run failed: what was printed before succeeded, what comes after is tidying up."""

from __future__ import annotations

import re

from journeyman.faults.case import Case

_ENDS = re.compile(
    r"^(?:##\[error\])?(?:Error: )?Process completed with exit code [1-9]|exited with [1-9]\d{0,2}\.\s*$"
    r"|Running after_script$|marked build as failure|^ERROR: script returned exit code|ERROR: Job failed"
    r"|^Post job cleanup|did not complete successfully: exit code|The command '.{1,400}' returned a non-zero code"
)
_END_WORDS = (
    *("Process completed with", "exited with", "after_script", "marked build as", "returned exit code", "Job failed"),
    *("Post job cleanup", "did not complete", "returned a non-zero"),
)
_STARTS = re.compile(r"^##\[group\]Run |^\$ \S|^#\d{1,4} \[|exited with 0\.\s*$|^(?:Step|STEP) \d+/\d+ ?: ")
_START_WORDS = ("##[group]Run", "$ ", "#", "exited with 0.", "Step ", "STEP ")


def failing_step(case: Case) -> tuple[int, int]:
    """Return the numbers of the first and last line of the step that failed; all lines where no step can be told."""
    lines = case.lines
    first, last = lines[0][0], lines[-1][0]
    for number, line in case.holding(*_END_WORDS):
        if _ENDS.search(line):
            last = number
            break
    for number, line in case.holding(*_START_WORDS):
        if number >= last:
            break
        if _STARTS.search(line):
            first = number
    return first, last

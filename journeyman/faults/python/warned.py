"""Warnings that tell of a mistake, where there is no exception."""

from __future__ import annotations

import re

from journeyman.faults.case import Case
from journeyman.values import Diagnosis
from journeyman.values.fault import advice

_WARNING = re.compile(r"\b(\w+Warning): ?(.*)$")


def diagnose(case: Case) -> Diagnosis | None:
    """Explain the warnings of a Python program that bear on its result; None when there are none."""
    if case.kind == "shell" or "Warning" not in case.text:
        return None
    for number, line in case.lines:
        match = _WARNING.search(line)
        if match is None:
            continue
        if match[1] == "SettingWithCopyWarning":
            fix = advice("write df.loc[rows, column] = value, or take a .copy() first")
            return Diagnosis(
                "python.setting_with_copy",
                "a value was set on a copy of a part of a table, and may be lost",
                "minor",
                number,
                (fix,),
            )
        if match[1] == "RuntimeWarning" and "was never awaited" in match[2]:
            return Diagnosis(
                "python.await_missing",
                "a coroutine was made, and never awaited",
                "minor",
                number,
                (advice("write `await` before the call"),),
            )
        if match[1] == "RuntimeWarning" and re.search(r"divide by zero|invalid value|overflow", match[2]):
            return Diagnosis(
                "python.floating_point",
                f"a floating point operation has no result: {match[2]}",
                "minor",
                number,
                (advice("check for zeros and infinities"),),
            )
        if match[1] == "SyntaxWarning" and "is not callable" in match[2]:
            return Diagnosis(
                "python.comma_missing",
                "a value is followed by parentheses: a comma is missing",
                "minor",
                number,
                (advice("put a comma between them"),),
            )
        if match[1] == "SyntaxWarning" and '"is"' in match[2]:
            return Diagnosis(
                "python.is_with_literal",
                "`is` compares identity: values are compared with `==`",
                "minor",
                number,
                (advice("write =="),),
            )
    return None

"""Assertions, and what tests compare."""

from __future__ import annotations

import re

from journeyman.faults.python.cause import Cause, Explainer
from journeyman.faults.python.failure import Failure
from journeyman.values import Diagnosis
from journeyman.values.fault import advice


def assertion(failure: Failure) -> Diagnosis:
    """Explain a failed assertion by what was compared."""
    message, source = failure.raised.message, failure.source
    what = source if source.startswith(("assert ", "self.assert")) else ""
    fixes = (advice("compare the value with what is expected, and change the code or the assertion"),)
    if (
        ("Expected" in message and "called" in message)
        or "to have been called" in message
        or "Calls not found" in failure.message
    ):
        return Diagnosis("python.mock_not_called", f"a mock was not called as expected: {message[:120]}", fixes=fixes)
    if re.search(
        r"Not equal to tolerance|Arrays are not (?:almost )?equal|are not almost equal|not almost equal",
        failure.message,
    ):
        return Diagnosis(
            "python.arrays_differ", "two arrays or numbers are not equal within the tolerance", fixes=fixes
        )
    if re.search(r"DataFrame\.\w+ are different|Series are different|Attributes of .* are different", failure.message):
        return Diagnosis("python.tables_differ", f"two tables differ: {message[:120]}", fixes=fixes)
    if "not raised" in message or "DID NOT RAISE" in message:
        return Diagnosis(
            "python.exception_not_raised", f"an exception was expected, and none came: {message[:120]}", fixes=fixes
        )
    if re.search(r" != |==", message) and not source.startswith("assert isinstance"):
        return Diagnosis("python.assertion_values_differ", f"two values are not equal: {message[:150]}", fixes=fixes)
    if " is None" in source or "is not None" in message:
        return Diagnosis(
            "python.assertion_none",
            f"a value is None, or is not, against what was asserted: {(message or what)[:120]}",
            fixes=fixes,
        )
    text = message or what
    return Diagnosis(
        "python.assertion_failed",
        f"the assertion does not hold: {text[:150]}" if text else "an assertion does not hold",
        fixes=fixes,
    )


CAUSES: tuple[tuple[str, Explainer] | Cause, ...] = (
    Cause(
        "python.exception_not_raised", "Failed", r"DID NOT RAISE (.*)", "an exception was expected, and none came: {0}"
    ),
    Cause(
        "python.fixture_missing",
        "Failed FixtureLookupError",
        r"fixture '(\w+)' not found",
        "there is no fixture `{0}`",
        (advice("define it in conftest.py, or install the plugin that has it"),),
    ),
    ("AssertionError", assertion),
)

"""Arithmetic that has no result."""

from __future__ import annotations

import re

from journeyman.faults.python.cause import Cause, Explainer
from journeyman.faults.python.failure import Failure
from journeyman.values import Diagnosis
from journeyman.values.fault import advice


def zero(failure: Failure) -> Diagnosis | None:
    """Explain a division by zero."""
    source = failure.source
    if "negative power" in failure.message:
        return Diagnosis(
            "python.zero_to_negative_power",
            "0 was raised to a negative power: 0 cannot be raised to a negative power",
            fixes=(advice("check for 0 first"),),
        )
    if re.search(r"\blen\(|\.count\(|\bsum\(", source) and "/" in source:
        fix = advice("check that there are elements before dividing by their number")
        return Diagnosis(
            "python.average_of_nothing", "the number of elements that is divided by is 0: there are none", fixes=(fix,)
        )
    if "divmod" in source or "divmod" in failure.message:
        return Diagnosis(
            "python.divmod_by_zero", "the second argument of divmod() is 0", fixes=(advice("check for 0 first"),)
        )
    if "modulo" in failure.message and "//" not in source and ("%" in source or "division" not in failure.message):
        return Diagnosis("python.modulo_by_zero", "the number after `%` is 0", fixes=(advice("check for 0 first"),))
    divisor = re.search(r"//?=?\s*(\w[\w.]*|\([^()]*\))", source)
    what = f"`{divisor[1]}` is 0" if divisor else "the divisor is 0"
    return Diagnosis(
        "python.division_by_zero", f"division by zero: {what}", fixes=(advice("check for 0 before dividing"),)
    )


CAUSES: tuple[tuple[str, Explainer] | Cause, ...] = (
    ("ZeroDivisionError", zero),
    Cause(
        "python.decimal_division",
        "DivisionByZero DivisionUndefined",
        r".*",
        "a Decimal was divided by zero",
        (advice("check for 0 before dividing"),),
    ),
    Cause(
        "python.decimal_literal",
        "InvalidOperation",
        r".*",
        "the text is no decimal number, or the operation has no result",
        (advice("strip what is no digit; a decimal comma must be a point"),),
    ),
    Cause(
        "python.float_too_large",
        "OverflowError",
        r"Numerical result out of range|math range error|int(?:eger division result)? too large (?:to convert to|for a) float|cannot fit|integer division result too large|Result too large",
        "the result is larger than a float can hold",
        (advice("work with whole numbers (`//`), decimal, or logarithms"),),
    ),
    Cause(
        "python.integer_too_large",
        "OverflowError",
        r"Python int(?:eger)? (?:(-?\d+) )?(?:too large to convert to C|out of bounds for (\w+))|int too (?:large|big) to convert|out of bounds for (u?int\d+)|signed (?:int|char|short)\w* is (?:greater|less)|can't convert negative|cannot serialize",
        "the whole number does not fit where it is put: {0}",
        (advice("use a larger type (int64), or a smaller number"),),
    ),
    Cause(
        "python.size_too_large",
        "OverflowError",
        r"cannot fit '(\w+)' into an index-sized integer|(?:repeated|join\(\) result|list|string) .*too (?:long|large)|range\(\) result has too many items",
        "a size or repetition is larger than memory can be",
        (advice("check the number"),),
    ),
    Cause(
        "python.date_out_of_range",
        "OverflowError",
        r"date value out of range|timestamp out of range|days=(-?\d+); must have magnitude",
        "the date is beyond what a calendar holds",
        (advice("check the unit: milliseconds given as seconds?"),),
    ),
    Cause(
        "python.not_a_number_to_integer",
        "OverflowError",
        r"cannot convert float infinity",
        "infinity cannot become a whole number",
        (advice("check with math.isfinite first"),),
    ),
    Cause(
        "python.floating_point",
        "FloatingPointError",
        r"(\w+)? ?encountered in (\w+)?",
        "a floating point operation has no result: {0}",
        (advice("check for zeros and infinities; np.errstate sets what happens"),),
    ),
)

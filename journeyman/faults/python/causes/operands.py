"""Values of the wrong type."""

from __future__ import annotations

import re

from journeyman.faults.python.cause import Cause, Explainer
from journeyman.faults.python.causes.none_origin import origin_of_none
from journeyman.faults.python.failure import Failure
from journeyman.values import Diagnosis
from journeyman.values.fault import advice

_NUMBERS = {"int", "float", "complex", "Decimal", "bool", "decimal.Decimal"}


def operator(failure: Failure) -> Diagnosis | None:
    """Explain ``unsupported operand type(s)`` and its kin."""
    match = re.search(
        r"unsupported operand type\(s\) for (\S+)(?: or pow\(\))?: '([\w.]+)' and '([\w.]+)'", failure.message
    )
    if match is None:
        return None
    sign, left, right = match[1].rstrip(":"), match[2], match[3]
    kinds = {left, right}
    if "NoneType" in kinds:
        side = "left" if left == "NoneType" else "right"
        why, fixes = origin_of_none(failure, "")
        return Diagnosis("python.none_operand", f"the {side} side of `{sign}` is None: {why}", fixes=fixes)
    return _uncalled(sign, kinds, failure) or _by_types(sign, left, right, failure)


def _uncalled(sign: str, kinds: set[str], failure: Failure) -> Diagnosis | None:
    """A function, class or coroutine on one side."""
    if "builtin_function_or_method" in kinds or "function" in kinds or "method" in kinds or "type" in kinds:
        if sign == ">>" and "print" in failure.source:
            fix = advice("write print(..., file=FILE)")
            return Diagnosis("python.print_redirect", "`print >> file` is Python 2", fixes=(fix,))
        if sign == "|" and "type" in kinds:
            return Diagnosis(
                "python.union_types",
                "`X | Y` for types needs Python 3.10",
                fixes=(advice("use typing.Union, or `from __future__ import annotations`"),),
            )
        return Diagnosis(
            "python.function_not_called",
            f"one side of `{sign}` is a function that was not called",
            fixes=(advice("add its parentheses"),),
        )
    if kinds & {"coroutine"}:
        return Diagnosis(
            "python.await_missing",
            f"one side of `{sign}` is a coroutine: `await` is missing",
            fixes=(advice("write `await` before the call"),),
        )
    return None


def _by_types(sign: str, left: str, right: str, failure: Failure) -> Diagnosis | None:
    """What the two types tell."""
    kinds = {left, right}
    if "str" in kinds and kinds & _NUMBERS:
        return _text_and_number(sign, left, failure)
    if kinds & {
        "list",
        "tuple",
        "dict",
        "set",
        "range",
        "map",
        "filter",
        "zip",
        "dict_keys",
        "dict_values",
        "generator",
    }:
        return _container(sign, left, right)
    if {"datetime.datetime", "str"} <= kinds or {"datetime.date", "str"} <= kinds:
        return Diagnosis(
            "python.date_and_text",
            "a date and a text cannot be combined",
            fixes=(advice("read the text with datetime.fromisoformat or strptime first"),),
        )
    if kinds & {"datetime.datetime", "datetime.date", "datetime.timedelta", "datetime.time"}:
        fix = advice("use a timedelta(...) for spans, and datetime on both sides")
        return Diagnosis("python.date_arithmetic", f"`{sign}` cannot be used between {left} and {right}", fixes=(fix,))
    if kinds == {"float", "decimal.Decimal"}:
        return Diagnosis(
            "python.decimal_and_float",
            "Decimal and float cannot be mixed",
            fixes=(advice("make a Decimal of the float: Decimal(str(x))"),),
        )
    if sign in {"^", "&", "|", "<<", ">>", "~"} and kinds & {"float", "str"}:
        fix = advice("use `**` for a power, `and` / `or` for conditions")
        return Diagnosis(
            "python.bit_operator",
            f"`{sign}` works on the bits of whole numbers, not on {left} and {right}",
            fixes=(fix,),
        )
    if kinds == {"bytes", "str"}:
        return Diagnosis(
            "python.text_and_bytes",
            f"text and bytes cannot be combined with `{sign}`",
            fixes=(advice("use .decode() or .encode()"),),
        )
    fix = advice(f"convert one side, or define the operator for {left}")
    return Diagnosis("python.operand_types", f"`{sign}` cannot be used between {left} and {right}", fixes=(fix,))


def _text_and_number(sign: str, left: str, failure: Failure) -> Diagnosis:
    if "input(" in failure.case.code or "input(" in failure.source:
        fix = advice("convert what was typed: int(input(...)) or float(input(...))")
        return Diagnosis(
            "python.input_is_text",
            f"`input()` gives a text, which cannot be used with `{sign}` and a number",
            fixes=(fix,),
        )
    number = re.search(r"(?:int|float)", left) is None
    fix = advice(
        "convert the text with int(...) or float(...)"
        + (", or the number with str(...)" if sign == "+" and number else "")
    )
    return Diagnosis(
        "python.str_plus_int" if sign == "+" else "python.text_as_number",
        f"a text and a number cannot be combined with `{sign}`",
        fixes=(fix,),
    )


def _container(sign: str, left: str, right: str) -> Diagnosis:
    if sign in {"+", "+=", "-"} and left in {"list", "tuple"} and left != right:
        fix = advice("use .append(x) for one element, or make both the same type")
        return Diagnosis(
            "python.list_plus_other", f"a {left} cannot be combined with a {right} by `{sign}`", fixes=(fix,)
        )
    if {left, right} == {"dict"}:
        return Diagnosis(
            "python.dict_plus_dict",
            f"two dictionaries cannot be combined with `{sign}`",
            fixes=(advice("use `a | b` or `{**a, **b}`"),),
        )
    fix = advice("work on the elements: a loop, a comprehension, or a NumPy array")
    return Diagnosis("python.container_arithmetic", f"`{sign}` does not work on a {left} and a {right}", fixes=(fix,))


def none_used(failure: Failure) -> Diagnosis | None:
    """Explain what was done with a None."""
    match = re.search(
        r"'NoneType' object (is not (?:subscriptable|iterable|callable)|cannot be interpreted as an integer|does not support|is not an iterator|has no len)|cannot unpack non-iterable NoneType|object of type 'NoneType' has no len|argument of type 'NoneType'|not 'NoneType'$|not NoneType$|NoneType$",
        failure.message,
    )
    if match is None or "can only concatenate" in failure.message:
        return None
    name = re.search(r"([\w.]+)(?:\([^()]*\))?\[", failure.source) or re.search(
        r"\bin ([\w.]+)|len\(([\w.]+)\)|= *([\w.]+)$", failure.source
    )
    attribute = next(filter(None, name.groups()), "") if name else ""
    why, fixes = origin_of_none(failure, "")
    if attribute:
        assigned = re.findall(rf"^[ \t]*{re.escape(attribute)} *=.*$", failure.case.code, re.MULTILINE)
        if assigned and re.search(r"\.(?:sort|reverse|append|extend|insert|update|add|shuffle)\(", assigned[-1]):
            why, fixes = (
                f"`{attribute}` was set to what a method returned that changes its object and returns None",
                (advice("call the method on a line of its own"),),
            )
    code = (
        "python.none_subscript"
        if "subscriptable" in match[0]
        else "python.none_iterated"
        if "iter" in match[0]
        else "python.none_value"
    )
    return Diagnosis(code, f"a value is None where one is needed: {why}", fixes=fixes)


def not_subscriptable(failure: Failure) -> Diagnosis | None:
    """Explain ``'X' object is not subscriptable``."""
    match = re.search(
        r"'([\w.]+)' object (?:is not subscriptable|has no attribute '__getitem__')|type '(\w+)' is not subscriptable|'?(type)'? object is not subscriptable",
        failure.message,
    )
    if match is None:
        return None
    kind = next(filter(None, match.groups()))
    if kind in {"builtin_function_or_method", "function", "method"}:
        called = re.search(r"(\w+)\[", failure.source)
        name = called[1] if called else "it"
        fixes = failure.replace(f"{name}[", f"{name}([") if name == "print" else (advice(f"write `{name}(...)`"),)
        fixes = fixes if name != "print" else (advice("write `print(...)`"),)
        return Diagnosis("python.brackets_for_call", f"`{name}` is a function: call it with parentheses", fixes=fixes)
    if kind == "type":
        return Diagnosis(
            "python.type_subscript",
            "a class was indexed: an object of it was meant, or the generic form needs a newer Python",
            fixes=(advice("make an object first"),),
        )
    if kind in {"int", "float", "bool"}:
        return Diagnosis(
            "python.number_indexed",
            f"a number ({kind}) has no elements",
            fixes=(advice("use str(...) for its digits, or check the variable"),),
        )
    if kind in {
        "set",
        "dict_keys",
        "dict_values",
        "dict_items",
        "generator",
        "map",
        "filter",
        "zip",
        "frozenset",
        "enumerate",
        "reversed",
    }:
        return Diagnosis(
            "python.no_index_without_list",
            f"a {kind} has no order to index",
            fixes=(advice("make a list of it: list(...)"),),
        )
    if kind == "coroutine":
        return Diagnosis(
            "python.await_missing",
            "a coroutine was indexed: `await` is missing",
            fixes=(advice("write `(await ...)[...]`"),),
        )
    return Diagnosis(
        "python.not_subscriptable",
        f"an object of type {kind} takes no `[...]`",
        fixes=(advice("look for an attribute or method instead, or define `__getitem__`"),),
    )


def not_iterable(failure: Failure) -> Diagnosis | None:
    """Explain ``'X' object is not iterable``."""
    match = re.search(
        r"'([\w.]+)' object is not (?:iterable|an? (?:a?sync )?iterator)|cannot unpack non-iterable ([\w.]+) object|argument of type '([\w.]+)' is not (?:iterable|a container)|'async for' requires",
        failure.message,
    )
    if match is None:
        return None
    kind = next(filter(None, match.groups()), "")
    if kind == "int" and re.search(r"\bfor\b.*\bin\b", failure.source):
        inside = re.search(r"\bin (.+?):?$", failure.source)
        fixes = (
            failure.replace(f"in {inside[1]}", f"in range({inside[1]})") if inside and "[" not in failure.source else ()
        )
        return Diagnosis(
            "python.loop_over_number",
            "a number cannot be looped over: `range(...)` is missing",
            fixes=(*fixes, advice("write `range(...)` around it")),
        )
    if kind in {"type", "builtin_function_or_method", "function", "method"}:
        return Diagnosis(
            "python.function_not_called",
            "a function or class was looped over: its parentheses are missing",
            fixes=(advice("add the parentheses"),),
        )
    if kind in {"coroutine", "async_generator"}:
        return Diagnosis(
            "python.await_missing",
            f"a {kind} was looped over: `await` or `async for` is missing",
            fixes=(advice("use `await`, or `async for`"),),
        )
    if "unpack" in failure.message:
        return Diagnosis(
            "python.unpack_not_iterable",
            f"one value ({kind}) was unpacked into several names",
            fixes=(advice("assign it to one name, or return a tuple"),),
        )
    if "argument of type" in failure.message:
        return Diagnosis(
            "python.in_not_container",
            f"`in` was asked of a {kind}, which holds nothing",
            fixes=(advice("check the variable after `in`"),),
        )
    if "iterator" in failure.message:
        return Diagnosis(
            "python.not_an_iterator",
            f"a {kind} is no iterator: `next` needs `iter(...)` first",
            fixes=(advice("write next(iter(...))"),),
        )
    return Diagnosis(
        "python.not_iterable",
        f"an object of type {kind} cannot be looped over",
        fixes=(advice("put it in a list, or define `__iter__`"),),
    )


CAUSES: tuple[tuple[str, Explainer] | Cause, ...] = (
    ("TypeError", operator),
    Cause(
        "python.str_plus_int",
        "TypeError",
        r"can only concatenate (str|list|tuple) \(not \"?'?([\w.]+)'?\"?\) to|can only concatenate (\w+)|must be str, not (\w+)|cannot concatenate 'str' and '(\w+)'",
        "only {1} can be added to {1}, not {2}",
        (advice("convert it first (str(...), [...]), or use an f-string"),),
    ),
    ("TypeError", none_used),
    Cause(
        "python.compare_types",
        "TypeError",
        r"'([<>]=?)' not supported between instances of '([\w.]+)' and '([\w.]+)'",
        "`{1}` cannot compare {2} with {3}",
        (advice("convert one side (int(...), str(...)), and mind None"),),
    ),
    Cause(
        "python.unary_operator",
        "TypeError",
        r"bad operand type for (?:unary )?(\S+?):? '([\w.]+)'",
        "`{1}` cannot be used on a {2}",
        (advice("convert it with int(...) or float(...)"),),
    ),
    Cause(
        "python.unhashable",
        "TypeError",
        r"unhashable type: '([\w.]+)'|cannot use '([\w.]+)' as (?:a (?:dict key|set element))",
        "a {0} cannot be a key of a dictionary or an element of a set: it can be changed",
        (advice("use a tuple (or frozenset) instead"),),
    ),
    Cause(
        "python.list_index_type",
        "TypeError",
        r"(list|tuple|string|str|bytes|range|sequence) (?:indices|index) must be integers(?: or slices)?(?:,? not '?(\w+)|$)|byte indices must be integers",
        "a {1} is indexed with a whole number, not with a {2}",
        (advice('a text key belongs to a dictionary: take an element first (`[0]["key"]`); a number must be an int'),),
    ),
    ("TypeError", not_subscriptable),
    ("TypeError", not_iterable),
    Cause(
        "python.item_assignment",
        "TypeError",
        r"'([\w.]+)' object does(?:n't| not) support item (?:assignment|deletion)",
        "the elements of a {0} cannot be changed",
        (advice("make a new one, or use a list"),),
    ),
    Cause(
        "python.float_as_integer",
        "TypeError",
        r"'(float|numpy\.float64|np\.float64)' object cannot be interpreted as an integer|integer argument expected, got float",
        "a whole number is needed, and this is a float",
        (advice("use `//` instead of `/`, or int(...)"),),
    ),
    Cause(
        "python.not_an_integer",
        "TypeError",
        r"'([\w.]+)' object cannot be interpreted as an integer|slice indices must be integers",
        "a whole number is needed, not a {0}",
        (advice("convert it with int(...)"),),
    ),
    Cause(
        "python.multiply_sequence",
        "TypeError",
        r"can't multiply sequence by non-int of type '(\w+)'",
        "a text or list can only be repeated a whole number of times, not multiplied by {0}",
        (advice("convert the text with int(...) or float(...) first"),),
    ),
    Cause(
        "python.no_length",
        "TypeError",
        r"object of type '([\w.]+)' has no len\(\)",
        "a {0} has no length",
        (advice("make a list of it first, or check the variable"),),
    ),
)

"""Calls that do not fit what is called."""

from __future__ import annotations

import re

from journeyman.faults.python.cause import Cause, Explainer
from journeyman.faults.python.failure import Failure
from journeyman.faults.python.known_names import BUILTINS
from journeyman.faults.python.near import near
from journeyman.values import Diagnosis
from journeyman.values.fault import advice


def not_callable(failure: Failure) -> Diagnosis | None:
    """Explain ``'X' object is not callable``."""
    match = re.search(r"'([\w.]+)' object is not callable|'?(\w+)'? is not callable", failure.message)
    if match is None:
        return None
    kind, source = match[1] or match[2], failure.source
    called = re.findall(r"([A-Za-z_][\w.]*)\s*\(", source)
    hidden = next(
        (
            name
            for name in called
            if name in BUILTINS
            and re.search(
                rf"^\s*{name}\s*=[^=]|\bfor {name} in|\bas {name}\b|[(,] *{name} *[,)=].*:$",
                failure.case.code,
                re.MULTILINE,
            )
        ),
        "",
    )
    hidden = hidden or next((name for name in called if name in BUILTINS and name in failure.around.names), "")
    if hidden:
        renamed = advice(f"give the variable another name, and run `del {hidden}`")
        return Diagnosis(
            "python.builtin_hidden", f"a variable called `{hidden}` hides the builtin function", fixes=(renamed,)
        )
    return _by_source(kind, called, failure) or _plain_value(kind, called)


def _by_source(kind: str, called: list[str], failure: Failure) -> Diagnosis | None:
    """What the line that was called on tells."""
    source = failure.source
    if kind == "module":
        name = next((name for name in called if "." not in name), called[-1] if called else "it")
        fixes = failure.replace(f"{name}(", f"{name}.{name}(")
        summary = f"`{name}` is a module and cannot be called: the function or class in it was meant"
        return Diagnosis("python.module_called", summary, fixes=(*fixes, advice(f"write `{name}.NAME(...)`")))
    if re.search(r"\d\s*\(|\)\s*\(\s*[\w(]", source) and kind in {"int", "float", "complex"}:
        return Diagnosis(
            "python.multiplication_sign_missing",
            "a number is followed by parentheses: `*` is missing",
            fixes=(advice("write `*` between them"),),
        )
    if kind in {"str", "tuple", "list"} and re.search(r"[\"')\]]\s*[(](?!\s*\))", source):
        summary = f"a {kind} is followed by parentheses: a comma is missing"
        return Diagnosis("python.comma_missing", summary, fixes=(advice("put a comma between them"),))
    if kind in {"list", "dict", "DataFrame", "Series", "ndarray", "tuple", "str", "set"} and called:
        name = next((name for name in reversed(called) if name not in BUILTINS), called[-1])
        summary = f"`{name}` is a {kind}, no function: square brackets take an element"
        fixes = (advice(f"write `{name}[...]`, or give the variable another name than the function"),)
        return Diagnosis("python.brackets_for_parentheses", summary, fixes=fixes)
    return None


def _plain_value(kind: str, called: list[str]) -> Diagnosis | None:
    """A value that is no function."""
    if kind == "NoneType":
        return Diagnosis(
            "python.none_called",
            "None was called: the function was never set, or a decorator returns nothing",
            fixes=(advice("let the decorator return the function"),),
        )
    name = f"`{called[-1]}`" if called else "it"
    fixes = (advice("leave out the parentheses, or look what was assigned to the name"),)
    return Diagnosis("python.not_callable", f"{name} is of type {kind}, which is no function", fixes=fixes)


def arguments(failure: Failure) -> Diagnosis | None:
    """Explain a wrong number of arguments."""
    message = failure.message
    match = re.search(
        r"([\w.<>]+)\(\) (takes (?:(?:exactly|at (?:most|least)|from \d+ to) )?.{1,60}? (?:arguments?|were given)|missing \d+ required .{1,200}|takes no (?:keyword )?arguments.*)",
        message,
    )
    if match is None:
        match = re.search(
            r"([\w.<>]+) expected (?:exactly |at (?:least|most) )?\d+ arguments?, got \d+|([\w.]+)\(\)? takes no arguments|([\w.<>]+) takes (?:exactly |at most )?\w+ (?:positional )?arguments?",
            message,
        )
        if match is None:
            return None
    name = next(filter(None, match.groups()), "").rpartition(".")[2]
    numbers = [int(n) for n in re.findall(r"\b(\d+)\b", message)]
    lost = re.search(r"missing (\d+) required (?:positional|keyword-only) arguments?: (.+)", message)
    if lost and "'self'" in lost[2] and re.search(r"missing 1 ", message):
        summary = f"`{name}` was called on the class, not on an object of it"
        return Diagnosis("python.called_on_class", summary, fixes=(advice("make an object first: `Class().method()`"),))
    if lost:
        fixes = (advice(f"give {lost[2]}, or give it a default where the function is defined"),)
        return Diagnosis("python.missing_argument", f"`{name}` was called without {lost[2]}", fixes=fixes)
    if "takes no keyword arguments" in message:
        return Diagnosis(
            "python.no_keyword_arguments",
            f"`{name}` takes its arguments only by position",
            fixes=(advice("leave out the names"),),
        )
    definition = re.search(rf"^[ \t]+def {re.escape(name)}\(([^)]*)\)", failure.case.code, re.MULTILINE)
    one_more = len(numbers) >= 2 and numbers[-1] == numbers[-2] + 1
    first = definition[1].split(",")[0].strip() if definition else ""
    if (definition and one_more and first not in {"self", "cls"}) or (
        "takes 0 positional arguments but 1 was given" in message
        and re.search(rf"\.{re.escape(name)}\(\)", failure.source)
    ):
        fixes = (advice(f"add `self` as the first parameter of `{name}`"),)
        return Diagnosis("python.self_missing", f"the method `{name}` has no parameter `self`", fixes=fixes)
    if name[:1].isupper() and "takes no arguments" in message:
        summary = f"`{name}` takes no arguments: it has no `__init__` (spelt with two underscores on each side)"
        return Diagnosis("python.init_missing", summary, fixes=(advice("define `__init__(self, ...)`"),))
    fixes = (advice(f"compare the call with the definition of `{name}`"),)
    return Diagnosis(
        "python.wrong_argument_count",
        f"`{name}` was called with a wrong number of arguments: {message[:150]}",
        fixes=fixes,
    )


def keyword(failure: Failure) -> Diagnosis | None:
    """Explain an unexpected keyword argument."""
    match = re.search(
        r"(?:([\w.<>]+)\(\)|([\w.]+)) got an unexpected keyword argument '(\w+)'|'(\w+)' is an invalid keyword argument(?: for ([\w.]+))?|unexpected keyword argument '?(\w+)",
        failure.message,
    )
    if match is None:
        return None
    function, name = match[1] or match[2] or match[5] or "", match[3] or match[4] or match[6]
    short = function.rpartition(".")[2] if not function.endswith("__init__") else function.rpartition(".")[0]
    meant = re.search(r"Did you mean '(\w+)'", failure.message)
    definition = re.search(rf"def {re.escape(short)}\(([^)]*)\)", failure.case.code) or re.search(
        rf"class {re.escape(short)}\b[\s\S]{{0,2000}}?def __init__\(([^)]*)\)", failure.case.code
    )
    known = re.findall(r"(\w+)\s*(?:[:=,]|$)", definition[1]) if definition else []
    builtin = {
        "print": "sep end file flush",
        "sorted": "key reverse",
        "sort": "key reverse",
        "open": "mode encoding errors newline buffering",
        "int": "base",
        "max": "key default",
        "min": "key default",
    }
    found = [meant[1]] if meant else near(name, [*known, *builtin.get(short, "").split()])
    what = f"`{short}`" if short else "the function"
    if found:
        fixes = failure.replace(f"{name}", found[0])
        return Diagnosis(
            "python.keyword_misspelt", f"{what} has no argument `{name}`; `{found[0]}` was meant", fixes=fixes
        )
    fixes = (advice(f"leave out `{name}`, or look which arguments the installed version takes"),)
    return Diagnosis("python.unexpected_keyword", f"{what} has no argument `{name}`", fixes=fixes)


CAUSES: tuple[tuple[str, Explainer] | Cause, ...] = (
    ("TypeError", keyword),
    Cause(
        "python.argument_twice",
        "TypeError",
        r"got multiple values for (?:keyword )?argument '(\w+)'",
        "the argument `{0}` was given twice, by position and by name (a method without `self` looks like this, too)",
        (advice("leave one out"),),
    ),
    Cause(
        "python.positional_only",
        "TypeError",
        r"got some positional-only arguments passed as keyword arguments: '(.+)'",
        "`{0}` can only be given by position",
        (advice("leave out its name"),),
    ),
    Cause(
        "python.abstract_instantiated",
        "TypeError",
        r"Can't instantiate abstract class (\w+) (?:with|without an implementation for) abstract methods? '?([\w', ]+)",
        "`{1}` is abstract: {2} is not implemented",
        (advice("implement {2} in `{1}`, or make an object of a subclass"),),
    ),
    Cause(
        "python.protocol_instantiated",
        "TypeError",
        r"Protocols cannot be instantiated|Type (\w+) cannot be instantiated; use|(?:Cannot|cannot) instantiate typing",
        "a type that only describes others cannot be instantiated",
    ),
    Cause(
        "python.super_arguments",
        "TypeError",
        r"object\.__init__\(\) takes exactly one|object\.__new__\(\) takes exactly",
        "more arguments were passed to `object` than it takes: `super().__init__()` gets none here, or `__init__` is misspelt",
        (advice("call `super().__init__()` without arguments"),),
    ),
    Cause(
        "python.super_misused",
        "RuntimeError TypeError",
        r"super\(\): (no arguments|__class__ cell not found)|super\(type, obj\): obj must be",
        "`super()` works only inside of a method of a class",
    ),
    Cause(
        "python.init_missing",
        "TypeError",
        r"^(\w+)\(\) takes no arguments",
        "`{0}` takes no arguments: it has no `__init__` (spelt with two underscores on each side)",
        (advice("define `__init__(self, ...)`"),),
    ),
    Cause(
        "python.init_returns", "TypeError", r"__init__\(\) should return None", "`__init__` must not return anything"
    ),
    ("TypeError", arguments),
    Cause(
        "python.decorator_arguments",
        "TypeError",
        r"decorator.* takes|missing 1 required positional argument: 'func'",
        "a decorator was used without, or with, the parentheses that it needs",
    ),
    ("TypeError", not_callable),
    Cause(
        "python.star_argument",
        "TypeError",
        r"argument after \*\*? must be (?:an iterable|a mapping), not (\w+)",
        "what follows `*` or `**` in the call is a {0}: `*` needs something to loop over, `**` a dictionary",
    ),
    Cause(
        "python.keywords_not_strings",
        "TypeError",
        r"keywords must be strings",
        "the keys of a dictionary after `**` must be texts",
    ),
)

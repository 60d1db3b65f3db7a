"""An attribute that is not there."""

from __future__ import annotations

import re

from journeyman.faults.python.cause import Cause, Explainer
from journeyman.faults.python.causes.imports import missing_in_module
from journeyman.faults.python.causes.none_origin import origin_of_none
from journeyman.faults.python.failure import Failure
from journeyman.faults.python.known_names import BUILTINS, STDLIB, type_names
from journeyman.faults.python.near import near
from journeyman.faults.python.shadowed import shadowed
from journeyman.values import Diagnosis
from journeyman.values.fault import advice

_MISSING = re.compile(r"'([\w.\[\], ]+)' object has no attribute '(\w+)'|type object '(\w+)' has no attribute '(\w+)'")
_MEANT = re.compile(r"Did you mean:? '([\w.]+)'")
_SYNONYMS = {
    ("list", "add"): "append",
    ("list", "push"): "append",
    ("list", "length"): "",
    ("list", "contains"): "",
    ("list", "push_back"): "append",
    ("list", "delete"): "remove",
    ("list", "appendAll"): "extend",
    ("list", "addAll"): "extend",
    ("list", "update"): "extend",
    ("list", "indexOf"): "index",
    ("list", "find"): "index",
    ("tuple", "find"): "index",
    ("set", "append"): "add",
    ("set", "push"): "add",
    ("set", "insert"): "add",
    ("set", "extend"): "update",
    ("dict", "add"): "update",
    ("dict", "append"): "update",
    ("dict", "iteritems"): "items",
    ("dict", "itervalues"): "values",
    ("dict", "iterkeys"): "keys",
    ("dict", "viewitems"): "items",
    ("dict", "containsKey"): "",
    ("dict", "has_key"): "",
    ("str", "toUpperCase"): "upper",
    ("str", "toLowerCase"): "lower",
    ("str", "trim"): "strip",
    ("str", "charAt"): "",
    ("str", "substring"): "",
    ("str", "contains"): "",
    ("str", "indexOf"): "find",
    ("str", "length"): "",
    ("deque", "push"): "append",
    ("deque", "add"): "append",
}
_INSTEAD = {
    "length": "`len(...)`",
    "size": "`len(...)`",
    "len": "`len(...)`",
    "contains": "the operator `in`",
    "containsKey": "the operator `in`",
    "has_key": "the operator `in`",
    "substring": "a slice, `text[a:b]`",
    "charAt": "an index, `text[i]`",
    "append": "a new one made with `+`",
    "next": "`next(...)`",
}
_IMMUTABLE = {
    "tuple": "append extend remove insert pop sort reverse clear add",
    "str": "append sort reverse remove pop add",
}


def missing(failure: Failure) -> Diagnosis | None:
    """Explain ``'X' object has no attribute 'y'``."""
    match = _MISSING.search(failure.message)
    if match is None:
        return None
    kind, name = (match[1] or match[3]).rpartition(".")[2], match[2] or match[4]
    for explain in (_none, _callable, _by_type, _special, _slots, _own_class, _misspelt, _builtin_type, _general):
        if found := explain(kind, name, failure):
            return found
    return None


def _none(kind: str, name: str, failure: Failure) -> Diagnosis | None:
    if kind != "NoneType":
        return None
    why, fixes = origin_of_none(failure, name)
    return Diagnosis("python.none_attribute", f"`.{name}` is asked of None: {why}", fixes=fixes)


def _callable(kind: str, name: str, failure: Failure) -> Diagnosis | None:
    if kind in {"function", "method", "builtin_function_or_method", "method_descriptor"}:
        called = re.search(rf"([\w.]*\w)\.{name}\b", failure.source)
        function = called[1] if called else "it"
        if name in failure.defined and called and function in BUILTINS:
            fixes = failure.replace(f"{function}.{name}", f"{function}({name})")
            summary = f"`{function}` is a function: `{function}({name})` was meant"
            return Diagnosis("python.function_with_dot", summary, fixes=fixes)
        fixes = failure.replace(f"{function}.{name}", f"{function}().{name}") if called else ()
        summary = f"`{function}` is a function that was not called: its parentheses are missing"
        return Diagnosis("python.function_not_called", summary, fixes=fixes)
    if kind in {"coroutine", "async_generator", "Task", "Future"}:
        summary = f"`.{name}` is asked of a coroutine: `await` is missing"
        return Diagnosis("python.await_missing", summary, fixes=(advice("write `await` before the call"),))
    return None


def _by_type(kind: str, name: str, failure: Failure) -> Diagnosis | None:
    if (kind, name) in {("str", "decode"), ("bytes", "encode")}:
        other = "bytes" if kind == "bytes" else "text"
        summary = f"a{_n(kind)} `{kind}` has no `{name}`: it is {other} already"
        return Diagnosis("python.text_and_bytes", summary, fixes=failure.replace(f".{name}()", ""))
    if kind == "super":
        return Diagnosis("python.super_attribute", f"no base class has `{name}`")
    if kind in {"generator", "map", "filter", "zip", "range", "dict_keys", "dict_values", "dict_items", "enumerate"}:
        if name == "next":
            return Diagnosis("python.python2_name", "an iterator has no `.next()` any more: it is `next(it)`")
        summary = f"a{_n(kind)} `{kind}` has no `{name}`: make a list of it first"
        return Diagnosis("python.iterator_is_no_list", summary, fixes=(advice("wrap it in `list(...)`"),))
    if name in _IMMUTABLE.get(kind, "").split():
        summary = f"a{_n(kind)} `{kind}` cannot be changed, so it has no `{name}`: use a list, or make a new {kind}"
        return Diagnosis("python.immutable", summary, fixes=(advice("use a list"),))
    if kind == "dict" and (kind, name) not in _SYNONYMS and not near(name, type_names("dict"), 1, at_least=0.8):
        called = re.search(rf"([\w.\])]*)\.{name}\b(?!\()", failure.source)
        fixes = failure.replace(f".{name}", f'["{name}"]') if called else ()
        return Diagnosis(
            "python.dict_attribute", f'a dict is asked for a key with `["{name}"]`, not `.{name}`', fixes=fixes
        )
    if (new := _SYNONYMS.get((kind, name))) is not None:
        if new:
            summary = f"a{_n(kind)} `{kind}` has no `{name}`: it is `{new}` in Python"
            return Diagnosis("python.method_synonym", summary, fixes=failure.replace(name, new))
        summary = f"a{_n(kind)} `{kind}` has no `{name}`: use {_INSTEAD.get(name, 'an operator')}"
        return Diagnosis("python.method_of_other_language", summary, fixes=(advice(f"use {_INSTEAD.get(name, '')}"),))
    return None


def _special(kind: str, name: str, failure: Failure) -> Diagnosis | None:
    if name in {"__enter__", "__exit__", "__aenter__", "__aexit__"}:
        return Diagnosis("python.no_context_manager", f"a{_n(kind)} `{kind}` cannot be used with `with`")
    if kind == "str" and name in {"read", "readline", "close", "write"}:
        summary = f"a file's name is no open file, so it has no `{name}`: open it first"
        return Diagnosis("python.path_is_no_file", summary, fixes=(advice("use `with open(path) as file:`"),))
    if re.search(rf"[\[(,]\s*\w+\s*\.{name}\b", failure.source) is None and name in failure.defined:
        inside = re.search(rf"(\w+)\s*\.\s*{name}\b(?!\()", failure.source)
        if inside and inside[1] in failure.defined and kind in {"str", "int", "float"}:
            return _comma(inside[1], name, failure)
    if (
        name in failure.defined
        and re.search(rf"\w\s*\.\s*{name}\s*[\]),]", failure.source)
        and kind in {"str", "int", "float"}
    ):
        return _comma("it", name, failure)
    if kind == "tuple" and name in type_names("str"):
        summary = f"it is a tuple and has no `{name}`: a comma at the end of the line that assigned it made it one"
        return Diagnosis("python.tuple_by_comma", summary, fixes=(advice("remove the comma at the end of that line"),))
    if kind == "list" and (name in type_names("str") or not near(name, type_names("list"), 1, at_least=0.75)):
        summary = f"a list has no `{name}`: ask each of its elements"
        fix = advice(f"loop over it, or take one element first: `[0].{name}`")
        return Diagnosis("python.list_is_no_element", summary, fixes=(fix,))
    return None


def _comma(before: str, name: str, failure: Failure) -> Diagnosis:
    fixes = failure.replace(f".{name}", f", {name}")
    return Diagnosis(
        "python.dot_for_comma", f"a comma was meant between `{before}` and `{name}`, not a dot", fixes=fixes
    )


def _slots(kind: str, name: str, failure: Failure) -> Diagnosis | None:
    body = _class_body(kind, failure.case.code)
    written = re.search(rf"\.{name}\s*(?:[-+*/]?=)(?!=)", failure.source)
    if "no __dict__" in failure.message or (
        written and ("__slots__" in body or kind in {"int", "str", "list", "dict", "object"})
    ):
        summary = f"a{_n(kind)} `{kind}` takes no new attribute `{name}`: its attributes are fixed (`__slots__`)"
        return Diagnosis("python.slots", summary, fixes=(advice(f'add "{name}" to `__slots__`'),))
    if written:
        summary = f"a{_n(kind)} `{kind}` takes no new attribute `{name}`: its attributes are fixed (`__slots__`)"
        return Diagnosis("python.slots", summary)
    return None


def _own_class(kind: str, name: str, failure: Failure) -> Diagnosis | None:
    body = _class_body(kind, failure.case.code)
    if not body:
        return None
    private = re.search(rf"\bself\.(__\w*{name.lstrip('_')})\b|def (__{name.lstrip('_')})\(", body)
    if private and not name.startswith("__"):
        return Diagnosis(
            "python.private_attribute", f"`{private[1] or private[2]}` is private to `{kind}`: no `{name}` outside"
        )
    if (
        re.search(rf"\bself\.{name}\s*(?::[^=\n]*)?=", failure.case.code)
        and not re.search(rf"\bself\.{name}\s*=", body)
        and "__init__" in body
        and "super()" not in body
    ):
        summary = f"`{name}` is set by the base class, whose `__init__` was not called"
        fix = advice("call `super().__init__(...)` in `__init__`")
        return Diagnosis("python.super_init_missing", summary, fixes=(fix,))
    own = set(
        re.findall(r"\bself\.(\w+)\b(?=\s*(?::[^=\n]*)?=[^=])|def (\w+)\(|^\s+(\w+)\s*[:=]", body, re.MULTILINE)
        and [
            next(filter(None, groups))
            for groups in re.findall(
                r"\bself\.(\w+)\b(?=\s*(?::[^=\n]*)?=[^=])|def (\w+)\(|^\s+(\w+)\s*[:=]", body, re.MULTILINE
            )
        ]
    )
    found = near(name, own - {name})
    if found:
        fixes = failure.replace(name, found[0])
        return Diagnosis("python.attribute_misspelt", f"`{kind}` has no `{name}`; `{found[0]}` was meant", fixes=fixes)
    if re.search(rf"\bself\.{name}\s*(?::[^=\n]*)?=[^=]", body):
        summary = f"`{name}` is set in another method of `{kind}`, which was not called before"
        return Diagnosis("python.attribute_set_later", summary, fixes=(advice(f"set `self.{name}` in `__init__`"),))
    if re.search(r"def _?_?init_?_?\(|def __int__\(", body) and "def __init__(" not in body:
        summary = (
            f"`{name}` was never set: the constructor must be called `__init__`, with two underscores on each side"
        )
        return Diagnosis("python.init_misspelt", summary)
    return None


def _n(kind: str) -> str:
    """Return what makes ``a`` the article of ``kind``."""
    return "n" if kind[:1].lower() in set("aeio") else ""


def _class_body(kind: str, code: str) -> str:
    match = re.search(
        rf"^([ \t]*)class {re.escape(kind)}\b.*\n((?:\1[ \t]+.*\n?|[ \t]*\n)*)", code + "\n", re.MULTILINE
    )
    return match[2] if match else ""


def _misspelt(kind: str, name: str, failure: Failure) -> Diagnosis | None:
    meant = _MEANT.search(failure.message)
    found = [meant[1]] if meant else near(name, type_names(kind), at_least=0.72)
    if not found:
        return None
    fixes = failure.replace(name, found[0]) or (advice(f"write `{found[0]}`"),)
    return Diagnosis(
        "python.attribute_misspelt", f"a{_n(kind)} `{kind}` has no `{name}`; `{found[0]}` was meant", fixes=fixes
    )


def _builtin_type(kind: str, name: str, failure: Failure) -> Diagnosis | None:
    if kind in BUILTINS or kind in {"module", "NoneType"}:
        summary = f"a{_n(kind)} `{kind}` has no `{name}`: the variable holds another type than expected"
        return Diagnosis("python.wrong_type_for_attribute", summary, fixes=(advice("check what was assigned to it"),))
    return None


def _general(kind: str, name: str, failure: Failure) -> Diagnosis:
    summary = f"`{kind}` has no attribute `{name}`"
    return Diagnosis(
        "python.no_such_attribute", summary, fixes=(advice(f"set `{name}` before it is read, or check its spelling"),)
    )


def of_module(failure: Failure) -> Diagnosis | None:
    """Explain ``module 'm' has no attribute 'x'``."""
    match = re.search(r"module '([\w.]+)' has no attribute '(\w+)'", failure.message)
    if match is None:
        return None
    if "circular import" in failure.message or "partially initialized" in failure.message:
        if (match[1] in STDLIB and "consider renaming" in failure.message) or f"{match[1]}.py" in failure.around.files:
            return shadowed(match[1])
        place = failure.place
        if place and place.path.rpartition("/")[2] == f"{match[1]}.py":
            return shadowed(match[1])
        summary = (
            f"`{match[1]}` was still being imported when `{match[2]}` was asked of it: the import goes in a circle"
        )
        return Diagnosis(
            "python.circular_import", summary, fixes=(advice("import inside of the function that needs it"),)
        )
    return missing_in_module(match[1], match[2], failure)


CAUSES: tuple[tuple[str, Explainer] | Cause, ...] = (
    Cause(
        "python.property_without_setter",
        "AttributeError",
        r"property '(\w+)' of '[^']+' object has no setter|can't set attribute(?: '(\w+)')?|object attribute '(\w+)' is read-only",
        "the attribute {0} cannot be set: it is read-only (a property without a setter, a slot, or a frozen value)",
        (advice("add a setter (`@NAME.setter`), or set another attribute"),),
    ),
    Cause(
        "python.frozen",
        "FrozenInstanceError",
        r"cannot (?:assign to|delete) field '(\w+)'",
        "`{0}` cannot be set: the dataclass is frozen",
        (advice("make a changed copy: `dataclasses.replace(...)`"),),
    ),
    Cause(
        "python.property_without_getter",
        "AttributeError",
        r"unreadable attribute|has no getter",
        "the property cannot be read: it has no getter",
    ),
    Cause(
        "python.property_without_deleter",
        "AttributeError",
        r"has no deleter|can't delete attribute",
        "the property cannot be deleted: it has no deleter",
    ),
    Cause(
        "python.pickle_class_missing",
        "AttributeError",
        r"Can't get attribute '([\w.<>]+)' on <module '([\w.]+)'",
        "the pickled object needs `{1}`, which the module {2} does not define here",
        (advice("import or define the class under the same name before loading"),),
    ),
    Cause(
        "python.pickle_local",
        "AttributeError PicklingError",
        r"Can't (?:pickle local object|get local object)",
        "a function or class that was made inside of a function cannot be pickled",
        (advice("move it to the top level of a module"),),
    ),
    Cause("python.no_context_manager", "AttributeError", r"^__(?:a?enter|a?exit)__$", "it cannot be used with `with`"),
    ("AttributeError", of_module),
    ("AttributeError", missing),
    Cause("python.no_such_attribute", "AttributeError", r"no attribute '(\w+)'|^(\w+)$", "there is no attribute `{0}`"),
)

"""A name that is not defined."""

from __future__ import annotations

import keyword
import re

from journeyman.faults.notebook import hint
from journeyman.faults.python.cause import Cause, Explainer
from journeyman.faults.python.failure import Failure
from journeyman.faults.python.known_names import ALIASES, BUILTINS, MEMBERS, OTHER_LANGUAGES, PYTHON2, STDLIB
from journeyman.faults.python.near import near
from journeyman.values import Diagnosis, Fix
from journeyman.values.fault import advice, edit

_UNDEFINED = re.compile(r"^(?:global |free )?(?:name|variable) ['\"]?(\w+)['\"]? is not defined")
_MEANT = re.compile(r"Did you mean: '([\w.]+)'\?")
_FORGOT = re.compile(r"Did you forget to import '([\w.]+)'")


def undefined(failure: Failure) -> Diagnosis | None:
    """Explain ``name 'x' is not defined``."""
    match = _UNDEFINED.search(failure.message)
    if match is None:
        return None
    name = match[1]
    for explain in (_cell, _foreign, _self, _later, _import, _misspelt, _quotes, _unknown):
        if found := explain(name, failure):
            return found
    return None


def _cell(name: str, failure: Failure) -> Diagnosis | None:
    found = hint(name, failure.around, failure.case.code)
    if found is None:
        return None
    fix = (advice(found.advice),)
    if found.reason in {"not_run", "later"}:
        return Diagnosis("python.name_in_cell_not_run", found.sentence, fixes=fix)
    if found.reason == "restarted":
        return Diagnosis("python.name_lost_with_kernel", found.sentence, fixes=fix)
    if found.reason == "deleted":
        return Diagnosis("python.name_of_deleted_cell", found.sentence, fixes=fix)
    return Diagnosis("python.name_in_edited_cell", found.sentence, fixes=fix)


def _foreign(name: str, failure: Failure) -> Diagnosis | None:
    if name in PYTHON2:
        new = PYTHON2[name]
        fixes = failure.replace(name, new) if new.isidentifier() or "." in new else (advice(f"use {new}"),)
        return Diagnosis("python.python2_name", f"`{name}` was a name of Python 2; it is `{new}` now", fixes=fixes)
    if name in OTHER_LANGUAGES and name not in failure.defined - set(failure.around.names):
        new = OTHER_LANGUAGES[name]
        if not new:
            return Diagnosis("python.name_of_other_language", f"`{name}` declares nothing in Python: just assign")
        fixes = failure.replace(name, new)
        summary = f"`{name}` is not Python: it is `{new}` here"
        return Diagnosis("python.name_of_other_language", summary, fixes=fixes)
    return None


def _self(name: str, failure: Failure) -> Diagnosis | None:
    if re.search(rf"\bself\.{name}\b|\bcls\.{name}\b", failure.case.code) and name != "self":
        fixes = failure.replace(name, f"self.{name}")
        return Diagnosis("python.name_without_self", f"`{name}` is an attribute: write `self.{name}`", fixes=fixes)
    if name in {"self", "cls"}:
        summary = f"`{name}` is not defined here: the method has no parameter `{name}`, or this is not in a method"
        return Diagnosis("python.self_missing", summary, fixes=(advice(f"add `{name}` as the first parameter"),))
    if name in {"__file__"}:
        summary = "`__file__` is not defined in a notebook or at a prompt"
        return Diagnosis("python.no_file_in_notebook", summary, fixes=(advice("use os.getcwd() instead"),))
    return None


def _import(name: str, failure: Failure) -> Diagnosis | None:
    statement = ""
    if forgot := _FORGOT.search(failure.message):
        statement = f"import {forgot[1]}"
    elif name in ALIASES and not near(name, failure.defined, 1, at_least=0.9):
        statement = ALIASES[name]
    elif name in STDLIB and re.search(rf"\b{name}\.\w", failure.source):
        statement = f"import {name}"
    elif name in MEMBERS:
        statement = f"from {MEMBERS[name]} import {name}"
    elif name in failure.around.modules or name in STDLIB:
        statement = f"import {name}"
    if not statement:
        return None
    summary = f"`{name}` is used, but was not imported: `{statement}`"
    return Diagnosis("python.name_not_imported", summary, fixes=_at_top(statement, failure))


def _at_top(statement: str, failure: Failure) -> tuple[Fix, ...]:
    """Insert an import before the first line of the code, where that is known."""
    place = failure.place
    lines = failure.case.code.split("\n")
    if failure.case.code and (place is None or place.in_cell):
        at = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith(("%", "#"))), 0)
        if not lines[at].startswith(("from __future__", '"', "'")):
            return (edit("", at + 1, lines[at], f"{statement}\n{lines[at]}", f"add `{statement}` at the top"),)
    if place is not None and not place.in_cell and place.line == 1 and place.source:
        return (edit(place.path, 1, place.source, f"{statement}\n{place.source}", f"add `{statement}` at the top"),)
    return (advice(f"add `{statement}` at the top"),)


def _misspelt(name: str, failure: Failure) -> Diagnosis | None:
    meant = _MEANT.search(failure.message)
    own = near(name, failure.defined - {name})
    builtin = near(name, (BUILTINS | set(keyword.kwlist)) - {"license", "credits", "copyright"}, at_least=0.74)
    found = list(dict.fromkeys([*([meant[1]] if meant else []), *own, *builtin]))
    if not found:
        module = near(name, STDLIB if re.search(rf"\b{name}\.\w", failure.source) else (), 1, at_least=0.78)
        found = module
    if not found:
        return None
    best = found[0]
    fixes = tuple(fix for other in found[:3] for fix in failure.replace(name, other)) or (advice(f"write `{best}`"),)
    if best.startswith("self."):
        return Diagnosis("python.name_without_self", f"`{name}` is an attribute: write `{best}`", fixes=fixes)
    return Diagnosis("python.name_misspelt", f"`{name}` is not defined; `{best}` was meant", fixes=fixes)


def _quotes(name: str, failure: Failure) -> Diagnosis | None:
    """A bare word where a text was meant."""
    source = failure.source
    if re.fullmatch(r"(?:pip|conda|npm|git|ls|cd|mkdir|python|apt)\b.*", source):
        return Diagnosis("python.shell_command_in_python", f"`{source[:60]}` is a command for the shell, not Python")
    if re.search(rf"\[\s*{name}\s*\]", source) and len(name) > 2:
        fixes = failure.replace(f"[{name}]", f'["{name}"]')
        return Diagnosis("python.quotes_forgotten", f"`{name}` is not defined: a text needs quotes", fixes=fixes)
    if re.search(rf"(?:print|input|open)\(\s*{name}\s*\)|(?:==|!=|\bin\b)\s*{name}\s*(?:$|[:)])|= *{name}$", source):
        fixes = (*failure.replace(name, f'"{name}"', "put it in quotes, if a text was meant"),)
        fixes = (advice(f"assign `{name}` before this line"), *fixes)
        return Diagnosis("python.name_never_assigned", f"`{name}` is used, but nothing was assigned to it", fixes=fixes)
    return None


def _later(name: str, failure: Failure) -> Diagnosis | None:
    code = failure.case.code
    if re.search(rf"^[ \t]*del +.*\b{name}\b", code, re.MULTILINE):
        return Diagnosis("python.name_deleted", f"`{name}` was deleted with `del` before it was used")
    if re.search(rf"\bexcept\b.*\bas +{name}\b", code):
        summary = f"`{name}` is gone after its `except` block: keep it under another name"
        return Diagnosis("python.name_of_except_gone", summary)
    if match := re.search(rf"^(?:(?:async )?def|class) +{name}\b|^{name} *=", code, re.MULTILINE):
        line = code.count("\n", 0, match.start()) + 1
        fix = advice(f"move line {line} up, before its first use")
        return Diagnosis(
            "python.name_defined_later", f"`{name}` is defined only further down, at line {line}", fixes=(fix,)
        )
    if re.search(rf"^[ \t]+{name} *(?:=|:)|^[ \t]+(?:def|class|for) +{name}\b", code, re.MULTILINE):
        summary = f"`{name}` exists only inside of a function or class, and is used outside of it"
        return Diagnosis("python.name_in_other_scope", summary, fixes=(advice(f"return `{name}` from the function"),))
    return None


def _unknown(name: str, failure: Failure) -> Diagnosis:
    fixes = (advice(f"assign or import `{name}` before this line"),)
    if re.search(rf"\b{name}\(", failure.source):
        return Diagnosis("python.function_undefined", f"there is no function `{name}`", fixes=fixes)
    return Diagnosis("python.name_never_assigned", f"`{name}` is used, but nothing was assigned to it", fixes=fixes)


def unbound(failure: Failure) -> Diagnosis | None:
    """Explain a local variable that is read before it was assigned."""
    match = re.search(
        r"local variable '(\w+)' (?:referenced before|where it is not)|free variable '(\w+)'", failure.message
    )
    if match is None:
        return None
    name = match[1] or match[2]
    if match[2]:
        summary = f"`{name}` of the enclosing function was not assigned yet when the inner function read it"
        return Diagnosis("python.free_variable_unassigned", summary)
    changed = re.search(rf"\b{name}\s*(?:[-+*/|&^%@]|//|\*\*|<<|>>)=", failure.source)
    if name in BUILTINS:
        summary = f"`{name}` is assigned in this function, which hides the builtin `{name}` in all of it"
        return Diagnosis(
            "python.builtin_hidden", summary, fixes=(advice(f"give the variable another name than `{name}`"),)
        )
    glob = re.search(rf"^{name}\b *(?::[^=]*)?=", failure.case.code, re.MULTILINE) or name in failure.around.names
    if re.search(rf"^{name} *=", failure.case.code, re.MULTILINE) or changed or glob:
        fixes = (advice(f"write `global {name}` (or `nonlocal {name}`) at the top of the function, or pass it in"),)
        summary = f"`{name}` is assigned in this function, so it is local there, and has no value yet when it is read"
        return Diagnosis("python.local_before_assignment", summary, fixes=fixes)
    summary = f"`{name}` has no value yet: the line that assigns it was not reached (an `if`, `try` or loop)"
    return Diagnosis("python.local_before_assignment", summary, fixes=(advice(f"give `{name}` a value before"),))


CAUSES: tuple[tuple[str, Explainer] | Cause, ...] = (
    ("NameError", undefined),
    ("UnboundLocalError", unbound),
    ("NameError", unbound),
)

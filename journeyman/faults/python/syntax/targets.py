"""Assignments and deletions that are not possible, and `=` where `==` or `:=` was meant."""

from __future__ import annotations

import itertools
import keyword
import re

from journeyman.faults.python.syntax.lexer import Token
from journeyman.faults.python.syntax.problem import Check, Problem
from journeyman.values import Diagnosis, Fix
from journeyman.values.fault import advice

_CANNOT = re.compile(
    r"(?:cannot|can't) (assign to|delete|use assignment expressions with) ([\w *-]+?)(?: here)?(?:\. Maybe.*)?$"
)
_OBJECTS = {
    "dict literal": "dict",
    "dict display": "dict",
    "set display": "set",
    "list": "list",
    "tuple": "tuple",
    "f-string expression": "str",
}


def comparison(problem: Problem) -> Diagnosis | None:
    """`=` in a condition."""
    words = problem.words
    sign = next((t for t in problem.tokens if t.text == "="), None)
    if sign is None or not re.search(r"invalid syntax|Maybe you meant '=='|cannot assign", problem.message):
        return None
    conditional = bool(words) and (
        words[0] in {"if", "elif", "while", "assert", "return"}
        or (":" not in words and any(w in words for w in ("and", "or", "not")) and words[1:2] != ["="])
    )
    if conditional and not re.search(r"\w\(\s*\w+\s*=(?!=)", problem.text[: sign.column + 1]):
        new = problem.replaced(sign, "==")
        what = "a condition compares with `==`; a single `=` assigns"
        return Diagnosis("python.assignment_for_comparison", what, fixes=problem.repair(new) or (advice("write =="),))
    return None


def keyword_target(problem: Problem) -> Diagnosis | None:
    """A keyword or constant where a name is needed."""
    tokens = problem.tokens
    for one, two in itertools.pairwise(tokens):
        if two.text in {"=", ":=", "+=", "-="} and one.is_keyword and one.text not in {"lambda"}:
            if one.text in {"None", "True", "False"}:
                return Diagnosis(
                    "python.assign_to_constant",
                    f"`{one.text}` is a constant in Python and cannot be assigned to",
                    fixes=(advice("use another name, or `==` to compare"),),
                )
            if one.text in {"else", "in", "is", "and", "or", "not", "if"} and one is not tokens[0]:
                continue
            return Diagnosis(
                "python.assign_to_keyword",
                f"`{one.text}` is a keyword of Python, and cannot get a value",
                fixes=problem.repair(problem.replaced(one, f"{one.text}_")) or (advice("use another name"),),
            )
        if one.text == "." and two.is_keyword and keyword.iskeyword(two.text):
            return Diagnosis(
                "python.keyword_as_attribute",
                f"`{two.text}` is a keyword of Python, and cannot be an attribute after a dot",
                fixes=problem.repair(problem.replaced(two, f"{two.text}_"))
                or (advice("use another name, or getattr"),),
            )
    if "__debug__" in problem.words:
        return Diagnosis(
            "python.assign_to_debug", "`__debug__` is a constant in Python", fixes=(advice("use another name"),)
        )
    if tokens[:1] and tokens[0].text == "..." and "=" in problem.words:
        return Diagnosis(
            "python.assign_to_constant", "the ellipsis `...` is a constant in Python", fixes=(advice("use a name"),)
        )
    if (
        tokens[:1]
        and tokens[0].text in {"for", "with", "import", "as", "global", "nonlocal", "del", "except"}
        and "invalid syntax" in problem.message
    ):
        for one, two in itertools.pairwise(tokens):
            if (
                one.text in {"for", "as", "global", "nonlocal", "del", "import"}
                and two.is_keyword
                and two.text not in {"None", "True", "False", "lambda", "not"}
            ):
                return Diagnosis(
                    "python.keyword_as_name",
                    f"`{two.text}` is a keyword of Python and cannot be a name",
                    fixes=problem.repair(problem.replaced(two, f"{two.text}_")) or (advice("use another name"),),
                )
    return None


def walrus(problem: Problem) -> Diagnosis | None:
    """`:=` as a statement, or for what is no name."""
    tokens = problem.tokens
    at = next((i for i, token in enumerate(tokens) if token.text == ":="), -1)
    if at < 0:
        return None
    if at == 1 and tokens[0].kind == "name" and not tokens[0].is_keyword:
        return Diagnosis(
            "python.walrus_as_statement",
            "a plain assignment is written `=`, not `:=`",
            fixes=problem.repair(problem.replaced(tokens[at], "=")) or (advice("write ="),),
        )
    before = tokens[at - 1] if at else None
    if before is not None and (
        before.kind in {"string", "number"}
        or before.text in {"True", "False", "None", ")", "]"}
        or (at > 1 and tokens[at - 2].text == ".")
    ):
        return Diagnosis(
            "python.walrus_target",
            f"`:=` assigns only to plain names, not to `{before.text}`",
            fixes=(advice("use a plain name on the left"),),
        )
    return None


def target(problem: Problem) -> Diagnosis | None:
    """`cannot assign to X` and `cannot delete X`."""
    match = _CANNOT.search(problem.message)
    if match is None:
        return None
    if match[1] == "delete":
        return _deletion(match[2])
    if match[1].startswith("use"):
        return Diagnosis(
            "python.walrus_target",
            f"`:=` assigns only to plain names, not to a {match[2]}",
            fixes=(advice("use a plain name on the left"),),
        )
    kind = match[2]
    sign = next(
        (t for t in problem.tokens if t.text == "=" and (problem.column is None or t.column > problem.column)), None
    )
    return _constant_or_call(kind, problem, sign) or _expression(kind, problem, sign)


def _constant_or_call(kind: str, problem: Problem, sign: Token | None) -> Diagnosis | None:
    """A constant, a name with a hyphen, or a call."""
    text, words = problem.text, problem.words
    if kind in {"True", "False", "None", "ellipsis", "Ellipsis"}:
        shown = "the ellipsis `...`" if kind.lower() == "ellipsis" else f"`{kind}`"
        return Diagnosis(
            "python.assign_to_constant",
            f"{shown} is a constant in Python and cannot be assigned to",
            fixes=(advice("use another name, or `==` to compare"),),
        )
    if (
        problem.brackets.open == []
        and (hyphen := re.match(r"(\s*)((?:[A-Za-z_]\w*-)+[A-Za-z_]\w*)(\s*=.*)$", text))
        and "expression" in kind
    ):
        new = f"{hyphen[1]}{hyphen[2].replace('-', '_')}{hyphen[3]}"
        return Diagnosis(
            "python.hyphen_in_name",
            f"a name has no hyphen (that is a minus): `{hyphen[2].replace('-', '_')}`",
            fixes=problem.repair(new),
        )
    if kind == "function call":
        fixes = problem.repair(problem.replaced(sign, "==")) if sign and words[0] in {"if", "elif", "while"} else ()
        return Diagnosis(
            "python.assign_to_call",
            "a function call stands left of `=`, where a variable must be",
            fixes=fixes or (advice("swap the sides, or write `==`; square brackets set an element"),),
        )
    return None


def _expression(kind: str, problem: Problem, sign: Token | None) -> Diagnosis | None:
    """Any other expression."""
    text, words = problem.text, problem.words
    if "yield" in kind:
        return Diagnosis(
            "python.assign_to_yield",
            "a `yield` stands left of `=`, where only a variable can be",
            fixes=(advice("swap the sides"),),
        )
    if kind.startswith("literal") or kind in _OBJECTS or kind == "literal":
        return _literal(problem, kind)
    if kind in {"attribute", "subscript", "name", "list", "tuple"} or "comparison" in kind:
        fixes = problem.repair(problem.replaced(sign, "==")) if sign else ()
        return Diagnosis(
            "python.assignment_for_comparison",
            "a single `=` assigns, and `==` compares: here only a comparison is possible",
            fixes=fixes or (advice("write =="),),
        )
    if "generator" in kind or "comprehension" in kind:
        return Diagnosis(
            "python.assign_to_comprehension", f"a {kind} cannot stand left of `=`", fixes=(advice("swap the sides"),)
        )
    if "conditional" in kind or "lambda" in kind or "await" in kind:
        return Diagnosis(
            "python.assign_to_expression", f"a {kind} cannot stand left of `=`", fixes=(advice("swap the sides"),)
        )
    if re.search(r"[-+*/%]", text.split("=")[0]):
        fixes = problem.repair(problem.replaced(sign, "==")) if sign and words[0] in {"if", "elif", "while"} else ()
        return Diagnosis(
            "python.assign_to_operation",
            "a calculation stands left of `=`, where a variable must be",
            fixes=fixes or (advice("swap the sides, or write `==`"),),
        )
    return Diagnosis(
        "python.assign_to_expression",
        "an expression stands left of `=`, where a variable is needed",
        fixes=(advice("swap the sides, or write `==`"),),
    )


def _literal(problem: Problem, kind: str) -> Diagnosis:
    first = problem.tokens[0] if problem.tokens else None
    at = next((t for t in problem.tokens if problem.column is not None and t.column >= problem.column), first)
    name = _OBJECTS.get(kind) or ("str" if at and at.kind == "string" else "float" if at and "." in at.text else "int")
    fixes: tuple[Fix, ...] = ()
    swapped = re.match(r"(\s*)(\S+)\s*=\s*([A-Za-z_]\w*)\s*(#.*)?$", problem.text)
    if swapped:
        fixes = problem.repair(f"{swapped[1]}{swapped[3]} = {swapped[2]}")
    if problem.words[:1] and problem.words[0] in {"if", "elif", "while"}:
        fixes = problem.repair(re.sub(r"(?<![=!<>:])=(?!=)", "==", problem.text, count=1))
    more = "; the two sides may be swapped" if swapped else ""
    summary = f"left of `=` stands a fixed value ({name}), where a variable must be{more}"
    return Diagnosis("python.assign_to_literal", summary, fixes=fixes or (advice("put a variable on the left"),))


def _deletion(kind: str) -> Diagnosis:
    if kind == "function call":
        return Diagnosis(
            "python.delete_call",
            "`del` takes names and elements, not the result of a call",
            fixes=(advice("leave out the parentheses, or call .remove(...)"),),
        )
    if kind in {"literal", "True", "False", "None"}:
        return Diagnosis(
            "python.delete_literal",
            f"a {kind} cannot be deleted: `del` takes names and elements",
            fixes=(advice("name a variable"),),
        )
    return Diagnosis(
        "python.delete_expression",
        f"an expression ({kind}) cannot be deleted: `del` takes names and elements",
        fixes=(advice("name a variable or an element"),),
    )


def deletion(problem: Problem) -> Diagnosis | None:
    """`del` with more than a name."""
    if problem.words[:1] == ["del"] and "invalid syntax" in problem.message:
        return _deletion("expression")
    return None


def nested_assignment(problem: Problem) -> Diagnosis | None:
    """`a = (b = 2)`."""
    if re.search(r"[(\[,]\s*\w+\s*=(?!=)", problem.text) and re.search(
        r"Maybe you meant '==' or ':='|^invalid syntax$", problem.message
    ):
        sign = [t for t in problem.tokens if t.text == "="]
        inner = next((t for t in reversed(sign)), None)
        fixes = (
            (*problem.repair(problem.replaced(inner, "==")), *problem.repair(problem.replaced(inner, ":=")))
            if inner
            else ()
        )
        return Diagnosis(
            "python.assignment_in_expression",
            "an assignment with `=` stands inside of an expression: `==` compares there, `:=` assigns",
            fixes=fixes,
        )
    return None


CHECKS: tuple[Check, ...] = (keyword_target, walrus, comparison, nested_assignment, target, deletion)

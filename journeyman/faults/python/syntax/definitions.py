"""The first line of a function, class, or lambda."""

from __future__ import annotations

import re

from journeyman.faults.python.syntax.lexer import Token
from journeyman.faults.python.syntax.problem import Check, Problem
from journeyman.values import Diagnosis
from journeyman.values.fault import advice


def definition(problem: Problem) -> Diagnosis | None:
    """The name and the parameters of a function or class."""
    text, words, tokens = problem.text, problem.words, problem.tokens
    if "def" not in words[:2] and "lambda" not in words and words[:1] != ["class"]:
        return None
    start = words.index("def") if "def" in words[:2] else -1
    if start >= 0 and len(tokens) > start + 1 and (found := _named(problem, start)):
        return found
    if words[0] == "class" and len(tokens) > 1 and (tokens[1].is_keyword or tokens[1].kind in {"number", "string"}):
        return Diagnosis(
            "python.class_name_invalid",
            f"`{tokens[1].text}` cannot be the name of a class",
            fixes=(advice("use another name"),),
        )
    if "lambda" in words and re.search(r"lambda\b[^:]*\(", text):
        return Diagnosis(
            "python.parameters_parenthesized",
            "a lambda cannot take tuples apart in its parameters",
            fixes=(advice("take one parameter, and index it: lambda p: p[0]"),),
        )
    if "lambda" in words and re.search(
        r"lambda\b[^:]*:\s*(?:return|print\s+\w|if\b(?!.*\belse\b)|for\b|raise\b|[\w.]+\s*=[^=])", text
    ):
        return Diagnosis(
            "python.statement_in_lambda",
            "a lambda holds one expression, no statement",
            fixes=(advice("write a function with def"),),
        )
    return None


def _named(problem: Problem, start: int) -> Diagnosis | None:
    """The name of a function, and what comes after it."""
    text, words, tokens = problem.text, problem.words, problem.tokens
    name = tokens[start + 1]
    if name.text in {"(", ":"}:
        return Diagnosis(
            "python.function_name_missing", "the function has no name", fixes=(advice("write def name(...):"),)
        )
    if name.text == "=" or (words[start + 2 : start + 3] == ["="]):
        return Diagnosis(
            "python.assign_to_keyword",
            "`def` is a keyword of Python, and cannot get a value",
            fixes=(advice("use another name"),),
        )
    if name.is_keyword:
        return Diagnosis(
            "python.keyword_as_name",
            f"`{name.text}` is a keyword of Python and cannot be the name of a function",
            fixes=problem.repair(problem.replaced(name, f"{name.text}_")) or (advice("use another name"),),
        )
    if name.kind == "string":
        return Diagnosis(
            "python.function_name_invalid",
            "the name of a function has no quotes",
            fixes=problem.repair(problem.replaced(name, name.text.strip("\"'"))),
        )
    if name.kind == "number" or not name.text.isidentifier():
        return Diagnosis(
            "python.function_name_invalid",
            "the name of a function begins with a letter or _",
            fixes=(advice("use another name"),),
        )
    after = words[start + 2] if len(words) > start + 2 else ""
    if after in {":", ""}:
        new = re.sub(r"(\bdef\s+\w+)\s*:?", r"\1():", text, count=1)
        return Diagnosis(
            "python.parentheses_missing",
            f"the parentheses after the function's name `{name.text}` are missing",
            fixes=problem.repair(new) or (advice("write ():"),),
        )
    if after in {"-", "."} or (tokens[start + 2].kind == "name"):
        return Diagnosis(
            "python.function_name_invalid",
            "the name of a function must be one word: letters, digits and _",
            fixes=(advice("use _ between words"),),
        )
    if found := _parameters(problem, start + 2):
        return found
    return None


def _parameters(problem: Problem, at: int) -> Diagnosis | None:
    """What stands between the parentheses of a definition."""
    depth, previous = 0, problem.tokens[at]
    seen: list[str] = []
    for token in problem.tokens[at + 1 :]:
        if depth == 0:
            begins = previous.text in {"(", ","}
            found = _first(problem, token, seen) if begins else _inside(problem, token, previous)
            if found:
                return found
            if begins:
                seen.append(token.text)
        if token.text in {"(", "[", "{"}:
            depth += 1
        elif token.text in {")", "]", "}"}:
            depth -= 1
            if depth < 0:
                return None
        previous = token
    return None


def _first(problem: Problem, token: Token, seen: list[str]) -> Diagnosis | None:
    """What a parameter begins with; ``seen`` are the beginnings of those before."""
    text = token.text
    if found := _no_name(problem, token):
        return found
    if "**" in seen and text != ")":
        summary = "nothing may follow `**kwargs` in the parameters"
        return Diagnosis("python.parameter_after_kwargs", summary, fixes=(advice("put it before"),))
    if text == "/" and ("*" in seen or "/" in seen):
        summary = "`/` may stand once among the parameters, and before `*`"
        return Diagnosis("python.slash_parameter", summary, fixes=(advice("put `/` before `*`"),))
    if text == "*" and "*" in seen:
        named = ", ".join(f"`{name}`" for name in re.findall(r"\*\w+", problem.text)) or "`*`"
        summary = f"only one `*` can stand among the parameters: {named}"
        return Diagnosis("python.star_parameter_twice", summary, fixes=(advice("leave one out"),))
    if token.kind == "op" and text not in {"*", "**", "/", ")", ","}:
        summary = f"the operator `{text}` stands where the name of a parameter belongs"
        return Diagnosis("python.parameter_is_operator", summary, fixes=(advice("write a name"),))
    return None


def _inside(problem: Problem, token: Token, previous: Token) -> Diagnosis | None:
    """What follows the name of a parameter."""
    if token.kind == "name" and previous.kind in {"name", "number", "string"} and not token.is_keyword:
        new = problem.text[: token.column].rstrip() + ", " + problem.text[token.column :]
        fixes = problem.repair(new) or (advice("put a comma between them"),)
        summary = f"a comma is missing between `{previous.text}` and `{token.text}`"
        return Diagnosis("python.comma_missing", summary, fixes=fixes)
    if token.text in {"+", "-", "==", ":="} and previous.kind == "name":
        fixes = problem.repair(problem.replaced(token, "=")) or (advice("write name=value"),)
        summary = f"`{token.text}` stands where `=` gives a parameter its default"
        return Diagnosis("python.default_needs_equal", summary, fixes=fixes)
    return None


def _no_name(problem: Problem, token: Token) -> Diagnosis | None:
    """A value or keyword where a parameter begins."""
    text = token.text
    if text in {"{", "["}:
        kind = "list" if text == "[" else "dictionary or set"
        return Diagnosis(
            "python.parameter_is_value",
            f"parameters are names, and here stands a {kind}",
            fixes=(advice("use a name, and take it apart inside"),),
        )
    if text == "(":
        return Diagnosis(
            "python.parameters_parenthesized",
            "parameters are names: a tuple cannot be taken apart there",
            fixes=(advice("take one parameter, and take it apart inside"),),
        )
    if token.kind in {"number", "string"}:
        return Diagnosis(
            "python.parameter_is_value",
            f"parameters are names, and here stands {'a text' if token.kind == 'string' else 'a number'}",
            fixes=(advice("use a name; a value can be a default: name=value"),),
        )
    if token.is_keyword and text != "lambda":
        return Diagnosis(
            "python.keyword_as_name",
            f"`{text}` is a keyword of Python and cannot be a parameter",
            fixes=problem.repair(problem.replaced(token, f"{text}_")) or (advice("use another name"),),
        )
    return None


CHECKS: tuple[Check, ...] = (definition,)

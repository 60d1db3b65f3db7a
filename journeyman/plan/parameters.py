"""Fill a recipe's blanks: from the goal, from the workspace, from its defaults, or from what a caller gives."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from journeyman.errors import UsageError
from journeyman.plan.facts import FACTS
from journeyman.plan.grammar import Goal
from journeyman.plan.recipe import Parameter, Recipe
from journeyman.plan.words import found, phrases, stem, tokens, without_sentences
from journeyman.values import Json
from journeyman.workspace import Workspace

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_LONGEST = 200
_SEPARATORS = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s+&\s+")


def read_parameters(recipe: Recipe, goal: Goal, workspace: Workspace) -> dict[str, Json]:
    """Return the value of every parameter of ``recipe`` for ``goal``.

    Raises UsageError when a value is not allowed, or a required one is missing; what a look at the workspace raises
    passes through.
    """
    values: dict[str, Json] = {}
    for parameter in recipe.parameters.values():
        value = _from_goal(parameter, goal)
        if value is not None or not parameter.fact:
            values[parameter.name] = checked(parameter, default_of(parameter) if value is None else value)
    for parameter in recipe.parameters.values():
        if parameter.required and not any(values.get(name) for name in (parameter.name, *parameter.unless)):
            raise UsageError(parameter.required)
    for parameter in recipe.parameters.values():
        if parameter.name not in values:
            values[parameter.name] = checked(parameter, FACTS[parameter.fact](workspace, values))
    return values


def complete_parameters(recipe: Recipe, given: Mapping[str, Json]) -> dict[str, Json]:
    """Return ``given`` with defaults added. Raises UsageError for an unknown parameter or a value not allowed."""
    unknown = sorted(set(given) - set(recipe.parameters))
    if unknown:
        allowed = ", ".join(recipe.parameters)
        raise UsageError(f"the recipe {recipe.name} has no parameter {', '.join(unknown)}; allowed are {allowed}")
    return {
        name: checked(parameter, given.get(name, default_of(parameter)))
        for name, parameter in recipe.parameters.items()
    }


def checked(parameter: Parameter, value: Json) -> Json:
    """Return ``value`` when ``parameter`` may have it. Raises UsageError saying what is allowed."""
    problem = _CHECKS[parameter.type](parameter, value)
    if problem:
        raise UsageError(f"{parameter.name}: found {str(value)[:60]!r}; allowed is {problem}")
    return posixpath.normpath(value) if parameter.type == "folder" and value else value


def default_of(parameter: Parameter) -> Json:
    """Return the value of a parameter that nobody set."""
    empty: dict[str, Json] = {"integer": 0, "boolean": False, "list": []}
    return parameter.default if parameter.default is not None else empty.get(parameter.type, "")


def _from_goal(parameter: Parameter, goal: Goal) -> Json:
    if parameter.unless_said and found([stem(token) for token in tokens(goal.text)], phrases(parameter.unless_said)):
        return False
    if any(clause.verb in parameter.if_verb for clause in goal.clauses):
        return True
    if parameter.if_said and found(goal.wished, phrases(parameter.if_said)):
        return True
    for choice, words in (parameter.choices or {}).items():
        if found(goal.wished, phrases(words)):
            return choice
    text = without_sentences(goal.text) if parameter.unquoted else goal.text
    hit = parameter.pattern.search(text) if parameter.pattern else None
    return _converted(parameter.type, next((group for group in hit.groups() if group), "").strip()) if hit else None


def _converted(type_: str, text: str) -> Json:
    if type_ == "integer":
        return int(text) if text.isdecimal() and len(text) < 10 else text
    if type_ == "list":
        return [part for part in _SEPARATORS.split(text) if part]
    return text


def _text(parameter: Parameter, value: Json) -> str:
    if isinstance(value, str) and len(value) <= _LONGEST and (not value or value.isprintable()):
        return ""
    return f"one line of at most {_LONGEST} characters"


def _name(parameter: Parameter, value: Json) -> str:
    if isinstance(value, str) and (not value or _NAME.fullmatch(value)):
        return ""
    return "a letter, then letters, digits, - and _, at most 40 in all"


def _folder(parameter: Parameter, value: Json) -> str:
    allowed = "a folder inside the workspace, such as services/shop"
    if not isinstance(value, str) or len(value) > _LONGEST or value.startswith(("/", "~", "-")):
        return allowed
    clean = re.fullmatch(r"[\w./-]*", value) and ".." not in value.split("/")
    return "" if clean else allowed


def _integer(parameter: Parameter, value: Json) -> str:
    low, high = parameter.minimum, parameter.maximum
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole and (value == parameter.default or ((low is None or value >= low) and (high is None or value <= high))):
        return ""
    return f"a whole number from {low} to {high}"


def _boolean(parameter: Parameter, value: Json) -> str:
    return "" if isinstance(value, bool) else "true or false"


def _choice(parameter: Parameter, value: Json) -> str:
    return "" if value in (parameter.choices or {}) or value == "" else f"one of {', '.join(parameter.choices or {})}"


def _list(parameter: Parameter, value: Json) -> str:
    return "" if isinstance(value, (list, tuple)) else "a list"


_CHECKS = {
    "text": _text,
    "name": _name,
    "folder": _folder,
    "integer": _integer,
    "boolean": _boolean,
    "choice": _choice,
    "list": _list,
}

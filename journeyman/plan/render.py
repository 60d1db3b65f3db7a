"""Templates with ``$name`` blanks: substitution only, nothing in a template is ever executed."""

from __future__ import annotations

import html
import json
import re
import string
from collections.abc import Mapping

from journeyman.errors import ConfigError, UsageError
from journeyman.plan.parameters import complete_parameters
from journeyman.plan.recipe import Recipe, load_recipes
from journeyman.values import Json

KEEP = "keep"
"""A parameter that every application recipe has: paths of its files that are there already and stay as they are."""


class _Blanks(string.Template):
    """``$name`` and ``${name}``, names in lower case; ``$$`` is a dollar sign."""

    idpattern = r"(?a:[a-z][a-z0-9_]*)"
    flags = re.VERBOSE


def fill(text: str, values: Mapping[str, Json], where: str) -> str:
    """Return ``text`` with its blanks filled. Raises ConfigError naming ``where`` for an unknown or a broken blank."""
    try:
        return _Blanks(text).substitute({name: _shown(value) for name, value in values.items()})
    except KeyError as error:
        known = ", ".join(sorted(values))
        raise ConfigError(f"{where}: found the unknown name ${error.args[0]}; allowed are {known}") from None
    except ValueError as error:
        raise ConfigError(f"{where}: {error}; write $$ for a dollar sign") from None


def fill_value(value: Json, values: Mapping[str, Json], where: str) -> Json:
    """Fill the blanks in every text of ``value``; a text that is one blank takes the value itself, not its text."""
    if isinstance(value, str):
        whole = re.fullmatch(r"\$\{?([a-z][a-z0-9_]*)\}?", value)
        if whole and whole[1] in values:
            return values[whole[1]]
        return fill(value, values, where)
    if isinstance(value, Mapping):
        return {key: fill_value(item, values, f"{where}.{key}") for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [fill_value(item, values, where) for item in value]
    return value


def blanks(parameters: Mapping[str, Json]) -> dict[str, Json]:
    """Return the names that templates may use: each parameter, and its forms for other languages.

    ``NAME_py`` is a Python (and JSON) string literal, ``NAME_html`` is escaped for HTML, ``NAME_id`` is a Python
    identifier, ``NAME_lines`` holds a list's items, one a line. ``prefix`` is the folder with a slash, or "".
    """
    values = dict(parameters)
    for name, value in parameters.items():
        if isinstance(value, str):
            values[f"{name}_py"] = json.dumps(value, ensure_ascii=False)
            values[f"{name}_html"] = html.escape(value)
            values[f"{name}_id"] = identifier(value)
        elif isinstance(value, (list, tuple)):
            values[f"{name}_lines"] = "\n".join(str(item) for item in value)
    folder = str(parameters.get("folder") or ".")
    values["prefix"] = "" if folder == "." else f"{folder}/"
    return values


def identifier(text: str) -> str:
    """Return a Python identifier that reads like ``text``."""
    import keyword

    name = re.sub(r"\W+", "_", text.lower(), flags=re.ASCII).strip("_") or "app"
    if name[0].isdigit() or keyword.iskeyword(name):
        name = f"app_{name}"
    return name


def render_app(
    recipe: str, parameters: Mapping[str, Json], recipes: Mapping[str, Recipe] | None = None
) -> list[tuple[str, str]]:
    """Return (path, content) of each file that ``recipe`` writes, paths relative to the workspace.

    ``parameters`` may leave out what has a default, and may name files to ``keep`` (left out of the result).
    ``recipes`` defaults to the shipped ones and the user's own. Raises UsageError for an unknown recipe, one without
    files, or a parameter that is not allowed; ConfigError for a broken template.
    """
    known = load_recipes() if recipes is None else recipes
    chosen = known.get(recipe)
    writing = sorted(name for name, each in known.items() if each.files)
    if chosen is None or not chosen.files:
        raise UsageError(f"{recipe!r} is no recipe of an application; allowed are {', '.join(writing)}")
    kept = parameters.get(KEEP, ())
    if not isinstance(kept, (list, tuple)):
        raise UsageError(f"{KEEP}: found {kept!r}; a list of paths is allowed")
    values = blanks(complete_parameters(chosen, {name: v for name, v in parameters.items() if name != KEEP}))
    files = []
    for file in chosen.files:
        path = fill(file.path, values, f"{chosen.folder / 'recipe.yaml'}: files")
        if path not in kept:
            files.append(
                (path, fill(chosen.template(file.template), values, f"{chosen.folder / 'templates' / file.template}"))
            )
    return files


def _shown(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ", ".join(str(item) for item in value)
    return str(value)

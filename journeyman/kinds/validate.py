"""Check an action's arguments against its kind's schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from journeyman.errors import KindError
from journeyman.values import Json

_compiled: dict[str, tuple[object, Callable[[Json], Json]]] = {}


class Described(Protocol):
    """Anything with a name and a schema: a kind or a composite."""

    name: str
    schema: Mapping[str, Json]


def validate(kind: Described, args: Mapping[str, Json]) -> None:
    """Raise KindError, in one line that names the key and what is allowed, when ``args`` do not fit ``kind``."""
    import fastjsonschema

    cached = _compiled.get(kind.name)
    if cached is None or cached[0] is not kind.schema:
        cached = (kind.schema, fastjsonschema.compile(_plain(kind.schema), use_default=False))
        _compiled[kind.name] = cached
    try:
        cached[1](dict(args))
    except fastjsonschema.JsonSchemaValueException as error:
        raise KindError(f"{kind.name}: {_explain(kind, args, error)}") from None


def _explain(kind: Described, args: Mapping[str, Json], error: Any) -> str:
    properties = kind.schema["properties"]
    known = ", ".join(properties)
    unknown = [key for key in args if key not in properties]
    if unknown:
        return f"unknown argument {unknown[0]!r}; known: {known}"
    missing = [key for key in kind.schema.get("required", ()) if key not in args]
    if missing:
        return f"the argument {missing[0]!r} is missing; known: {known}"
    path = [str(part) for part in error.path[1:]]
    if not path:
        return f"the arguments do not go together: give {_combinations(kind.schema)}"
    return f"{'.'.join(path)} = {_shown(error.value)} is not allowed; it must be {_allowed(error)}"


def _combinations(schema: Mapping[str, Json]) -> str:
    if "allOf" in schema:
        return " or ".join(name for part in schema["allOf"] for name in part["not"]["required"]) + ", not both"
    groups = [" and ".join(group["required"]) for group in schema.get("oneOf") or schema.get("anyOf") or ()]
    return ", or ".join(groups) + (" (not both)" if "oneOf" in schema else "")


def _allowed(error: Any) -> str:
    definition = error.rule_definition
    if error.rule == "type":
        return " or ".join(definition) if isinstance(definition, list) else f"of type {definition}"
    words = {
        "enum": "one of {}",
        "pattern": "text like {}",
        "minLength": "at least {} characters long",
        "maxLength": "at most {} characters long",
        "minimum": "{} or more",
        "maximum": "{} or less",
        "exclusiveMinimum": "more than {}",
        "minItems": "a list of at least {}",
        "maxItems": "a list of at most {}",
    }
    return words.get(error.rule, "{}").format(json.dumps(definition))


def _shown(value: Json) -> str:
    text = json.dumps(value, default=str)
    return text if len(text) <= 60 else text[:57] + "..."


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value

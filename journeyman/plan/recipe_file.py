"""Read the YAML files of recipes and check them against their schemas."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from journeyman.config.reading import parse_yaml, read_bytes
from journeyman.errors import ConfigError
from journeyman.shipped import shipped
from journeyman.values import Json


def read_checked(path: Path, schema: str) -> dict[str, Any]:
    """Return the mapping in ``path``, checked against ``configs/recipes/<schema>.schema.json``.

    Raises ConfigError in one line that names the file, the key and what is allowed there.
    """
    import fastjsonschema

    data = read_bytes(path)
    if data is None:
        raise ConfigError(f"{path}: does not exist")
    value = parse_yaml(data, path)
    try:
        _validator(schema)(value)
    except fastjsonschema.JsonSchemaValueException as error:
        raise ConfigError(f"{path}: {explain(error)}") from None
    checked: dict[str, Any] = value
    return checked


@cache
def _validator(schema: str) -> Callable[[Json], Json]:
    import fastjsonschema

    source = shipped("configs") / "recipes" / f"{schema}.schema.json"
    validator: Callable[[Json], Json] = fastjsonschema.compile(json.loads(source.read_text("utf-8")), use_default=False)
    return validator


def explain(error: Any) -> str:
    """Say in one line which key of a JSON value is wrong and what is allowed (a fastjsonschema error)."""
    key = ".".join(str(part) for part in error.path[1:]) or "the top level"
    rule, definition = error.rule, error.definition if isinstance(error.definition, dict) else {}
    if rule == "additionalProperties" and isinstance(error.value, dict):
        allowed = definition.get("properties", {})
        unknown = sorted(set(error.value) - set(allowed))
        return f"{key}: found the unknown key {', '.join(unknown)}; allowed are {', '.join(sorted(allowed)) or 'none'}"
    if rule == "required" and isinstance(error.value, dict):
        missing = [name for name in definition["required"] if name not in error.value]
        return f"{key}: the key {', '.join(missing)} is missing; needed are {', '.join(definition['required'])}"
    if rule == "enum":
        allowed = "one of " + ", ".join(str(item) for item in definition["enum"])
    elif rule == "pattern":
        allowed = f"text like {definition['pattern']}"
    elif rule == "type":
        kinds = definition["type"]
        allowed = " or ".join(kinds) if isinstance(kinds, list) else str(kinds)
    else:
        allowed = f"{rule} {json.dumps(definition.get(rule))}"
    return f"{key}: found {_shown(error.value)}; allowed is {allowed}"


def _shown(value: Json) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else text[:57] + "..."

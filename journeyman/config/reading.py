"""Read one YAML file strictly: no duplicate keys, no aliases, checked against its schema, errors in one line."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Callable, Hashable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeyman.errors import ConfigError
from journeyman.shipped import shipped
from journeyman.values import Json

if TYPE_CHECKING:
    import yaml

MAX_BYTES = 1_000_000
"""A configuration file larger than this is refused: it is not one."""


def read_bytes(path: Path) -> bytes | None:
    """Return the content of ``path``; None when it does not exist. Raises ConfigError when it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise ConfigError(f"{path}: more than {MAX_BYTES} bytes; a configuration file is smaller")
    return data


def digest(*contents: bytes | None) -> str:
    """Return the SHA-256 over several files' contents in order ("" when none of them exists)."""
    if all(content is None for content in contents):
        return ""
    total = hashlib.sha256()
    for content in contents:
        total.update(b"-" if content is None else b"+%d:" % len(content) + content)
    return total.hexdigest()


def parse(data: bytes, path: Path, schema: str) -> dict[str, Json]:
    """Return the mapping in YAML ``data``; an empty file is an empty mapping.

    Raises ConfigError naming path, line or key, what was found and what is allowed.
    """
    value = parse_yaml(data, path)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ConfigError(f"{path}: found {_kind(value)} at the top; a mapping of keys to values is allowed")
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        raise ConfigError(
            f"{path}: found a date, NaN or an infinite number; plain text and numbers are allowed"
        ) from None
    check(value, path, schema, data)
    return value


def parse_yaml(data: bytes, path: Path) -> Json:
    """Return the value in YAML ``data``. Raises ConfigError for syntax errors, aliases and duplicate keys."""
    import yaml

    try:
        text = data.decode("utf-8")
        if "*" in text or "&" in text:
            for event in yaml.parse(text, Loader=_loader_class()):
                if isinstance(event, yaml.AliasEvent):
                    at = event.start_mark.line + 1 if event.start_mark else 0
                    raise ConfigError(f"{path}: line {at}: found an alias; plain values are allowed")
        return yaml.load(text, Loader=_loader_class())  # noqa: S506 - a SafeLoader subclass
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: found bytes that are not UTF-8; UTF-8 text is allowed") from None
    except yaml.MarkedYAMLError as error:
        where = error.problem_mark or error.context_mark
        line = f"line {where.line + 1}: " if where else ""
        raise ConfigError(f"{path}: {line}{error.problem or error.context}; valid YAML is allowed") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ConfigError(f"{path}: {' '.join(str(error).split())}; valid YAML is allowed") from None


@cache
def _loader_class() -> type[yaml.SafeLoader]:
    import yaml

    base: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Strict(base):  # type: ignore[misc] # the base is chosen at run time: the C loader where it is built in
        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Json]:
            seen: set[Hashable] = set()
            for key_node, _ in node.value:
                key = self.construct_object(key_node, deep=True)
                if not isinstance(key, str):
                    problem = f"found the key {key!r}; keys are text"
                    raise yaml.constructor.ConstructorError(None, None, problem, key_node.start_mark)
                if key in seen:
                    problem = f"found the key {key!r} twice; each key once"
                    raise yaml.constructor.ConstructorError(None, None, problem, key_node.start_mark)
                seen.add(key)
            result: dict[Hashable, Json] = super().construct_mapping(node, deep=deep)
            return result

    return Strict


@cache
def _validator(schema: str) -> Callable[[Json], Json]:
    import fastjsonschema

    source = shipped("configs") / "schema" / f"{schema}.schema.json"
    validator: Callable[[Json], Json] = fastjsonschema.compile(json.loads(source.read_text("utf-8")), use_default=False)
    return validator


def check(value: Json, path: Path, schema: str, data: bytes | None = None) -> None:
    """Validate ``value`` against ``configs/schema/<schema>.schema.json``.

    Raises ConfigError in one line; with ``data``, the text that ``value`` was read from, it names the line there.
    """
    import fastjsonschema

    try:
        _validator(schema)(value)
    except fastjsonschema.JsonSchemaValueException as error:
        line = line_of(data, _place(error)) if data is not None else 0
        raise ConfigError(f"{path}: {f'line {line}: ' if line else ''}{_explain(error)}") from None


def line_of(data: bytes, keys: Sequence[str]) -> int:
    """Return the line (from 1) of the value at ``keys`` (mapping keys and list positions) in YAML ``data``.

    Where ``keys`` lead nowhere it is the line of the last one that is there; 0 when ``data`` is no YAML.
    """
    import yaml

    try:
        node = yaml.compose(data.decode("utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        return 0
    line = 1
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            pairs = [(name, value) for name, value in node.value if name.value == key]
            if not pairs:
                break
            line, node = pairs[0][0].start_mark.line + 1, pairs[0][1]
        elif isinstance(node, yaml.SequenceNode) and key.isdigit() and int(key) < len(node.value):
            node = node.value[int(key)]
            line = node.start_mark.line + 1
        else:
            break
    return line


def _place(error: Any) -> list[str]:
    keys = [str(part) for part in error.path[1:]]
    if error.rule == "additionalProperties" and isinstance(error.value, dict):
        unknown = sorted(set(error.value) - set(error.definition.get("properties", {})))
        keys += unknown[:1]
    return keys


def _explain(error: Any) -> str:
    key = ".".join(_counted(str(part)) for part in error.path[1:]) or "the top level"
    definition = error.definition if isinstance(error.definition, dict) else {}
    if error.rule == "additionalProperties":
        allowed = definition.get("properties", {})
        unknown = sorted(set(error.value) - set(allowed))
        near = difflib.get_close_matches(unknown[0], allowed, n=1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        return f"{key}: found the unknown key {', '.join(unknown)}{hint}; allowed are {', '.join(sorted(allowed))}"
    return f"{key}: found {_shown(error.value)}; allowed is {_allowed(error.rule, definition)}"


def _counted(part: str) -> str:
    """Return a position in a list as people count: from 1."""
    return str(int(part) + 1) if part.isdigit() else part


def _allowed(rule: str, definition: dict[str, Json]) -> str:
    if rule == "enum":
        return "one of " + ", ".join(str(item) for item in definition["enum"])
    if rule == "required":
        return "a mapping with the keys " + ", ".join(definition["required"])
    if rule in {"pattern", "type"} and "description" in definition:
        return str(definition["description"])
    kinds = definition.get("type", "something else")
    text = " or ".join(kinds) if isinstance(kinds, list) else str(kinds)
    bounds = {
        "minimum": "at least",
        "maximum": "at most",
        "exclusiveMinimum": "more than",
        "minLength": "no shorter than",
        "minProperties": "with no fewer keys than",
    }
    limits = [f"{words} {definition[name]}" for name, words in bounds.items() if name in definition]
    return " ".join([text, " and ".join(limits)]).strip()


def _shown(value: Json) -> str:
    text = repr(value)
    return f"{_kind(value)} {text if len(text) <= 60 else text[:57] + '...'}"


def _kind(value: Json) -> str:
    names = {dict: "a mapping", list: "a list", str: "the text", bool: "the truth value", type(None): "nothing:"}
    return names.get(type(value), "the number" if isinstance(value, (int, float)) else f"a {type(value).__name__}")

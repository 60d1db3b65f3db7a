"""Write down the schema of a kind's arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from journeyman.kinds.kind import Schema

TEXT: Mapping[str, Any] = {"type": "string", "minLength": 1}
PATH: Mapping[str, Any] = {"type": "string", "minLength": 1, "maxLength": 4096}
PORT: Mapping[str, Any] = {"type": "integer", "minimum": 0, "maximum": 65535}
SECONDS: Mapping[str, Any] = {"type": "number", "exclusiveMinimum": 0, "maximum": 86_400}
FLAG: Mapping[str, Any] = {"type": "boolean"}
NAME: Mapping[str, Any] = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"}


def words(*, at_least: int = 0) -> Mapping[str, Any]:
    """Return the schema of a list of non-empty strings."""
    return {"type": "array", "items": TEXT, "minItems": at_least}


def arguments(properties: Mapping[str, Any], required: Sequence[str] = (), **more: Any) -> Schema:
    """Return the JSON schema of an object with exactly these properties; ``more`` are further keywords."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
        **more,
    }

"""Merge the layers of ``settings.yaml``; a workspace that is not trusted may not redirect or loosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from journeyman.config.layers import read_layers
from journeyman.values import Json
from journeyman.workspace import Workspace

Combine = Callable[[Json, Json], Json]


def _either(base: Json, own: Json) -> Json:
    """Take the workspace's value: the key protects nothing."""
    return own


def _lower(base: Json, own: Json) -> Json:
    """Take the smaller one; None means without limit."""
    return min((value for value in (base, own) if value is not None), default=None)


def _higher(base: Json, own: Json) -> Json:
    return max(base, own)


_UNTRUSTED: Mapping[str, Combine] = {
    "limits.*.*": _lower,
    "output.bytes": _lower,
    "model.timeout": _lower,
    "undo.max_file_bytes": _higher,
    "undo.retention_days": _higher,
    "notebooks.enabled": _either,
}
"""What a workspace may set before it is trusted. Every other key is ignored until then: above all ``model.base_url``,
``model.api_key_env`` (a cloned repository must not receive prompts or keys) and ``undo.exclude`` (what is excluded
cannot be taken back)."""


def load_settings(workspace: Workspace, trusted_hash: str = "") -> dict[str, Json]:
    """Return the merged settings as a plain nested dict, every shipped key present. Raises ConfigError in one line.

    ``trusted_hash``: see :func:`journeyman.config.load_policy`.
    """
    layers = read_layers(workspace, "settings", trusted_hash)
    settings = merge(layers.shipped, layers.user)
    if layers.trusted:
        return merge(settings, layers.workspace)
    for path, value in _leaves(layers.workspace):
        combine = _UNTRUSTED.get(".".join(path)) or _UNTRUSTED.get(_pattern(path))
        section = settings
        for key in path[:-1]:
            section = section[key]
        if combine is not None:
            section[path[-1]] = combine(section.get(path[-1]), value)
    return settings


def merge(base: Mapping[str, Json], above: Mapping[str, Json]) -> dict[str, Json]:
    """Return ``base`` with ``above`` laid over it, mappings merged, everything else (lists too) replaced."""
    result = {key: merge(value, {}) if isinstance(value, dict) else value for key, value in base.items()}
    for key, value in above.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merge(result[key], value) if both else value
    return result


def _leaves(value: Mapping[str, Json], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Json]]:
    for key, item in value.items():
        if isinstance(item, dict):
            yield from _leaves(item, (*path, key))
        else:
            yield (*path, key), item


def _pattern(path: tuple[str, ...]) -> str:
    return ".".join((path[0], *("*" for _ in path[1:])))

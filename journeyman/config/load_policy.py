"""Merge the layers of ``policy.yaml``; a workspace that is not trusted may only tighten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path

from journeyman.config.layers import Layers, layer_path, read_layers
from journeyman.config.policy import Network, PackageLists, Policy, QuietHours, Rule, TrustNumbers
from journeyman.errors import ConfigError
from journeyman.values import Json
from journeyman.workspace import Workspace

_STRICTEST_FIRST = ("ask-all", "earned", "all")
_TIGHTER = {"quantile": min, "success": min, "failure": max, "undo": max, "undo_window_hours": max}
"""How a number of ``trust`` is combined with an untrusted workspace's; a half-life has no strict direction."""
_SECTIONS = ("thresholds", "trust", "network", "packages")
_NEEDED = ("autonomy", "thresholds", "trust", "approval_expiry_hours")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def load_policy(workspace: Workspace, trusted_hash: str = "", own: Path | None = None) -> Policy:
    """Return the policy for ``workspace``: shipped, then the user's, then the workspace's own.

    ``trusted_hash`` is what the user trusted (:func:`journeyman.config.workspace_hash` at that time); when it is not
    that of the files as they are, the workspace's policy can only make verdicts stricter. ``own`` is read in place of
    the user's own file. Raises ConfigError in one line; use ``Policy.broken(str(error))`` then, never a looser policy.
    """
    layers = read_layers(workspace, "policy", trusted_hash, own)
    for layer, entries in (("user", layers.user), ("workspace", layers.workspace)):
        _check_zones(entries, own if own and layer == "user" else layer_path(workspace, "policy", layer))
    base = _merged(layers.shipped, layers.user)
    rules = [*_rules(layers.user, "user"), *_rules(layers.shipped, "shipped")]
    sources = dict(_sources(layers))
    if not layers.workspace:
        return _policy(base, rules, sources)
    mine = _rules(layers.workspace, "workspace")
    if layers.trusted:
        return _policy(_merged(base, layers.workspace), [*mine, *rules], sources)
    tightened, ignored = _tightened(base, layers)
    restrictions = [rule for rule in mine if rule.verdict != "allow"]
    ignored += ["allow rules"] if len(restrictions) < len(mine) else []
    notes = [_note(layers.workspace_path, ignored)] if ignored else []
    changed = {key: "workspace (tightens)" for key in _leaves(tightened) if _at(tightened, key) != _at(base, key)}
    return _policy(tightened, rules, {**sources, **changed}, restrictions, notes)


def rule_place(workspace: Workspace, name: str) -> tuple[Path, int]:
    """Return the file and line (from 1; 0 when it is not there any more) of the rule called ``name`` (``user rule 2``).

    Raises ConfigError when the file cannot be read.
    """
    from journeyman.config.reading import line_of, read_bytes

    layer, _, number = name.split(" ")
    path = layer_path(workspace, "policy", layer)
    data = read_bytes(path)
    keys = ("rules", str(int(number) - 1))
    line = line_of(data, keys) if data else 0
    return path, line if data and line != line_of(data, keys[:1]) else 0


def _merged(base: Mapping[str, Json], above: Mapping[str, Json]) -> dict[str, Json]:
    result = {**base, **{key: value for key, value in above.items() if key != "rules"}}
    for section in _SECTIONS:
        result[section] = {**base.get(section, {}), **above.get(section, {})}
    for section, name in (("network", "hosts"), ("packages", "allow"), ("packages", "deny")):
        found = [*base.get(section, {}).get(name, ()), *above.get(section, {}).get(name, ())]
        result[section][name] = list(dict.fromkeys(found))
    return result


def _tightened(base: dict[str, Json], layers: Layers) -> tuple[dict[str, Json], list[str]]:
    """Combine key by key, keeping the stricter of both, and say which keys were ignored."""
    above, wanted = layers.workspace, _merged(base, layers.workspace)
    result = _merged(base, {})
    if "autonomy" in above:
        result["autonomy"] = min(base["autonomy"], above["autonomy"], key=_STRICTEST_FIRST.index)
    if "approval_expiry_hours" in above:
        result["approval_expiry_hours"] = min(base["approval_expiry_hours"], above["approval_expiry_hours"])
    for name, value in above.get("thresholds", {}).items():
        result["thresholds"][name] = max(result["thresholds"][name], value)
    for name, value in above.get("trust", {}).items():
        if name in _TIGHTER:
            result["trust"][name] = _TIGHTER[name](result["trust"][name], value)
    if above.get("network", {}).get("unlisted") == "ask":
        result["network"]["unlisted"] = "ask"
    result["packages"]["deny"] = wanted["packages"]["deny"]
    if "quiet_hours" in above:
        result["quiet_hours"] = wanted["quiet_hours"] = [*base.get("quiet_hours", ()), *above["quiet_hours"]]
    return result, sorted(key for key in result if key != "rules" and result[key] != wanted[key])


def _note(path: Path, ignored: Sequence[str]) -> str:
    return f"{path}: not loosened until the workspace is trusted: {', '.join(ignored)}"


def _sources(layers: Layers) -> Iterator[tuple[str, str]]:
    for name, layer in layers.in_force:
        for key in _leaves(layer):
            yield key, name


def _leaves(layer: Mapping[str, Json]) -> Iterator[str]:
    """Return the dotted names of a layer's values; each entry of the lists that add up is one of its own."""
    for key, value in layer.items():
        if key == "rules":
            continue
        for name, item in value.items() if isinstance(value, dict) else [("", value)]:
            path = f"{key}.{name}" if name else key
            yield from ([f"{path}:{entry}" for entry in item] if name and isinstance(item, list) else [path])


def _at(layer: Mapping[str, Json], key: str) -> Json:
    path, _, entry = key.partition(":")
    section, _, name = path.partition(".")
    value = layer.get(section, {}).get(name) if name else layer.get(section)
    return entry in (value or ()) if entry else value


def _rules(layer: Mapping[str, Json], name: str) -> list[Rule]:
    return [
        Rule(
            verdict=entry["verdict"],
            reason=entry.get("reason", ""),
            name=f"{name} rule {number}",
            **entry.get("match", {}),
        )
        for number, entry in enumerate(layer.get("rules", ()), start=1)
    ]


def _quiet(entries: Sequence[Mapping[str, Json]]) -> Iterator[QuietHours]:
    for number, entry in enumerate(entries, start=1):
        days = frozenset(_DAYS.index(day) for day in entry.get("days", _DAYS))
        start, end = _minutes(entry["from"]), _minutes(entry["to"])
        yield QuietHours(start, end, entry.get("verdict", "ask"), days, entry.get("zone", ""), f"quiet hours {number}")


def _check_zones(layer: Mapping[str, Json], path: Path) -> None:
    for number, entry in enumerate(layer.get("quiet_hours", ())):
        if not _known_zone(entry.get("zone", "")):
            found = f"quiet_hours.{number}.zone: found the text {entry['zone']!r}"
            raise ConfigError(f"{path}: {found}; allowed is a time zone's name such as Europe/Vienna")


def _known_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return not name or ZoneInfo(name) is not None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def _policy(
    data: Mapping[str, Json],
    rules: Sequence[Rule],
    sources: Mapping[str, str],
    restrictions: Sequence[Rule] = (),
    notes: Sequence[str] = (),
) -> Policy:
    missing = [key for key in _NEEDED if key not in data]
    missing += [item.name for item in fields(TrustNumbers) if item.name not in data.get("trust", {})]
    if missing:
        raise ConfigError(f"the shipped policy.yaml lacks {', '.join(missing)}; install journeyman again")
    network, packages = data["network"], data["packages"]
    return Policy(
        autonomy=data["autonomy"],
        thresholds=dict(data["thresholds"]),
        trust=TrustNumbers(**data["trust"]),
        approval_expiry_hours=data["approval_expiry_hours"],
        rules=tuple(rules),
        restrictions=tuple(restrictions),
        network=Network(tuple(network["hosts"]), network.get("unlisted", "plain")),
        packages=PackageLists(tuple(packages["allow"]), tuple(packages["deny"])),
        quiet_hours=tuple(_quiet(data.get("quiet_hours", ()))),
        notes=tuple(notes),
        sources=sources,
    )

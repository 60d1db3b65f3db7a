"""Merge the layers of ``policy.yaml``; a workspace that is not trusted may only tighten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

from journeyman.config.layers import Layers, read_layers
from journeyman.config.policy import Policy, Rule, TrustNumbers
from journeyman.errors import ConfigError
from journeyman.values import Json
from journeyman.workspace import Workspace

_STRICTEST_FIRST = ("ask-all", "earned", "all")
_TIGHTER = {"quantile": min, "success": min, "failure": max, "undo": max, "undo_window_hours": max}
"""How a number of ``trust`` is combined with an untrusted workspace's; a half-life has no strict direction."""


def load_policy(workspace: Workspace, trusted_hash: str = "") -> Policy:
    """Return the policy for ``workspace``: shipped, then the user's, then the workspace's own.

    ``trusted_hash`` is what the user trusted (:func:`journeyman.config.workspace_hash` at that time); when it is not
    that of the files as they are, the workspace's policy can only make verdicts stricter. Raises ConfigError in one
    line; use ``Policy.broken(str(error))`` then, never a looser policy.
    """
    layers = read_layers(workspace, "policy", trusted_hash)
    base = _merged(layers.shipped, layers.user)
    rules = [*_rules(layers.user, "user"), *_rules(layers.shipped, "shipped")]
    if not layers.workspace:
        return _policy(base, rules)
    own = _rules(layers.workspace, "workspace")
    if layers.trusted:
        return _policy(_merged(base, layers.workspace), [*own, *rules])
    tightened, notes = _tightened(base, layers)
    restrictions = [rule for rule in own if rule.verdict != "allow"]
    if len(restrictions) < len(own):
        notes.append(f"{layers.workspace_path}: its allow rules are ignored until the workspace is trusted")
    return _policy(tightened, rules, restrictions, notes)


def _merged(base: Mapping[str, Json], above: Mapping[str, Json]) -> dict[str, Json]:
    result = {**base, **{key: value for key, value in above.items() if key != "rules"}}
    for section in ("thresholds", "trust"):
        result[section] = {**base.get(section, {}), **above.get(section, {})}
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
    ignored = sorted(key for key in result if key != "rules" and result[key] != wanted[key])
    notes = [f"{layers.workspace_path}: {key} is not loosened until the workspace is trusted" for key in ignored]
    return result, notes


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


def _policy(
    data: Mapping[str, Json],
    rules: Sequence[Rule],
    restrictions: Sequence[Rule] = (),
    notes: Sequence[str] = (),
) -> Policy:
    missing = [key for key in ("autonomy", "thresholds", "trust", "approval_expiry_hours") if key not in data]
    missing += [item.name for item in fields(TrustNumbers) if item.name not in data.get("trust", {})]
    if missing:
        raise ConfigError(f"the shipped policy.yaml lacks {', '.join(missing)}; install journeyman again")
    return Policy(
        autonomy=data["autonomy"],
        thresholds=dict(data["thresholds"]),
        trust=TrustNumbers(**data["trust"]),
        approval_expiry_hours=data["approval_expiry_hours"],
        rules=tuple(rules),
        restrictions=tuple(restrictions),
        notes=tuple(notes),
    )

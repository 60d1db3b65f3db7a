"""``policy``: show what is in force and from where, check a file, and see what another one would have decided."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from journeyman.commands.frontend import Frontend
from journeyman.commands.result import Block, Result, Table, Text, say
from journeyman.commands.standing import taken_back
from journeyman.commands.times import moment
from journeyman.config import Policy, Rule, layer_path, load_policy
from journeyman.errors import ConfigError, UsageError
from journeyman.gate.replay import Replayed, replay
from journeyman.gate.rules import PARTS
from journeyman.values import Json

if TYPE_CHECKING:
    from journeyman.services import Services

_LISTS = ("network.hosts", "packages.allow", "packages.deny")
_MATCH = tuple(name for name in Rule.__slots__ if name not in ("verdict", "reason", "name"))
_MOST_ACTIONS = 20_000
_SHOWN = 40


def policy(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Show the merged policy, check files, or judge the recorded actions again under other rules."""
    if args.what == "check":
        return _check(services, args.file or args.policy)
    if args.what == "replay":
        if args.file:
            raise UsageError(f"say --policy {args.file}; policy replay takes no other file")
        return _replay(services, args.policy, args.since)
    if args.file or args.policy:
        raise UsageError("policy show takes no file; policy check FILE and policy replay --policy FILE do")
    return _show(services)


def _show(services: Services) -> Result:
    found = services.policy
    if found.broken_reason:
        return say(f"everything above reading is denied: {found.broken_reason}", "bad", 1, policy=found.to_dict())
    values = [
        ("autonomy", found.autonomy),
        *((f"thresholds.{name}", f"{value:g}") for name, value in found.thresholds.items()),
        *((f"trust.{name}", f"{getattr(found.trust, name):g}") for name in type(found.trust).__slots__),
        ("approval_expiry_hours", f"{found.approval_expiry_hours:g}"),
        ("network.unlisted", found.network.unlisted),
        ("quiet_hours", "; ".join(f"{span} {span.verdict}" for span in found.quiet_hours) or "none"),
    ]
    rows = tuple((key, value, found.sources.get(key, "shipped")) for key, value in values)
    blocks: list[Block] = [Table(("key", "value", "from"), rows), *_lists(found)]
    every = [*found.restrictions, *found.rules]
    rules = tuple((rule.name, _match(rule), rule.verdict, rule.reason) for rule in every)
    blocks.append(Table(("rule", "matches", "verdict", "reason"), rules))
    blocks += [Text(note, "warn") for note in found.notes]
    data: dict[str, Json] = {"policy": found.to_dict(), "sources": dict(found.sources)}
    return Result(tuple(blocks), data)


def _lists(found: Policy) -> Iterator[Text]:
    for name in _LISTS:
        layers: dict[str, list[str]] = {}
        for key, layer in found.sources.items():
            listed, _, entry = key.partition(":")
            if listed == name and entry:
                layers.setdefault(layer, []).append(entry)
        for layer, entries in layers.items():
            shown = f"{len(entries)} names" if layer == "shipped" else ", ".join(entries)
            yield Text(f"{name} ({layer}): {shown}")


def _match(rule: Rule) -> str:
    return ", ".join(f"{name}: {getattr(rule, name)}" for name in _MATCH if getattr(rule, name))


def _check(services: Services, file: str) -> Result:
    own = _existing(file) if file else None
    found = _load(services, own)
    blocks: list[Block] = []
    if own is None:
        for layer in ("user", "workspace"):
            path = layer_path(services.workspace, "policy", layer)
            blocks.append(Text(f"{layer}: {path}{'' if path.exists() else ' (there is none)'}", "dim"))
    blocks += [Text(note, "warn") for note in (*found.notes, *_never_reached(found.rules))]
    blocks.append(Text(f"{file or 'The policy'} is valid: {len(found.rules)} rules in force", "good"))
    return Result(tuple(blocks), {"valid": True, "policy": found.to_dict()})


def _never_reached(rules: Sequence[Rule]) -> Iterator[str]:
    """Say which rules stand behind one that asks for the same, or for less of the same."""
    for position, rule in enumerate(rules):
        fields = {name: getattr(rule, name) for name in _MATCH if getattr(rule, name)}
        for earlier in rules[:position]:
            wanted = {name: getattr(earlier, name) for name in _MATCH if getattr(earlier, name)}
            partial = earlier.verdict == "allow" != rule.verdict and any(getattr(earlier, name) for name in PARTS)
            if wanted.items() <= fields.items() and not partial:
                yield f"{rule.name} is never reached: {earlier.name} matches all that it does"
                break


def _replay(services: Services, file: str, since: str) -> Result:
    changed = _load(services, _existing(file) if file else None)
    start = moment(since, services.clock())
    records = services.store.actions(limit=_MOST_ACTIONS)
    judged = [
        found
        for found in replay(reversed(records), taken_back(services), changed, services.sandbox.capability)
        if start is None or found.record.created >= start
    ]
    different = [found for found in judged if found.differs]
    head = f"{len(judged)} recorded actions judged again, nothing executed: "
    head += f"{len(different)} would differ" if different else "no verdict would differ"
    blocks: list[Block] = [Text(head, "title")]
    counts = Counter((found.before.verdict, found.after.verdict) for found in different)
    if counts:
        rows = tuple((before, after, str(count)) for (before, after), count in counts.most_common())
        blocks += [Table(("then", "now", "how many"), rows), _differences(services, different)]
    if len(different) > _SHOWN:
        blocks.append(Text(f"and {len(different) - _SHOWN} more; --json has all", "dim"))
    data: dict[str, Json] = {
        "judged": len(judged),
        "counts": {f"{before} -> {after}": count for (before, after), count in counts.items()},
        "different": [_told(services, found) for found in different],
    }
    return Result(tuple(blocks), data)


def _differences(services: Services, different: Sequence[Replayed]) -> Table:
    told = [_told(services, found) for found in reversed(different)]
    columns = ("time", "action", "kind", "signature", "then", "now", "because")
    return Table(columns, tuple(tuple(str(row[column]) for column in columns) for row in told[:_SHOWN]))


def _told(services: Services, found: Replayed) -> dict[str, Json]:
    hide, action = services.redactor.text, found.record.action
    return {
        "time": datetime.fromtimestamp(found.record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "action": action.id,
        "kind": action.kind,
        "signature": hide(found.after.signature),
        "then": found.before.verdict,
        "now": found.after.verdict,
        "because": hide(found.after.reasons[-1] if found.after.reasons else f"it is {found.after.level}"),
    }


def _load(services: Services, own: Path | None) -> Policy:
    """Return the policy of the files as they are now, not as they were when this session began."""
    return load_policy(services.workspace, services.store.get("trusted_policy", ""), own)


def _existing(file: str) -> Path:
    path = Path(file).expanduser()
    if not path.is_file():
        raise ConfigError(f"{path}: there is no such file")
    return path

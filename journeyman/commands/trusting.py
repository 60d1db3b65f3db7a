"""``trust``, ``lockdown`` and ``workspace``: what was earned, the emergency stop, and whose rules count."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from journeyman.commands.frontend import Frontend
from journeyman.commands.parse import split_head, unquote
from journeyman.commands.plots import picture, sparkline
from journeyman.commands.result import Block, Picture, Result, Table, Text, say
from journeyman.commands.standing import Standing, fits, standings
from journeyman.errors import NotFound, UsageError
from journeyman.gate import subject_of
from journeyman.gate.history import curve
from journeyman.values import Evidence

if TYPE_CHECKING:
    from journeyman.services import Services

_PICTURES = 12
_TREND, _LONG_TREND = 12, 60
_ROWS = 12


def trust(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Show trust per signature, or one in detail, or take it back: ``revoke`` for one, ``reset`` for all or one."""
    head, rest = split_head(args.what)
    if head in ("revoke", "reset"):
        return _revoke(services, head, unquote(rest.strip()))
    wanted = unquote(args.what.strip())
    found = standings(services, wanted)
    if wanted and not found:
        raise NotFound(f"no signature begins with {wanted!r}; `trust` lists them")
    if wanted:
        return _detail(services, found)
    if not found:
        return say("No experience yet: everything above reading asks.", "dim", signatures=[])
    head_line = Text(f"autonomy: {services.policy.autonomy}", "dim")
    recent = sorted(found, key=lambda standing: -standing.evidence.updated)[:_PICTURES]
    pictures = [Picture(_drawn(services, standing)) for standing in recent if standing.points]
    data = {"autonomy": services.policy.autonomy, "signatures": [standing.to_dict() for standing in found]}
    return Result((head_line, _table(services, found), *pictures), data)


def _table(services: Services, found: Sequence[Standing]) -> Table:
    columns = ("signature", "proposed by", "level", "trust", "over time", "evidence", "to run unasked")
    now = services.clock()
    rows = tuple(
        (
            standing.evidence.signature,
            standing.evidence.origin,
            standing.name,
            f"{standing.bound:.2f}",
            sparkline(curve(standing.points, now, _TREND)),
            standing.told,
            standing.following,
        )
        for standing in found
    )
    return Table(columns, rows)


def _detail(services: Services, found: Sequence[Standing]) -> Result:
    blocks: list[Block] = []
    for standing in found[:_PICTURES]:
        blocks += _described(services, standing)
    if len(found) > _PICTURES:
        blocks.append(Text(f"and {len(found) - _PICTURES} more; give more of the signature", "dim"))
    return Result(tuple(blocks), {"signatures": [standing.to_dict() for standing in found]})


def _described(services: Services, standing: Standing) -> list[Block]:
    evidence, quantile = standing.evidence, services.policy.trust.quantile
    limit = "nothing earns it" if standing.threshold is None else f"runs unasked from {standing.threshold:.2f}"
    blocks: list[Block] = [
        Text(evidence.signature, "title"),
        Text(f"proposed by {evidence.origin}; {standing.level}; {standing.name}"),
        Text(f"evidence: {standing.told} ({standing.runs})"),
        Text(
            f"trust: {standing.successes:.2f} for, {standing.failures:.2f} against; the {quantile:.0%} quantile of "
            f"Beta(1 + {standing.successes:.2f}, 1 + {standing.failures:.2f}) is {standing.bound:.2f}; {limit}"
        ),
        Text(standing.following, "good") if standing.earned else Text(f"to run unasked: {standing.following}"),
    ]
    if standing.points:
        first, last = standing.points[0], standing.points[-1]
        line = sparkline(curve(standing.points, services.clock(), _LONG_TREND))
        text = f"{_day(first.time)}  {line}  {_day(last.time)}"
        blocks.append(Picture(_drawn(services, standing), text))
        rows = tuple(
            (_day(point.time), point.mark, f"{point.bound:.2f}", point.action_id) for point in standing.points[-_ROWS:]
        )
        blocks.append(Table(("time (UTC)", "what", "trust", "action"), rows))
    return blocks


def _drawn(services: Services, standing: Standing) -> str:
    title = f"{subject_of(standing.evidence.signature)} ({standing.level}, by {standing.evidence.origin})"
    return picture(title, standing.points, standing.threshold, services.clock())


def _day(time: float) -> str:
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%d %H:%M")


def lockdown(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Deny everything above reading, in every front end, until it is lifted."""
    from journeyman.gate.lockdown import lift, lock

    if args.state == "off":
        reason = lift(services.store, services.journal)
        return say(f"Lockdown lifted (it was on: {reason})." if reason else "There was no lockdown.", "good")
    lock(services.store, services.journal)
    return say(f"Lockdown: everything above reading is denied. Lift it: {frontend.magic} lockdown off", "warn")


def workspace(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Trust this workspace's own configuration as it is now (by its hash), or stop trusting it."""
    from journeyman.config import workspace_hash

    now = workspace_hash(services.workspace)
    if args.what == "trust":
        if not now:
            raise UsageError(f"{services.workspace.configs} has no policy.yaml or settings.yaml to trust")
        services.store.put("trusted_policy", now)
        services.journal.record(
            "workspace.trusted", "the workspace's configuration is trusted as it is", data={"hash": now}
        )
        return say("This workspace's configuration counts in full; after any change to it, only what tightens.", "good")
    if args.what == "untrust":
        services.store.put("trusted_policy", "")
        services.journal.record("workspace.untrusted", "the workspace's configuration may only tighten")
        return say("This workspace's configuration may only tighten the gate now.", "good")
    trusted = bool(now) and services.store.get("trusted_policy", "") == now
    state = " has no configuration of its own"
    if now:
        state = "'s configuration " + ("is trusted as it is" if trusted else "may only tighten the gate")
    notes = services.policy.notes
    lines = (Text(f"This workspace{state}."), *(Text(note, "warn") for note in notes))
    return Result(lines, {"trusted": trusted, "notes": list(notes)})


def _revoke(services: Services, what: str, wanted: str) -> Result:
    if what == "revoke" and not wanted:
        raise UsageError("say which signature to revoke; `trust` lists them")
    chosen = [found for found in services.store.evidences() if fits(found.signature, wanted)]
    if not chosen:
        raise NotFound(f"no signature begins with {wanted!r}; `trust` lists them")

    def forget(evidence: Evidence) -> Evidence:
        return replace(evidence, successes=0.0, failures=0.0, updated=services.clock())

    for evidence in chosen:
        services.store.update_evidence((evidence.signature, evidence.origin, evidence.kind), forget)
    names = sorted({evidence.signature for evidence in chosen})
    services.journal.record(f"trust.{what}", f"{len(names)} signatures start from nothing", data={"signatures": names})
    count = f"{len(names)} signature{'s start' if len(names) != 1 else ' starts'} from nothing"
    return say(f"{count}; {'they' if len(names) != 1 else 'it'} will ask.", "good", signatures=names)

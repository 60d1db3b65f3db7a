"""``trust``, ``lockdown`` and ``workspace``: what was earned, the emergency stop, and whose rules count."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from journeyman.commands.frontend import Frontend
from journeyman.commands.result import Result, Table, Text, say
from journeyman.errors import NotFound, UsageError
from journeyman.gate import trust as numbers
from journeyman.values import Evidence, Json, Level

if TYPE_CHECKING:
    from journeyman.services import Services


def trust(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Show trust per signature, or take it back: ``revoke`` for one, ``reset`` for all or one."""
    if args.what:
        return _revoke(services, args.what, args.signature)
    found = services.store.evidences()
    if not found:
        return say("No experience yet: everything above reading asks.", "dim", signatures=[])
    rows = []
    data: list[Json] = []
    for evidence in found:
        shown = _describe(services, evidence)
        data.append(shown)
        rows.append(
            (
                shown["signature"],
                shown["origin"],
                shown["name"],
                f"{shown['bound']:.2f}",
                shown["evidence"],
                shown["next"],
            )
        )
    table = Table(("signature", "proposed by", "level", "trust", "evidence", "to run unasked"), tuple(rows))
    head = Text(f"autonomy: {services.policy.autonomy}", "dim")
    return Result((head, table), {"autonomy": services.policy.autonomy, "signatures": data})


def lockdown(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Deny everything above reading, in every front end, until it is lifted."""
    if args.state == "off":
        services.store.put("lockdown", "")
        services.journal.record("lockdown.off", "lockdown lifted by the user", level="warning")
        return say("Lockdown lifted.", "good")
    services.store.put("lockdown", "set by the user")
    services.journal.record("lockdown.on", "lockdown set by the user", level="warning")
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
    state = "trusted as it is" if trusted else "may only tighten the gate" if now else "has no configuration of its own"
    notes = services.policy.notes
    lines = (Text(f"This workspace {state}."), *(Text(note, "warn") for note in notes))
    return Result(lines, {"trusted": trusted, "notes": list(notes)})


def _describe(services: Services, evidence: Evidence) -> dict[str, Json]:
    policy, now = services.policy, services.clock()
    level = level_of(evidence.signature)
    threshold = policy.thresholds.get(level)
    bound = numbers.bound(evidence, now, policy.trust)
    earned = threshold is not None and bound >= threshold
    clean = evidence.confirmed + evidence.unasked - evidence.failed
    parts = [f"{max(0, clean)} clean", f"{evidence.undone} undone"]
    if evidence.failed:
        parts.append(f"{evidence.failed} failed")
    if evidence.rejected:
        parts.append(f"{evidence.rejected} rejected")
    if threshold is None:
        following = "never: asked every time"
    elif earned:
        following = "runs unasked"
    else:
        missing = numbers.needed_clean_runs(evidence, threshold, now, policy.trust)
        following = f"{missing} more clean runs"
    return {
        "signature": evidence.signature,
        "origin": evidence.origin,
        "kind": evidence.kind,
        "level": level,
        "name": numbers.level_name(level, earned),
        "bound": round(bound, 4),
        "threshold": threshold,
        "evidence": ", ".join(parts),
        "next": following,
        "counters": {
            "confirmed": evidence.confirmed,
            "rejected": evidence.rejected,
            "unasked": evidence.unasked,
            "failed": evidence.failed,
            "undone": evidence.undone,
        },
    }


def level_of(signature: str) -> Level:
    """Return the worst effect class that a signature names."""
    from journeyman.values import LEVELS

    words = set(signature.replace("|", " ").replace("+", " ").replace(":", " ").replace(",", " ").split())
    return next((level for level in reversed(LEVELS) if level in words), "contained")


def _revoke(services: Services, what: str, wanted: str) -> Result:
    if what == "revoke" and not wanted:
        raise UsageError("say which signature to revoke; `trust` lists them")
    chosen = [found for found in services.store.evidences() if found.signature.startswith(wanted)]
    if not chosen:
        raise NotFound(f"no signature begins with {wanted!r}; `trust` lists them")

    def forget(evidence: Evidence) -> Evidence:
        return replace(evidence, successes=0.0, failures=0.0, updated=services.clock())

    for evidence in chosen:
        services.store.update_evidence((evidence.signature, evidence.origin, evidence.kind), forget)
    names = [evidence.signature for evidence in chosen]
    services.journal.record(f"trust.{what}", f"{len(names)} signatures start from nothing", data={"signatures": names})
    return say(f"{len(names)} signatures start from nothing; they will ask.", "good", signatures=names)

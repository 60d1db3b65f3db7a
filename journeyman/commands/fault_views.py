"""How failures look: one in full, and lists of them; the same in every front end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from journeyman.commands.result import Block, Result, Table, Text, Tone
from journeyman.faults.memory.ranking import success_rate
from journeyman.values import Fault, FaultGroup, Fix, Json

if TYPE_CHECKING:
    from journeyman.services import Services

SEVERITY_TONES: dict[str, Tone] = {"minor": "plain", "moderate": "warn", "critical": "bad"}
_SAFETY = {"safe": "safe", "ask": "asks", "dangerous": "dangerous"}


def explanation(services: Services, fault: Fault, fixes: Sequence[Fix], magic: str) -> Result:
    """Show one failure: what happened, where, why, what would help and how safe that is, and how often it came."""
    found = fault.diagnosis
    blocks: list[Block] = [Text(f"{found.summary}  [{found.code}, {found.severity}]", SEVERITY_TONES[found.severity])]
    if found.where:
        blocks.append(Text(f"where: {found.where}"))
    if found.why:
        blocks.append(Text(f"why: {found.why}"))
    if found.reason and found.severity != "moderate":
        blocks.append(Text(f"{found.severity} because {found.reason}"))
    blocks += _fix_blocks(services, fault, fixes, magic)
    group = services.faults.group(fault.fingerprint)
    if group is not None and (seen := history(group)):
        blocks.append(Text(seen, "dim"))
    return Result(tuple(blocks), explained(services, fault, fixes, group), card="fault")


def explained(services: Services, fault: Fault, fixes: Sequence[Fix], group: FaultGroup | None) -> dict[str, Json]:
    """Return a failure as JSON: itself, its group, and the fixes with their success rates."""
    trials = services.store.fix_trials(fault.fingerprint)
    now = services.clock()
    return {
        "fault": fault.to_dict(),
        "group": group.to_dict() if group else None,
        "fixes": [{**fix.to_dict(), "text": str(fix), "success_rate": success_rate(fix, trials, now)} for fix in fixes],
    }


def _fix_blocks(services: Services, fault: Fault, fixes: Sequence[Fix], magic: str) -> list[Block]:
    if not fixes:
        return [Text(f"no fix is known; when you find one: {magic} fix {fault.id} --with COMMAND", "dim")]
    rows = []
    for number, fix in enumerate(fixes, 1):
        told = "by hand" if fix.operation == "advice" else _SAFETY[fix.safety]
        rows.append((str(number), str(fix), told, success(services, fault, fix)))
    blocks: list[Block] = [Table(("#", "what would help", "", ""), tuple(rows))]
    if any(fix.operation != "advice" for fix in fixes):
        one = f"   or one of them: {magic} fix {fault.id} --number N" if len(fixes) > 1 else ""
        blocks.append(Text(f"try it: {magic} fix {fault.id}{one}", "dim"))
    return blocks


def success(services: Services, fault: Fault, fix: Fix) -> str:
    """Return ``worked 2 of 3 times``; "" for a fix that was never tried against this failure."""
    tried = [trial for trial in services.store.fix_trials(fault.fingerprint) if trial.fix.key == fix.key]
    return f"worked {sum(trial.verified for trial in tried)} of {len(tried)} times" if tried else ""


def history(group: FaultGroup) -> str:
    """Return ``seen 4 times, last fixed by ...``; "" for what was seen once and never fixed."""
    parts = []
    if group.count > 1:
        parts.append(f"seen {group.count} times since {clock(group.first_seen)}")
    if group.reopened:
        parts.append(f"came back {group.reopened} time{'' if group.reopened == 1 else 's'} after it was resolved")
    if group.fixed_by:
        parts.append(f"last fixed by: {group.fixed_by}")
    return ", ".join(parts)


def listed(groups: Sequence[FaultGroup]) -> Table:
    """Return groups as a table, one row each."""
    rows = tuple(
        (
            group.last_id,
            group.severity,
            group.status,
            str(group.count),
            clock(group.last_seen),
            group.code,
            group.summary.replace("\n", " ")[:90],
        )
        for group in groups
    )
    return Table(("id", "severity", "status", "seen", "last (UTC)", "code", "what"), rows)


def clock(time: float) -> str:
    """Return a moment in UTC, to the minute."""
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%d %H:%M")

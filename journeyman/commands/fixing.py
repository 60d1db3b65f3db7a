"""``fix``: repair a failure; every fix is an action that goes through the same door."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from journeyman.commands.frontend import Frontend
from journeyman.commands.repair_views import repair_view
from journeyman.commands.result import Result, say
from journeyman.errors import UsageError
from journeyman.values import Fix
from journeyman.values.fault import command

if TYPE_CHECKING:
    from journeyman.services import Services


def fix(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Try what may help, then do again what had failed; at most as many fixes as the settings say."""
    services.note_deaths()
    fault = services.faults.find(args.id or "last")
    only = _only(services.repairer.fixes(fault), args)
    group = services.faults.group(fault.fingerprint)
    if group is not None and group.status == "resolved" and (only is None or str(only) == group.fixed_by):
        how = f" by: {group.fixed_by}" if group.fixed_by else ""
        again = f"to do it again: {frontend.magic} errors reopen {fault.id}"
        return say(f"fixed already{how}  ({fault.diagnosis.summary}); {again}", "good", status="resolved")
    told: list[str] = []

    def notice(text: str) -> None:
        told.append(text)
        if frontend.emit is not None:
            frontend.emit(f"▶ {text}\n")

    done = services.repairer.repair(
        fault, frontend.approver, frontend.origin, emit=frontend.emit, notice=notice, only=only
    )
    return repair_view(services, done, frontend.magic)


def _only(fixes: tuple[Fix, ...], args: argparse.Namespace) -> Fix | None:
    if args.with_command and args.number is not None:
        raise UsageError("fix: give --number or --with, not both")
    if args.with_command:
        return command(args.with_command)
    if args.number is None:
        return None
    number: int = args.number
    if not 0 < number <= len(fixes):
        allowed = f"1 to {len(fixes)}" if fixes else "nothing: no fix is known"
        raise UsageError(f"fix: --number {number} is none of those that `explain` lists; it takes {allowed}")
    chosen = fixes[number - 1]
    if chosen.operation == "advice":
        raise UsageError(f"fix: number {args.number} is for a person to do: {chosen}")
    return chosen

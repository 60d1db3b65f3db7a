"""``fix``: repair a failure; every fix is an action that goes through the same door."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from journeyman.commands.frontend import Frontend
from journeyman.commands.result import Block, Result, Text
from journeyman.errors import UsageError
from journeyman.values import EXIT_CODES, Fix, Outcome
from journeyman.values.fault import command

if TYPE_CHECKING:
    from journeyman.recovery import Repair, Try
    from journeyman.services import Services


def fix(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Try what may help, then do again what had failed; at most as many fixes as the settings say."""
    services.note_deaths()
    fault = services.faults.find(args.id or "last")
    only = _only(services.repairer.fixes(fault), args)
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


def repair_view(services: Services, done: Repair, magic: str) -> Result:
    """Show how a repair went: each fix that was tried, how it ended, and what is left to do."""
    blocks: list[Block] = [Text(_line(each), "good" if each.verified else "plain") for each in done.tries]
    blocks.append(_ending(services, done, magic))
    if done.status in ("failed", "nothing") and done.left:
        blocks.append(Text("left to try:", "dim"))
        blocks.extend(Text(f"  {each}", "dim") for each in done.left[:5])
    waits = _waiting(done)
    data = {
        "status": done.status,
        "waits_for": waits.action_id if waits else "",
        "fault": done.fault.to_dict(),
        "tries": [{"fix": each.fix.to_dict(), "verified": each.verified, "told": _line(each)} for each in done.tries],
        "outcome": done.outcome.to_dict() if done.outcome else None,
    }
    codes = {"fixed": 0, "done": 0, "pending": EXIT_CODES["pending"]}
    return Result(tuple(blocks), services.redactor.value(data), codes.get(done.status, 1))


def _line(each: Try) -> str:
    if each.again is None:
        return f"{each.fix}: {each.outcome.status}: {each.outcome.message}"
    if each.again.status == "pending":
        return f"{each.fix}: doing it again asks first"
    ended = "it works now" if each.verified else f"it still fails: {each.again.message}"
    return f"{each.fix}: {ended}"


def _ending(services: Services, done: Repair, magic: str) -> Text:
    waits = _waiting(done)
    endings = {
        "fixed": Text(f"fixed: {done.fault.diagnosis.summary}", "good"),
        "done": Text("done; whether it helped, the next run shows", "good"),
        "failed": Text(f"not fixed: {done.fault.diagnosis.summary}", "bad"),
        "nothing": Text(f"nothing that could be tried by itself; see: {magic} explain {done.fault.id}", "warn"),
    }
    if done.status == "pending":
        which = waits.approval_id if waits is not None else ""
        return Text(f"a fix waits for your yes: {magic} approve {which}   then: {magic} fix {done.fault.id}", "warn")
    return endings[done.status]


def _waiting(done: Repair) -> Outcome | None:
    """Return the outcome that waits for a yes."""
    every = [outcome for each in done.tries for outcome in (each.outcome, each.again) if outcome is not None]
    return next((outcome for outcome in reversed(every) if outcome.status == "pending"), None)

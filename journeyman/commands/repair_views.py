"""How a repair looks: each fix that was tried, how it ended, and what is left to do; the same in every front end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeyman.commands.result import Block, Result, Text
from journeyman.values import EXIT_CODES, Outcome

if TYPE_CHECKING:
    from journeyman.recovery import Repair, Try
    from journeyman.services import Services


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
        return f"{each.fix}: {'asks first' if each.outcome is each.again else 'doing it again asks first'}"
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

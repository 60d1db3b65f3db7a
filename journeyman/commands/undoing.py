"""``undo`` and ``redo``: restoring is an action too, and goes through the same door."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from journeyman.commands.frontend import Frontend
from journeyman.commands.result import Block, Result, Text
from journeyman.commands.views import outcome_blocks
from journeyman.errors import NotFound, UndoError
from journeyman.gate import trust
from journeyman.journal.recovery import recover
from journeyman.values import EXIT_CODES, Action, Checkpoint, Outcome

if TYPE_CHECKING:
    from journeyman.services import Services
    from journeyman.store.protocol import ActionRecord

Direction = Literal["undo", "redo"]


def undo(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Take back changes: the last N, or those of an action, a checkpoint or a plan."""
    return _move(services, frontend, args.what, "undo")


def redo(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Make undone changes again: the last N, or those of an action, a checkpoint or a plan."""
    return _move(services, frontend, args.what, "redo")


def restore(services: Services, frontend: Frontend, checkpoint_ids: Sequence[str], direction: Direction) -> Outcome:
    """Restore checkpoints through the door as one action of the user."""
    arguments = {"checkpoints": list(checkpoint_ids), "direction": direction}
    return services.runner.do(Action("checkpoint.restore", arguments, origin=frontend.origin))


def _move(services: Services, frontend: Frontend, what: str, direction: Direction) -> Result:
    chosen = _choose(services, what, direction)
    blocks: list[Block] = []
    outcomes: list[Outcome] = []
    for invertible, group in groupby(chosen, key=lambda found: not found.changes):
        for outcome, moved in _carry_out(services, frontend, tuple(group), direction, invertible):
            outcomes.append(outcome)
            blocks.extend(outcome_blocks(None, outcome))
            if direction == "undo":
                for checkpoint in moved:
                    _take_credit_back(services, checkpoint.action_id)
        if outcomes and not outcomes[-1].ok:
            break
    if all(outcome.ok for outcome in outcomes):
        back = "redo" if direction == "undo" else "undo"
        blocks.append(Text(f"Changed your mind? {frontend.magic} {back} {what}", "dim"))
    worst = next((outcome for outcome in outcomes if not outcome.ok), outcomes[-1])
    data = {"outcomes": [outcome.to_dict() for outcome in outcomes]}
    return Result(tuple(blocks), data, EXIT_CODES[worst.status])


def _carry_out(
    services: Services,
    frontend: Frontend,
    group: tuple[Checkpoint, ...],
    direction: Direction,
    invertible: bool,
) -> list[tuple[Outcome, tuple[Checkpoint, ...]]]:
    if not invertible:
        outcome = restore(services, frontend, [found.id for found in group], direction)
        moved = outcome.data.get("checkpoints", ())
        return [(outcome, tuple(found for found in group if found.id in moved))]
    done: list[tuple[Outcome, tuple[Checkpoint, ...]]] = []
    for checkpoint in group:
        if direction == "redo":
            note = f"a {_kind(services, checkpoint.action_id)} is not redone; run it again: "
            done.append((Outcome("", "done", f"{note}{frontend.magic} run {checkpoint.action_id}"), ()))
            continue
        action = Action("action.revert", {"action": checkpoint.action_id}, origin=frontend.origin)
        outcome = services.runner.do(action)
        done.append((outcome, (checkpoint,) if outcome.ok else ()))
    return done


def _choose(services: Services, what: str, direction: Direction) -> list[Checkpoint]:
    """Return the checkpoints to move, in the order in which to move them (undo: newest first)."""
    record = services.store.action(what) if not _is_count(what) else None
    if direction == "undo" and record is not None and record.status in ("interrupted", "running", "failed"):
        _recover(services, record)
    status = "applied" if direction == "undo" else "undone"
    every = [found for found in services.store.checkpoints(status=status) if not _is_restore(services, found)]
    if direction == "redo":
        every = services.checkpoints.redoable(every)
    if _is_count(what):
        count = int(what)
        if not 0 < count <= len(every):
            raise UndoError(f"there {_are(len(every), direction)}; {what} was asked for")
        return every[:count]
    plan = services.store.plan(what) if what.startswith("p") else None
    if plan is not None:
        actions = {record.action.id for record in services.store.actions(plan_id=plan.id)}
        chosen = [found for found in every if found.action_id in actions]
    else:
        wanted = record.action.id if record else what
        chosen = [found for found in every if wanted in (found.action_id, found.id)]
    if not chosen:
        raise NotFound(f"there is no change of {what} to {direction}; `log` lists the actions")
    return chosen


def _is_count(what: str) -> bool:
    return what.isdigit() and len(what) < 5


def _recover(services: Services, record: ActionRecord) -> None:
    """Find out what an action changed that was killed or broke. Raises UndoError while it is still running."""
    recover(services.store, services.journal, services.clock())
    now = services.store.action(record.action.id)
    if now is not None and now.status == "running":
        raise UndoError(f"action {record.action.id} is still running; stop it first")
    services.checkpoints.recover(record.action.id)


def _is_restore(services: Services, checkpoint: Checkpoint) -> bool:
    return _kind(services, checkpoint.action_id) in ("checkpoint.restore", "action.revert")


def _kind(services: Services, action_id: str) -> str:
    record = services.store.action(action_id)
    return record.action.kind if record else ""


def _take_credit_back(services: Services, action_id: str) -> None:
    record = services.store.action(action_id)
    if record is None or not record.credited or record.finished is None:
        return
    signature, origin = record.evidence_key
    update = trust.credit_undo(services.clock(), services.policy.trust, record.finished)
    services.store.update_evidence((signature, origin, record.action.kind), update)
    services.store.set_credited(record.action.id, False)
    services.journal.record(
        "trust.undone",
        "its success was taken back",
        action_id=record.action.id,
        kind=record.action.kind,
        data={"signature": signature, "origin": origin},
    )


def _are(number: int, direction: Direction) -> str:
    if not number:
        return f"is nothing to {direction}"
    return f"is 1 change to {direction}" if number == 1 else f"are {number} changes to {direction}"

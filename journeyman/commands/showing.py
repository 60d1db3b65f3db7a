"""``status``, ``log`` and ``show``: look, without touching anything."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from journeyman.commands.frontend import Frontend
from journeyman.commands.result import Block, Result, Table, Text, say
from journeyman.commands.times import moment
from journeyman.errors import NotFound
from journeyman.store.protocol import ActionRecord, EventFilter
from journeyman.values import Event

if TYPE_CHECKING:
    from journeyman.services import Services


def status(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Show the last action, the queue, what waits and what needs attention.

    Loads no policy and no YAML where nobody has written a policy.
    """
    from journeyman.config import layer_path
    from journeyman.journal.recovery import needs_recovery, recover
    from journeyman.state import project

    if needs_recovery(services.store, services.clock()):
        recover(services.store, services.journal, services.clock())
    died = services.note_deaths()
    if any(layer_path(services.workspace, "policy", layer).exists() for layer in ("user", "workspace")):
        _ = services.policy  # whether it is valid belongs to what needs attention
    state = project(services.store, services.clock(), services.workspace, services.problems)
    blocks: list[Block] = [Text(f"Workspace {state['workspace']}", "title")]
    if state["lockdown"]:
        blocks.append(Text(f"LOCKDOWN: {state['lockdown']}  (lift it: {frontend.magic} lockdown off)", "bad"))
    last = state["last_action"]
    if last:
        told = ": ".join(filter(None, (last["status"], last["message"])))
        blocks.append(Text(f"Last action: {last['kind']} {last['id']}: {told}"))
    else:
        blocks.append(Text(f'Nothing done yet. Start: {frontend.magic} plan "Create a hello world Flask API"', "dim"))
    for plan in state["queue"]:
        steps = plan["steps"]
        done = sum(1 for step in steps if step["status"] in ("done", "skipped"))
        blocks.append(Text(f"Plan {plan['id']}: {plan['goal']}: {done} of {len(steps)} steps done"))
    for waiting in state["pending_approvals"]:
        blocks.append(Text(f"Waits for approval {waiting['id']}: {waiting['summary']}", "warn"))
        blocks.append(Text(f"  {frontend.magic} approve {waiting['id']}   {frontend.magic} reject {waiting['id']}"))
    blocks.extend(Text(f"! {fault.diagnosis.summary}; {frontend.magic} fix {fault.id}", "bad") for fault in died)
    blocks.extend(Text(f"! {item}", "warn") for item in state["needs_attention"])
    return Result(tuple(blocks), state)


def log(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Show the journal, filtered; ``verify`` checks the chain of hashes."""
    if args.what == "verify":
        return _verify(services)
    now = services.clock()
    where = EventFilter(
        level=args.level,
        kind=args.kind,
        since=moment(args.since, now),
        until=moment(args.until, now),
        text=args.text,
        action_id=args.action,
        limit=args.limit,
    )
    events = services.store.events(where)
    if not events:
        return say("no events match", "dim", events=[])
    rows = tuple(
        (_clock(event), event.level, event.name, event.kind, event.action_id, event.message[:120].replace("\n", " "))
        for event in events
    )
    table = Table(("time", "level", "event", "kind", "action", "message"), rows)
    return Result((table,), {"events": [event.to_dict() for event in events]})


def show(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Show everything about one action (by its id, or that of its approval), or about one plan."""
    plan = services.store.plan(args.id) if args.id.startswith("p") else None
    if plan is not None:
        from journeyman.commands.views import plan_view

        return plan_view(services, plan, services.queue.preview(plan), frontend.magic)
    record = _action(services, args.id)
    hide = services.redactor.value
    blocks: list[Block] = [Text(f"{record.action.kind} {record.action.id}: {record.status}", "title")]
    for name, value in hide(dict(record.action.args)).items():
        blocks.append(Text(f"{name}: {value}", "code"))
    if record.decision:
        blocks.append(Text(f"decision: {record.decision.verdict}, {record.decision.level}"))
        blocks.extend(Text(f"  - {reason}") for reason in hide(list(record.decision.reasons)))
    outcome = record.outcome
    if outcome:
        blocks.append(Text(f"outcome: {outcome.message} ({outcome.duration:.2f} s)"))
        if outcome.changed:
            blocks.append(Text("changed: " + ", ".join(outcome.changed)))
        if outcome.output:
            blocks.append(Text(outcome.output.rstrip(), "code"))
        if outcome.output_path:
            blocks.append(Text(f"full output: {outcome.output_path}", "dim"))
    data = {
        "action": hide(record.action.to_dict()),
        "status": record.status,
        "decision": hide(record.decision.to_dict()) if record.decision else None,
        "outcome": outcome.to_dict() if outcome else None,
    }
    return Result(tuple(blocks), data)


def _verify(services: Services) -> Result:
    from journeyman.gate.lockdown import check_journal, state

    broken = check_journal(services.store, services.journal)
    if broken:
        locked = "; lockdown is on until you lift it" if state(services.store) else ""
        return say(f"the journal's chain is broken at event {broken}{locked}", "bad", 1, broken_at=broken)
    return say("the journal's chain is whole", "good", broken_at=0)


def _action(services: Services, wanted: str) -> ActionRecord:
    approval = services.store.approval(wanted) if wanted.startswith("q") else None
    record = services.store.action(approval.action_id if approval else wanted)
    if record is None:
        raise NotFound(f"no action {wanted}; `log` lists them")
    return record


def _clock(event: Event) -> str:
    return datetime.fromtimestamp(event.time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""``status``, ``log``, ``show`` and ``why``: look, without touching anything."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from journeyman.commands.frontend import Frontend
from journeyman.commands.result import Block, Result, Table, Text, say
from journeyman.errors import NotFound, UsageError
from journeyman.store.protocol import ActionRecord, EventFilter
from journeyman.values import Event

if TYPE_CHECKING:
    from journeyman.services import Services

_SPAN = re.compile(r"(\d+)([smhdw])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def status(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Show the last action, the queue, what waits and what needs attention. Loads no policy and no YAML."""
    from journeyman.journal.recovery import needs_recovery, recover
    from journeyman.state import project

    if needs_recovery(services.store, services.clock()):
        recover(services.store, services.journal, services.clock())
    state = project(services.store, services.clock(), services.workspace, services.problems)
    blocks: list[Block] = [Text(f"Workspace {state['workspace']}", "title")]
    if state["lockdown"]:
        blocks.append(Text(f"LOCKDOWN: {state['lockdown']}  (lift it: {frontend.magic} lockdown off)", "bad"))
    last = state["last_action"]
    if last:
        blocks.append(Text(f"Last action: {last['kind']} {last['id']}: {last['status']}: {last['message']}"))
    else:
        blocks.append(Text(f'Nothing done yet. Start: {frontend.magic} plan "Create a hello world Flask API"', "dim"))
    for plan in state["queue"]:
        steps = plan["steps"]
        done = sum(1 for step in steps if step["status"] in ("done", "skipped"))
        blocks.append(Text(f"Plan {plan['id']}: {plan['goal']}: {done} of {len(steps)} steps done"))
    for waiting in state["pending_approvals"]:
        blocks.append(Text(f"Waits for approval {waiting['id']}: {waiting['summary']}", "warn"))
        blocks.append(Text(f"  {frontend.magic} approve {waiting['id']}   {frontend.magic} reject {waiting['id']}"))
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
        since=_time(args.since, now),
        until=_time(args.until, now),
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
    """Show everything about one action, or about one plan."""
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


def why(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Explain the decision about an action (or about the last one) from what was recorded."""
    wanted = args.id or ""
    approval = services.store.approval(wanted) if wanted else None
    if not wanted:
        latest = services.store.actions(limit=1)
        if not latest:
            raise NotFound("nothing has been decided yet")
        record = latest[0]
    else:
        record = _action(services, approval.action_id if approval else wanted)
    decision = record.decision
    if decision is None:
        raise NotFound(f"no decision is recorded for {record.action.id}")
    hide = services.redactor.text
    blocks: list[Block] = [
        Text(f"{record.action.kind} {record.action.id}: {decision.verdict} (risk: {decision.level})", "title"),
        *(Text(f"  - {hide(reason)}") for reason in decision.reasons),
    ]
    if decision.effects:
        rows = tuple((e.operation, e.level, e.zone, hide(e.target)[:60], hide(e.reason)) for e in decision.effects)
        blocks.append(Table(("effect", "risk", "where", "what", "because"), rows))
    if decision.rule:
        blocks.append(Text(f"rule: {decision.rule}"))
    blocks.append(Text(f"signature: {hide(decision.signature)}", "dim"))
    if decision.threshold is not None:
        blocks.append(
            Text(f"trust then: {decision.lower_bound:.2f}; runs unasked from {decision.threshold:.2f}", "dim")
        )
    answers = [found for found in services.store.approvals() if found.action_id == record.action.id]
    for found in answers:
        by = f" by {found.answered_by} ({found.front_end})" if found.answered else ""
        blocks.append(Text(f"approval {found.id}: {found.status}{by}", "dim"))
    return Result(tuple(blocks), {"decision": services.redactor.value(decision.to_dict()), "status": record.status})


def _verify(services: Services) -> Result:
    broken = services.store.verify_chain()
    if broken:
        services.store.put("lockdown", f"the journal's chain is broken at event {broken}")
        message = f"the journal's chain is broken at event {broken}; lockdown is on until you lift it"
        return say(message, "bad", 1, broken_at=broken)
    return say("the journal's chain is whole", "good", broken_at=0)


def _action(services: Services, wanted: str) -> ActionRecord:
    record = services.store.action(wanted)
    if record is None:
        raise NotFound(f"no action {wanted}; `log` lists them")
    return record


def _time(text: str, now: float) -> float | None:
    if not text:
        return None
    span = _SPAN.fullmatch(text)
    if span:
        return now - int(span.group(1)) * _SECONDS[span.group(2)]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"{text!r} is not a time; give one like 2026-01-31T12:00, or a span like 30m, 2h, 3d"
        ) from None
    return (moment if moment.tzinfo else moment.astimezone()).timestamp()


def _clock(event: Event) -> str:
    return datetime.fromtimestamp(event.time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""``queue`` and ``cancel``: what is to be done, and what is not any more."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from journeyman.commands.frontend import Frontend
from journeyman.commands.parse import unquote
from journeyman.commands.planning import plan
from journeyman.commands.result import Block, Result, Table, Text, counted, say
from journeyman.commands.views import MARKS, plan_data, plan_view
from journeyman.errors import UsageError
from journeyman.journal.recovery import recover
from journeyman.values import Action, Plan, Step, new_id

if TYPE_CHECKING:
    from journeyman.services import Services

_SINGLE = {"shell": ("shell.run", "command"), "python": ("python.run", "code"), "cell": ("cell.run", "code")}


def queue(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """List the open plans; ``add GOAL`` plans one more, ``--shell``, ``--python`` or ``--cell`` one action."""
    word, _, rest = (args.what or "").partition(" ")
    if not word:
        return _list(services, frontend)
    if word != "add":
        raise UsageError(f"queue takes nothing, or `add`, not {word[:40]!r}")
    chosen = [name for name in _SINGLE if getattr(args, name)]
    for name in _SINGLE:
        if rest == f"--{name}" or rest.startswith(f"--{name} "):
            chosen, rest = [name], rest.removeprefix(f"--{name}")
    if len(chosen) > 1:
        raise UsageError("choose one of --shell, --python and --cell")
    text = unquote(rest.strip())
    if not text:
        raise UsageError("queue add needs a goal, or --shell and a command")
    if not chosen:
        args.goal = text
        return plan(services, frontend, args)
    kind, argument = _SINGLE[chosen[0]]
    plan_id = new_id("p")
    action = Action(kind, {argument: text}, origin=frontend.origin, plan_id=plan_id)
    title = f"{kind}: {' '.join(text.split())[:60]}"
    record = services.queue.add(Plan(title, (Step(title, action),), "user", services.clock(), plan_id))
    return plan_view(services, record, services.queue.preview(record), frontend.magic)


def cancel(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Cancel the steps of a plan that have not run."""
    record = services.queue.cancel(args.plan or "")
    steps = counted(sum(1 for step in record.steps if step.status == "cancelled"), "step")
    return say(f"cancelled plan {record.id}: {steps} will not run", "good", plan=plan_data(services, record))


def _list(services: Services, frontend: Frontend) -> Result:
    recover(services.store, services.journal, services.clock())
    records = services.store.plans(status="open")
    if not records:
        return say(f'The queue is empty. Plan something: {frontend.magic} plan "..."', data_plans=[])
    blocks: list[Block] = []
    for record in records:
        blocks.append(Text(f"Plan {record.id}: {services.redactor.text(record.goal)}", "title"))
        rows = tuple(
            (str(s.position + 1), MARKS[s.status], s.status, services.redactor.text(s.title), s.action.id)
            for s in record.steps
        )
        blocks.append(Table(("#", "", "status", "step", "action"), rows))
    return Result(tuple(blocks), {"plans": [plan_data(services, record) for record in records]})

"""``plan``: a goal becomes a queued plan whose risks are shown before anything runs."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from journeyman.commands.frontend import Frontend
from journeyman.commands.records import keep_plan_notebook
from journeyman.commands.result import Result
from journeyman.commands.views import plan_view
from journeyman.kinds.kind import Context
from journeyman.plan.expand import expand_plan

if TYPE_CHECKING:
    from journeyman.services import Services


def plan(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Plan ``args.goal``, queue it, write its notebook, and show each step with risk and verdict."""
    made = services.planner.plan(args.goal, workspace=services.workspace, origin=frontend.origin)
    context = Context(services.workspace, services.settings)
    record = services.queue.add(expand_plan(made, services.composites, context))
    decisions = services.queue.preview(record)
    record = keep_plan_notebook(services, record, decisions)
    return plan_view(services, record, decisions, frontend.magic)

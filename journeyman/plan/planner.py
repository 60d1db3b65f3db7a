"""The planner seam: a goal in, a plan out, or an honest no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from journeyman.errors import PlanError
from journeyman.plan.goal import check_goal
from journeyman.values import Origin, Plan
from journeyman.workspace import Workspace

HOW_TO_CONFIGURE = (
    "to plan anything else, configure a model: set JOURNEYMAN_BASE_URL and JOURNEYMAN_MODEL (and JOURNEYMAN_API_KEY), "
    "or model.base_url and model.model in settings.yaml, or start LM Studio or Ollama on this machine"
)


class Planner(Protocol):
    """One way to make plans."""

    def plan(self, goal: str, *, workspace: Workspace, origin: Origin) -> Plan | None:
        """Return a plan for ``goal``, or None when it is not this planner's matter.

        ``origin`` is the front end's; the steps carry it with ``proposer`` set to the planner. Raises UsageError for a
        goal that cannot be understood as it stands, PlanError when planning it failed.
        """
        ...

    def offers(self, goal: str) -> Sequence[str]:
        """Return sentences that help when no planner has a plan: what this one can do, how to switch it on."""
        ...


class ChainPlanner:
    """Asks its planners in order; the first plan counts. Without one it says what would help, and plans nothing."""

    def __init__(self, planners: Sequence[Planner]) -> None:
        self._planners = tuple(planners)

    def plan(self, goal: str, *, workspace: Workspace, origin: Origin) -> Plan:
        """Return the first plan. Raises PlanError when there is none, UsageError for a goal that is none."""
        goal = check_goal(goal)
        for planner in self._planners:
            plan = planner.plan(goal, workspace=workspace, origin=origin)
            if plan is not None:
                return plan
        raise PlanError("; ".join(["no plan was made", *self.offers(goal)]))

    def offers(self, goal: str) -> Sequence[str]:
        """Return what all its planners offer."""
        return [sentence for planner in self._planners for sentence in planner.offers(goal)]

"""Keep the notebooks of a plan: the plan itself, and the reflection once it has ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from journeyman.gate import trust
from journeyman.queue import Report
from journeyman.store.protocol import PlanRecord
from journeyman.values import Decision, Evidence, Outcome

if TYPE_CHECKING:
    from journeyman.plan.lessons import TrustChange
    from journeyman.services import Services


def keep_plan_notebook(services: Services, record: PlanRecord, decisions: Sequence[Decision] = ()) -> PlanRecord:
    """Write (or write again) the plan's notebook, unless notebooks are switched off; return the plan."""
    if not services.settings["notebooks"]["enabled"]:
        return record
    from journeyman.plan.notebooks import write_plan_notebook

    actions = {step.action.id: services.store.action(step.action.id) for step in record.steps}
    judged = {found: action.decision for found, action in actions.items() if action and action.decision}
    path = write_plan_notebook(
        services.workspace,
        record,
        {**{decision.action_id: decision for decision in decisions}, **judged},
        _outcomes(services, record),
    )
    relative = str(path.relative_to(services.workspace.root))
    if relative != record.notebook:
        services.store.update_plan(record.id, notebook=relative)
    return services.queue.find(record.id)


def keep_reflection(services: Services, report: Report, before: Mapping[tuple[str, str], Evidence]) -> str:
    """Write the reflection notebook of a plan that has ended; return its workspace-relative path, or "".

    ``before`` is :func:`trust_now` from before the run.
    """
    if not services.settings["notebooks"]["enabled"] or report.stopped in ("pending", "stopped", "elsewhere"):
        return ""
    from journeyman.plan.reflection import write_reflection_notebook

    record = report.plan
    key = f"reflection.{record.id}"
    path = write_reflection_notebook(
        services.workspace,
        record,
        _outcomes(services, record),
        _trust_changes(services, record, before),
        known=services.store.get(key, ""),
    )
    relative = str(path.relative_to(services.workspace.root))
    services.store.put(key, relative)
    return relative


def trust_now(services: Services) -> dict[tuple[str, str], Evidence]:
    """Return the evidence for every (signature, origin) as it is now."""
    return {(found.signature, found.origin): found for found in services.store.evidences()}


def _trust_changes(
    services: Services, record: PlanRecord, before: Mapping[tuple[str, str], Evidence]
) -> list[TrustChange]:
    from journeyman.plan.lessons import TrustChange

    after, numbers, now = trust_now(services), services.policy.trust, services.clock()
    used = {}
    for step in record.steps:
        action = services.store.action(step.action.id)
        if action and action.decision:
            used[action.evidence_key] = action.decision
    return [
        TrustChange(
            decision.signature,
            trust.bound(before.get(key), now, numbers, decision.basis),
            trust.bound(after[key], now, numbers, decision.basis),
            decision.threshold,
        )
        for key, decision in used.items()
        if key in after
    ]


def _outcomes(services: Services, record: PlanRecord) -> dict[str, Outcome]:
    found = (services.store.action(step.action.id) for step in record.steps)
    return {action.action.id: action.outcome for action in found if action and action.outcome}

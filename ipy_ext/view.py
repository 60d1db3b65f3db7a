"""What a card shows, read from the store: frozen values, secrets redacted, nothing drawn yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from journeyman.services import Services
    from journeyman.store.protocol import ActionRecord, PlanRecord, StepRecord
    from journeyman.values import Action, Decision, Outcome

State = Literal["planned", "running", "waiting", "stopped", "done", "cancelled"]
_VERDICTS = {"allow": "runs unasked", "ask": "asks", "deny": "denied"}
_NAMED_BY = ("command", "code", "path", "name", "url")
_TITLE = 90
_LIMIT = 4000
"""Characters of a payload or an output that a card holds; `show` tells the rest."""


@dataclass(frozen=True, slots=True)
class StepView:
    """One step. ``payload`` is what would run, as (name, text) pairs; ``seconds`` is None before it has run.

    ``output_path`` is set where ``output`` is only a part of what there was; ``unforeseen`` when it did what was not
    predicted.
    """

    number: int
    title: str
    action_id: str
    kind: str
    status: str
    level: str
    verdict: str
    reasons: tuple[str, ...] = ()
    payload: tuple[tuple[str, str], ...] = ()
    message: str = ""
    seconds: float | None = None
    changed: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    output: str = ""
    output_path: str = ""
    unforeseen: bool = False


@dataclass(frozen=True, slots=True)
class CardView:
    """A plan (or, with an empty ``plan_id``, one action outside of a plan) and where it stands.

    ``approval_id`` is what waits for an answer ("" when nothing does); ``coverable`` counts the steps that one approval
    of the whole plan would cover.
    """

    plan_id: str
    title: str
    by: str
    state: State
    steps: tuple[StepView, ...]
    approval_id: str = ""
    coverable: int = 0

    @property
    def done(self) -> int:
        """How many steps need nothing more."""
        return sum(1 for step in self.steps if step.status in ("done", "skipped"))

    @property
    def ended(self) -> bool:
        """True when nothing can happen to it any more."""
        return self.state in ("done", "cancelled")

    @property
    def current(self) -> StepView | None:
        """The first step that is neither done nor given up."""
        return next((step for step in self.steps if step.status not in ("done", "skipped", "cancelled")), None)


def plan_view(services: Services, plan_id: str) -> CardView:
    """Return the view of a plan. Raises NotFound."""
    record = services.queue.find(plan_id)
    waiting = next((found for found in services.store.approvals(status="pending", plan_id=record.id)), None)
    steps, coverable = [], 0
    for step in record.steps:
        known = services.store.action(step.action.id)
        decision = _decision(services, record, step, known)
        covered = bool(step.approved_hash) and step.approved_hash == decision.bound_hash
        open_ = step.status in ("queued", "pending")
        if open_ and decision.verdict == "ask" and decision.level != "floor" and not covered:
            coverable += 1
        verdict = "approved" if covered and open_ else _VERDICTS[decision.verdict]
        steps.append(_step(services, step.position + 1, step.title, step.action, step.status, decision, verdict, known))
    return CardView(
        record.id,
        services.redactor.text(record.goal),
        record.planner,
        _plan_state(record, bool(waiting)),
        tuple(steps),
        waiting.id if waiting else "",
        coverable,
    )


def action_view(services: Services, action_id: str) -> CardView:
    """Return the view of one action that belongs to no plan. Raises NotFound."""
    from journeyman.errors import NotFound

    known = services.store.action(action_id)
    if known is None:
        raise NotFound(f"no action {action_id}; `log` lists them")
    decision = known.decision or services.runner.decide(known.action)
    waiting = next((a for a in services.store.approvals(status="pending") if a.action_id == known.action.id), None)
    title = _title(known.action) or f"{known.action.kind}: {decision.signature}"
    step = _step(services, 1, title, known.action, known.status, decision, _VERDICTS[decision.verdict], known)
    states: dict[str, State] = {"pending": "waiting", "running": "running"}
    state = states.get(known.status, "done")
    return CardView("", step.title, known.action.origin.proposer, state, (step,), waiting.id if waiting else "")


def _title(action: Action) -> str:
    """Return what a person would call it: its command, the first line of its code, or the path it is about."""
    given = next((str(action.args[name]) for name in _NAMED_BY if action.args.get(name)), "").strip()
    first, *more = given.splitlines() or [""]
    cut = first[:_TITLE]
    return f"{action.kind}: {cut}{' …' if more or cut != first else ''}" if first else ""


def _decision(services: Services, record: PlanRecord, step: StepRecord, known: ActionRecord | None) -> Decision:
    if known is not None and known.decision is not None and step.status != "queued":
        return known.decision
    from journeyman.queue.queue import overlay

    return services.runner.decide(step.action, overlay(services.workspace.root, record, step.position))


def _plan_state(record: PlanRecord, waiting: bool) -> State:
    statuses = {step.status for step in record.steps}
    if record.status == "cancelled":
        return "cancelled"
    if record.status == "done" or statuses <= {"done", "skipped"}:
        return "done"
    if "running" in statuses:
        return "running"
    if waiting:
        return "waiting"
    return "stopped" if statuses & {"failed", "denied", "rejected", "interrupted"} else "planned"


def _step(
    services: Services,
    number: int,
    title: str,
    action: Action,
    status: str,
    decision: Decision,
    verdict: str,
    known: ActionRecord | None,
) -> StepView:
    hide = services.redactor.text
    shown = StepView(
        number,
        hide(title),
        action.id,
        action.kind,
        status,
        decision.level,
        verdict,
        tuple(hide(reason) for reason in decision.reasons),
        _payload(services, action),
    )
    outcome = known.outcome if known else None
    return shown if outcome is None else _with_outcome(services, shown, outcome)


def _with_outcome(services: Services, shown: StepView, outcome: Outcome) -> StepView:
    hide = services.redactor.text
    hints = (outcome.diagnosis.summary, *map(str, outcome.diagnosis.fixes)) if outcome.diagnosis is not None else ()
    return replace(
        shown,
        message=hide(outcome.message),
        seconds=outcome.duration,
        changed=outcome.changed,
        hints=tuple(hide(hint) for hint in hints),
        output=hide(_end(outcome.output)),
        output_path=outcome.output_path if len(outcome.output) > _LIMIT else "",
        unforeseen=bool(outcome.data.get("mismatch")),
    )


def _payload(services: Services, action: Action) -> tuple[tuple[str, str], ...]:
    values = services.redactor.value(dict(action.args))
    shown = [(name, _beginning(value if isinstance(value, str) else repr(value))) for name, value in values.items()]
    # What is short is read first: where, before what.
    shown.sort(key=lambda item: "\n" in item[1])
    if action.cwd != ".":
        shown.append(("folder", action.cwd))
    shown.extend((f"environment {name}", services.redactor.text(value)) for name, value in action.env.items())
    return tuple(shown)


def _beginning(text: str) -> str:
    return text if len(text) <= _LIMIT else f"{text[:_LIMIT]}\n... {len(text) - _LIMIT} characters more"


def _end(text: str) -> str:
    return text if len(text) <= _LIMIT else f"... {len(text) - _LIMIT} characters before\n{text[-_LIMIT:]}"

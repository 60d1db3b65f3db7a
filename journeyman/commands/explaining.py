"""``why``: explain a decision from what was recorded, and say what can be done about it."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeyman.commands.frontend import Frontend
from journeyman.commands.result import Block, Result, Table, Text
from journeyman.commands.standing import taken_back
from journeyman.config import layer_path
from journeyman.errors import ConfigError, NotFound
from journeyman.gate import trust
from journeyman.gate.history import evidence_before
from journeyman.store.protocol import ActionRecord
from journeyman.values import Approval, Decision, Json

if TYPE_CHECKING:
    from journeyman.services import Services

_RULE = re.compile(r"(shipped|user|workspace) rule (\d+)")
_WHY = {"allow": "It ran without asking", "ask": "You were asked", "deny": "It was refused"}


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Trust as it was when the decision was made; ``known`` False: only the lower bound was recorded."""

    successes: float
    failures: float
    missing: int | None
    known: bool


def why(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Explain the decision about an action (or about the last one) from what was recorded."""
    record = _wanted(services, args.id or "")
    decision = record.decision
    if decision is None:
        raise NotFound(f"no decision is recorded for {record.action.id}")
    answers = [found for found in services.store.approvals() if found.action_id == record.action.id]
    arithmetic = _arithmetic(services, record, decision)
    today = _today(services, record, decision)
    advice = list(_advice(services, frontend, decision, answers, arithmetic))
    hide = services.redactor.text
    blocks: list[Block] = [
        Text(f"{record.action.kind} {record.action.id}: {decision.verdict} (risk: {decision.level})", "title"),
        Text(f"{_WHY[decision.verdict]}, because"),
        *(Text(f"  - {hide(reason)}") for reason in decision.reasons or (f"it does nothing above {decision.level}",)),
    ]
    if decision.effects:
        rows = tuple((e.operation, e.level, e.zone, hide(e.target)[:60], hide(e.reason)) for e in decision.effects)
        blocks.append(Table(("effect", "risk", "where", "what", "because"), rows))
    if decision.rule:
        blocks.append(Text(f"decided by: {_rule(services, decision.rule)}"))
    blocks.append(Text(f"signature: {hide(decision.signature)}", "dim"))
    blocks += _trust_lines(services, decision, arithmetic)
    for found in answers:
        by = f" by {found.answered_by} ({found.front_end})" if found.answered else ""
        blocks.append(Text(f"approval {found.id}: {found.status}{by}", "dim"))
    if record.outcome and (unforeseen := record.outcome.data.get("mismatch")):
        what = hide(", ".join(unforeseen))
        blocks.append(Text(f"afterwards: not as predicted ({what}); trust counts it as a failure", "warn"))
    blocks += [Text(today, "warn")] if today else []
    blocks += [Text("What you can do:"), *(Text(f"  - {hide(line)}") for line in advice)] if advice else []
    data: dict[str, Json] = {
        "decision": services.redactor.value(decision.to_dict()),
        "status": record.status,
        "advice": advice,
        "today": today,
    }
    if arithmetic and arithmetic.known:
        data["trust"] = {
            "successes": arithmetic.successes,
            "failures": arithmetic.failures,
            "missing": arithmetic.missing,
        }
    return Result(tuple(blocks), data)


def _wanted(services: Services, wanted: str) -> ActionRecord:
    if not wanted:
        latest = services.store.actions(limit=1)
        if not latest:
            raise NotFound("nothing has been decided yet")
        return latest[0]
    approval = services.store.approval(wanted)
    record = services.store.action(approval.action_id if approval else wanted)
    if record is None:
        raise NotFound(f"no action {wanted}; `log` lists them")
    return record


def _arithmetic(services: Services, record: ActionRecord, decision: Decision) -> Arithmetic | None:
    """Return the evidence right before the decision, built up again; it must give the bound that was recorded."""
    if decision.threshold is None:
        return None
    origin, numbers = record.action.origin.proposer, services.policy.trust
    events = taken_back(services)
    trials = services.store.trials(decision.signature, origin)
    found = evidence_before(record.created, trials, events, numbers, decision.signature, origin)
    under = decision.basis
    successes, failures = trust.decayed(found, record.created, numbers, under) if found else (0.0, 0.0)
    missing = trust.needed_clean_runs(found, decision.threshold, record.created, numbers, under)
    same = abs(trust.lower_bound(successes, failures, numbers.quantile) - decision.lower_bound) < 0.005
    return Arithmetic(successes, failures, missing, same)


def _trust_lines(services: Services, decision: Decision, arithmetic: Arithmetic | None) -> Iterator[Block]:
    if decision.threshold is None or arithmetic is None or decision.rule:
        return
    if decision.lower_bound:
        yield Text(f"trust then: {decision.lower_bound:.2f}; runs unasked from {decision.threshold:.2f}", "dim")
    if decision.lower_bound and arithmetic.known:
        s, f = arithmetic.successes, arithmetic.failures
        yield Text(
            f"  {s:.2f} for and {f:.2f} against: the {services.policy.trust.quantile:.0%} quantile of "
            f"Beta({1 + s:.2f}, {1 + f:.2f}){_missing(arithmetic.missing)}",
            "dim",
        )


def _missing(count: int | None) -> str:
    if count is None:
        return "; too much speaks against it"
    return f"; {count} more clean run{'' if count == 1 else 's'} needed" if count else ""


def _today(services: Services, record: ActionRecord, decision: Decision) -> str:
    from journeyman.gate.replay import judge_again

    now = judge_again(services.gate, record, programs_now=True)
    if now is None or now.verdict == decision.verdict:
        return ""
    return f"today it would be: {now.verdict} ({now.reasons[-1] if now.reasons else f'it is {now.level}'})"


def _rule(services: Services, name: str) -> str:
    found = _RULE.fullmatch(name)
    if found is None:
        return {"fail-closed": "the gate itself, which says no to what it cannot judge"}.get(name, name)
    from journeyman.config.load_policy import rule_place

    try:
        path, line = rule_place(services.workspace, name)
    except ConfigError as error:
        return f"{name} ({error})"
    return f"{name}, {path}, line {line}" if line else f"{name}, which is no longer in {path}"


def _advice(
    services: Services,
    frontend: Frontend,
    decision: Decision,
    answers: list[Approval],
    arithmetic: Arithmetic | None,
) -> Iterator[str]:
    magic, own = frontend.magic, layer_path(services.workspace, "policy", "user")
    waiting = [found.id for found in answers if found.status == "pending"]
    if waiting:
        yield f"answer it: {magic} approve {waiting[0]}, or {magic} reject {waiting[0]}"
    if decision.verdict == "allow":
        if decision.level != "read":
            yield _to_be_asked(decision, str(own), magic)
        return
    told = _from_rule(decision, str(own), magic)
    if told:
        yield told
        return
    yield from _from_effects(decision, str(own))
    if arithmetic and arithmetic.missing:
        yield f"approve it {arithmetic.missing} times: after that many clean runs it no longer asks"
    if decision.threshold is not None:
        yield f"or a rule in {own}: {{match: {{signature: '{decision.signature}'}}, verdict: allow}}"


def _to_be_asked(decision: Decision, own: str, magic: str) -> str:
    """Return what makes an action ask that ran unasked, whatever it was that let it run."""
    if decision.rule:
        return f"to be asked, put a rule that asks into {own}; {magic} policy replay shows what would differ"
    if decision.reasons and decision.reasons[-1] == "autonomy is all":
        return f"to be asked, say autonomy: earned in {own}"
    return f"take the trust back: {magic} trust revoke '{decision.signature}'"


def _from_rule(decision: Decision, own: str, magic: str) -> str:
    """Return what helps against the one thing that decided; "" when it was trust or an effect."""
    if decision.reasons and decision.reasons[0].startswith("the policy is broken"):
        return f"repair the file; {magic} policy check shows what is wrong"
    if decision.level == "catastrophic" and decision.rule != "lockdown":
        return "nothing in a policy allows this; if you are sure, run it yourself, outside"
    if decision.rule.startswith("quiet hours"):
        return "start it where somebody sits, or when the quiet hours are over"
    if _RULE.fullmatch(decision.rule):
        return f"change that rule, or put one before it into {own}; {magic} policy replay shows what would differ"
    return {
        "lockdown": f"lift the lockdown: {magic} lockdown off",
        "fail-closed": "write it in another way, or run it yourself",
        "packages.deny": f"take it from packages.deny in {own}, or in the workspace's policy.yaml",
    }.get(decision.rule, "")


def _from_effects(decision: Decision, own: str) -> Iterator[str]:
    doubtful = [e.target for e in decision.effects if e.operation == "install" and e.level == "floor" and e.target]
    if doubtful:
        names = ", ".join(" ".join(doubtful).split())
        yield f"if you know what this is: packages: {{allow: [{names}]}} in {own}"
    hosts = [e.target for e in decision.effects if e.operation == "network-in" and e.level == "external" and e.target]
    if hosts and all("." in host and " " not in host for host in hosts):
        yield f"if you read from there often: network: {{hosts: [{', '.join(dict.fromkeys(hosts))}]}} in {own}"

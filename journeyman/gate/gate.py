"""The gate: one action in, one decision out. It executes nothing, and its default answer is no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from journeyman.config import Policy, Rule
from journeyman.errors import JourneymanError
from journeyman.gate import trust
from journeyman.gate.rules import RuleBook, Subject
from journeyman.gate.signature import basis, scripts, signature
from journeyman.values import Action, Decision, Effect, Evidence, Prediction, Verdict, bind

if TYPE_CHECKING:
    from journeyman.sandbox.spec import Capability

TrustLookup = Callable[[str, str], Evidence | None]
_STRICTNESS: dict[Verdict, int] = {"allow": 0, "ask": 1, "deny": 2}


class Gate:
    """Decides about actions under one policy.

    ``trust_lookup(signature, origin)`` returns the evidence; ``capability`` is what the sandbox in force holds;
    ``lockdown()`` returns why the user stopped everything ("" when nothing is stopped); ``clock()`` is Unix seconds.
    """

    def __init__(
        self,
        policy: Policy,
        trust_lookup: TrustLookup,
        capability: Capability,
        lockdown: Callable[[], str],
        clock: Callable[[], float],
    ) -> None:
        self.policy = policy
        self.capability = capability
        self._lookup = trust_lookup
        self._lockdown = lockdown
        self._clock = clock
        self._rules = RuleBook(policy.rules)
        self._restrictions = RuleBook(policy.restrictions) if policy.restrictions else None

    def decide(self, action: Action, predict: Callable[[], Prediction], *, confinable: bool) -> Decision:
        """Return the decision about ``action``; never raises.

        ``predict`` says what the action would do (it raises for an unknown kind or impossible arguments);
        ``confinable`` tells whether its kind keeps to the sandbox or to checked paths.
        """
        try:
            prediction = predict()
            decision = self._judge(action, prediction, confinable)
            locked = "" if decision.level == "read" else self._lockdown()
        except JourneymanError as error:
            return _refused(action, str(error))
        except Exception as error:  # noqa: BLE001 - whatever breaks while judging must end in no; the journal keeps it
            return _refused(action, f"it could not be judged: {type(error).__name__}: {error}")
        if locked:
            return replace(
                decision, verdict="deny", reasons=(f"lockdown: {locked}", *decision.reasons), rule="lockdown"
            )
        return decision

    def _judge(self, action: Action, prediction: Prediction, confinable: bool) -> Decision:
        effects, level = prediction.effects, prediction.level
        mark = signature(action.kind, prediction.subject, effects)
        threshold = self.policy.thresholds.get(level)
        seen = Subject(action, mark, prediction.subject, effects, level)
        rule = None if self.policy.broken_reason else self._rules.first(seen)
        bound = 0.0
        reasons = _effect_reasons(effects, level)
        if self.policy.broken_reason and level != "read":
            verdict: Verdict = "deny"
            reasons = (f"the policy is broken: {self.policy.broken_reason}", *reasons)
        elif level == "catastrophic":
            verdict = "deny"
        elif rule is not None:
            verdict, reasons = _by_rule(rule, level, reasons)
        elif level == "floor":
            verdict, reasons = "ask", (*reasons, "this is asked every time")
        elif level == "read":
            verdict = "allow"
        else:
            verdict, bound, why = self._by_trust(action, mark, prediction, confinable)
            reasons = (*reasons, why)
        name = rule.name if rule else ""
        if self._restrictions is not None:
            verdict, reasons, name = _restricted(self._restrictions.first(seen), verdict, reasons, name)
        return Decision(
            action_id=action.id,
            verdict=verdict,
            level=level,
            signature=mark,
            reasons=reasons,
            effects=effects,
            rule=name,
            lower_bound=bound,
            threshold=threshold,
            digests=prediction.digests,
            bound_hash=bind(action.content_hash, scripts(prediction.digests)),
            paths=prediction.paths,
            network=prediction.network,
            confined=confinable,
            basis=basis(repr(rule) if rule else "", threshold, prediction.digests),
            hosts=prediction.hosts if verdict == "allow" else None,
            credentials=prediction.credentials,
        )

    def _by_trust(
        self, action: Action, mark: str, prediction: Prediction, confinable: bool
    ) -> tuple[Verdict, float, str]:
        """Judge contained, kernel and external effects: the sandbox first, then the autonomy switch, then evidence."""
        policy, level = self.policy, prediction.level
        threshold = policy.thresholds.get(level)
        evidence = self._lookup(mark, action.origin.proposer)
        now = self._clock()
        under = basis("", threshold, prediction.digests)
        bound = trust.bound(evidence, now, policy.trust, under)
        if not self.capability.confines:
            held = self.capability.detail or "no sandbox works here"
            return "ask", bound, f"nothing above reading runs unasked: {held}"
        if not confinable and level == "contained":
            return "ask", bound, "it cannot be confined"
        if policy.autonomy == "ask-all":
            return "ask", bound, "autonomy is ask-all"
        if policy.autonomy == "all":
            return "allow", bound, "autonomy is all"
        if threshold is not None and bound >= threshold:
            return "allow", bound, f"earned: {bound:.2f} of {threshold:.2f} needed"
        missing = trust.needed_clean_runs(evidence, threshold, now, policy.trust, under)
        return "ask", bound, f"not earned yet: {_runs(missing)}"


def _by_rule(rule: Rule, level: str, reasons: tuple[str, ...]) -> tuple[Verdict, tuple[str, ...]]:
    why = f"{rule.name}: {rule.reason}" if rule.reason else f"{rule.name} says {rule.verdict}"
    if level == "floor" and rule.verdict == "allow":
        return "ask", (*reasons, f"this is asked every time; {rule.name} cannot allow it")
    return rule.verdict, (*reasons, why)


def _restricted(
    rule: Rule | None, verdict: Verdict, reasons: tuple[str, ...], name: str
) -> tuple[Verdict, tuple[str, ...], str]:
    if rule is None or _STRICTNESS[rule.verdict] <= _STRICTNESS[verdict]:
        return verdict, reasons, name
    return rule.verdict, (*reasons, f"{rule.name}: {rule.reason or rule.verdict}"), rule.name


def _effect_reasons(effects: tuple[Effect, ...], level: str) -> tuple[str, ...]:
    found = dict.fromkeys(effect.reason for effect in effects if effect.level == level and effect.reason)
    return tuple(found)


def _runs(missing: int | None) -> str:
    if missing is None:
        return "too much speaks against it"
    return f"{missing} more clean run{'' if missing == 1 else 's'} until it runs unasked"


def _refused(action: Action, reason: str) -> Decision:
    return Decision(
        action_id=action.id,
        verdict="deny",
        level="floor",
        signature=signature(action.kind, "unreadable", ()),
        reasons=(reason,),
        rule="fail-closed",
        bound_hash=action.content_hash,
        paths=None,
    )

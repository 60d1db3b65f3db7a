"""The gate: one action in, one decision out. It executes nothing, and its default answer is no."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from journeyman.config import Policy, Rule
from journeyman.errors import JourneymanError
from journeyman.gate import trust
from journeyman.gate.hosts import HostList
from journeyman.gate.hours import PEOPLE, quiet
from journeyman.gate.packages import PackageBook
from journeyman.gate.rules import RuleBook, Subject, key_of
from journeyman.gate.signature import basis, scripts, signature
from journeyman.gate.unheld import unheld
from journeyman.values import Action, Decision, Effect, Evidence, Prediction, Verdict, bind

if TYPE_CHECKING:
    from journeyman.sandbox.spec import Capability

TrustLookup = Callable[[str, str], Evidence | None]
_STRICTNESS: dict[Verdict, int] = {"allow": 0, "ask": 1, "deny": 2}


class Gate:
    """Decides about actions under one policy.

    ``trust_lookup(signature, origin)`` returns the evidence; ``capability`` is what the sandbox in force holds;
    ``lockdown()`` returns why the user stopped everything ("" when nothing is stopped); ``clock()`` is Unix seconds;
    ``attended()`` tells whether somebody sits at this front end.
    """

    def __init__(
        self,
        policy: Policy,
        trust_lookup: TrustLookup,
        capability: Capability,
        lockdown: Callable[[], str],
        clock: Callable[[], float],
        attended: Callable[[], bool] = lambda: True,
    ) -> None:
        self.policy = policy
        self.capability = capability
        self._lookup = trust_lookup
        self._lockdown = lockdown
        self._clock = clock
        self._attended = attended
        self._hosts = HostList(policy.network)
        self._packages = PackageBook(policy.packages)
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

    def _judge(self, action: Action, seen: Prediction, confinable: bool) -> Decision:
        prediction = self._listed(seen)
        effects, level = prediction.effects, prediction.level
        mark = signature(action.kind, prediction.subject, effects, prediction.hosts or ())
        threshold = self.policy.thresholds.get(level)
        subject = Subject(
            action, mark, prediction.subject, effects, level, prediction.hosts, prediction.packages, self._clock()
        )
        rule = None if self.policy.broken_reason else self._rules.first(subject)
        bound = 0.0
        reasons = known = _effect_reasons(effects, level)
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
        under = key_of(rule)
        name = rule.name if rule else ""
        for verdict_above, why, name_above, key in self._above(subject):
            if _STRICTNESS[verdict_above] > _STRICTNESS[verdict]:
                verdict, reasons, name, under = verdict_above, (*known, why), name_above, under + key
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
            basis=basis(under, threshold, level, prediction.digests),
            hosts=prediction.hosts if verdict == "allow" and self.capability.hosts else None,
            credentials=prediction.credentials,
            predicted=() if prediction is seen else seen.effects,
            contacts=prediction.hosts,
            packages=prediction.packages,
        )

    def _listed(self, prediction: Prediction) -> Prediction:
        """Return ``prediction`` as the lists of hosts and packages make it; itself when they change nothing."""
        effects = self._hosts.judge(prediction.effects, prediction.hosts)
        if prediction.packages:
            effects += self._packages.judge(prediction.packages)
        if effects is prediction.effects or effects == prediction.effects:
            return prediction
        judged = replace(prediction, effects=effects)
        if prediction.paths in ((), None):  # what only reads changes nothing; else only a scan can tell
            judged = replace(judged, paths=() if judged.level == "read" else None)
        return judged

    def _above(self, subject: Subject) -> Iterator[tuple[Verdict, str, str, str]]:
        """Yield what can only make a verdict stricter: (verdict, reason, name, what trust is counted under)."""
        if why := unheld(self.capability, subject.effects):
            yield "ask", why, "sandbox", ""
        if self._restrictions is not None and (rule := self._restrictions.first(subject)):
            yield rule.verdict, f"{rule.name}: {rule.reason or rule.verdict}", rule.name, key_of(rule)
        if subject.packages and (denied := self._packages.denied(subject.packages)):
            yield "deny", f"the policy never installs {', '.join(denied)}", "packages.deny", ""
        if self.policy.quiet_hours and subject.level != "read":
            away = not self._attended() or subject.action.origin.front_end not in PEOPLE
            if away and (span := quiet(self.policy.quiet_hours, subject.now)):
                yield span.verdict, f"quiet hours ({span}), and nobody sits there", span.name, ""

    def _by_trust(
        self, action: Action, mark: str, prediction: Prediction, confinable: bool
    ) -> tuple[Verdict, float, str]:
        """Judge contained, kernel and external effects: the sandbox first, then the autonomy switch, then evidence."""
        policy, level = self.policy, prediction.level
        threshold = policy.thresholds.get(level)
        evidence = self._lookup(mark, action.origin.proposer)
        now = self._clock()
        under = basis("", threshold, level, prediction.digests)
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

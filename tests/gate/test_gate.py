from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from journeyman.config import Policy, Rule
from journeyman.errors import PathError
from journeyman.gate import Gate, subject_of, trust
from journeyman.gate.signature import PROGRAM, signature
from journeyman.sandbox.spec import Capability
from journeyman.values import Action, Decision, Effect, Evidence, Level, Origin, Prediction, bind

HOLDS = Capability("test", fs=True, tcp=True, udp=True, signals=True, pids=True)
NOTHING = Capability("none", detail="no sandbox here")
ACTION = Action("shell.run", {"command": "x"}, origin=Origin("model:a", "shell"))
NOW = 1_000_000.0


def prediction(level: Level, **fields: object) -> Prediction:
    operation = "read" if level == "read" else "write"
    return Prediction((Effect(operation, level, "workspace", "f", f"does {level}"),), subject="prog sub", **fields)  # type: ignore[arg-type] # test values


def gate(
    policy: Policy | None = None,
    evidence: Callable[[str, str], Evidence | None] = lambda signature, origin: None,
    capability: Capability = HOLDS,
    lockdown: str = "",
) -> Gate:
    return Gate(policy or Policy(), evidence, capability, lambda: lockdown, lambda: NOW)


def decide(level: Level, chosen: Gate | None = None, action: Action = ACTION, confinable: bool = True) -> Decision:
    return (chosen or gate()).decide(action, lambda: prediction(level), confinable=confinable)


def clean(runs: int, decision: Decision) -> Evidence:
    start = Evidence(decision.signature, "model:a", "shell.run")
    for _ in range(runs):
        start = trust.credit_success(NOW, Policy().trust, decision.basis)(start)
    return start


@pytest.mark.parametrize(
    ("level", "verdict"),
    [
        ("read", "allow"),
        ("contained", "ask"),
        ("kernel", "ask"),
        ("external", "ask"),
        ("floor", "ask"),
        ("catastrophic", "deny"),
    ],
)
def test_the_verdict_before_any_trust(level: Level, verdict: str) -> None:
    decision = decide(level)
    assert (decision.verdict, decision.level) == (verdict, level)
    if verdict != "allow":
        assert f"does {level}" in decision.reasons


@pytest.mark.parametrize(("level", "runs"), [("contained", 5), ("kernel", 7), ("external", 15)])
def test_enough_clean_runs_remove_the_question(level: Level, runs: int) -> None:
    first = decide(level)
    assert any(f"{runs} more clean runs" in reason for reason in first.reasons)
    one_less = decide(level, gate(evidence=lambda mark, origin: clean(runs - 1, first)))
    assert one_less.verdict == "ask"
    assert any("1 more clean run until" in reason for reason in one_less.reasons)
    earned = decide(level, gate(evidence=lambda mark, origin: clean(runs, first)))
    assert (earned.verdict, earned.threshold) == ("allow", Policy().thresholds[level])
    assert earned.lower_bound >= Policy().thresholds[level]


@pytest.mark.parametrize("level", ["floor", "catastrophic"])
def test_nothing_earns_floor_or_catastrophic(level: Level) -> None:
    first = decide(level)
    after = decide(level, gate(Policy(autonomy="all"), evidence=lambda mark, origin: clean(1000, first)))
    assert after.verdict != "allow"
    assert after.threshold is None


def test_evidence_is_looked_up_per_signature_and_proposer() -> None:
    asked: list[tuple[str, str]] = []

    def lookup(mark: str, origin: str) -> None:
        asked.append((mark, origin))

    decide("contained", gate(evidence=lookup))
    assert asked == [("v1|shell.run|prog sub|write:contained|workspace", "model:a")]


def test_credit_ends_when_the_program_or_the_threshold_changes() -> None:
    def with_program(identity: str) -> Callable[[], Prediction]:
        return lambda: prediction("contained", digests={PROGRAM + "/usr/bin/prog": identity})

    first = gate().decide(ACTION, with_program("1:1"), confinable=True)
    trusted = gate(evidence=lambda mark, origin: clean(20, first))
    assert trusted.decide(ACTION, with_program("1:1"), confinable=True).verdict == "allow"
    assert trusted.decide(ACTION, with_program("2:2"), confinable=True).verdict == "ask"
    other = gate(Policy(thresholds={"contained": 0.76}), evidence=lambda mark, origin: clean(20, first))
    assert other.decide(ACTION, with_program("1:1"), confinable=True).verdict == "ask"


def test_scripts_bind_the_approval_but_do_not_end_the_credit() -> None:
    one = gate().decide(ACTION, lambda: prediction("contained", digests={"/w/x.sh": "aa"}), confinable=True)
    two = gate().decide(ACTION, lambda: prediction("contained", digests={"/w/x.sh": "bb"}), confinable=True)
    assert one.bound_hash == bind(ACTION.content_hash, {"/w/x.sh": "aa"}) != two.bound_hash
    assert one.basis == two.basis


def test_without_a_sandbox_nothing_above_reading_runs_unasked() -> None:
    for policy in (Policy(), Policy(autonomy="all")):
        for level in ("contained", "kernel", "external"):
            decision = decide(level, gate(policy, capability=NOTHING))
            assert decision.verdict == "ask"
            assert any("no sandbox here" in reason for reason in decision.reasons)
    assert decide("read", gate(capability=NOTHING)).verdict == "allow"


def test_what_cannot_be_confined_is_asked_when_it_claims_to_be_contained() -> None:
    every = gate(Policy(autonomy="all"))
    assert decide("contained", every, confinable=False).verdict == "ask"
    assert decide("kernel", every, confinable=False).verdict == "allow"


def test_the_autonomy_switch() -> None:
    first = decide("contained")
    earned = lambda mark, origin: clean(50, first)  # noqa: E731 - two uses in one line each
    assert decide("contained", gate(Policy(autonomy="ask-all"), evidence=earned)).verdict == "ask"
    assert decide("external", gate(Policy(autonomy="all"))).verdict == "allow"


def test_lockdown_denies_everything_above_reading_whatever_was_earned() -> None:
    locked = gate(Policy(autonomy="all"), lockdown="the user said stop")
    decision = decide("contained", locked)
    assert decision.verdict == "deny"
    assert decision.reasons[0] == "lockdown: the user said stop"
    assert decide("read", locked).verdict == "allow"


def test_a_broken_policy_denies_everything_above_reading_and_says_why() -> None:
    broken = gate(Policy.broken("policy.yaml: line 3: found a tab"))
    decision = decide("contained", broken)
    assert decision.verdict == "deny"
    assert "policy.yaml: line 3: found a tab" in decision.reasons[0]
    assert decide("read", broken).verdict == "allow"


@pytest.mark.parametrize(
    "error", [PathError("../x resolves to /x"), ValueError("odd"), RecursionError(), KeyError("k")]
)
def test_the_gate_fails_closed(error: Exception) -> None:
    def predict() -> Prediction:
        raise error

    decision = gate(Policy(autonomy="all")).decide(ACTION, predict, confinable=True)
    assert decision.verdict == "deny"
    assert decision.rule == "fail-closed"
    assert decision.reasons
    assert str(error) in decision.reasons[0] or type(error).__name__ in decision.reasons[0]


def test_a_trust_store_that_fails_denies() -> None:
    def lookup(mark: str, origin: str) -> Evidence | None:
        raise OSError("disk gone")

    assert decide("contained", gate(evidence=lookup)).verdict == "deny"


def test_the_first_matching_rule_decides() -> None:
    rules = (
        Rule("deny", "not on Sundays", "user rule 1", kind="git.*"),
        Rule("allow", "fine here", "user rule 2", program="prog", level="contained"),
        Rule("deny", "never reached", "user rule 3", kind="shell.run"),
    )
    decision = decide("contained", gate(Policy(rules=rules)))
    assert (decision.verdict, decision.rule) == ("allow", "user rule 2")
    assert "user rule 2: fine here" in decision.reasons
    assert decide("external", gate(Policy(rules=rules))).verdict == "deny"


def test_a_rule_can_stop_reading_but_cannot_lower_the_floor() -> None:
    allow = Policy(rules=(Rule("allow", "", "user rule 1"),))
    floor = decide("floor", gate(allow))
    assert floor.verdict == "ask"
    assert any("user rule 1 cannot allow it" in reason for reason in floor.reasons)
    assert decide("catastrophic", gate(allow)).verdict == "deny"
    deny = Policy(rules=(Rule("deny", "", "user rule 1", effect="read"),))
    assert decide("read", gate(deny)).verdict == "deny"


def test_restrictions_only_make_stricter() -> None:
    base = (Rule("deny", "user says no", "user rule 1", kind="shell.run"),)
    softer = (Rule("ask", "workspace asks", "workspace rule 1", kind="shell.run"),)
    assert decide("contained", gate(Policy(rules=base, restrictions=softer))).verdict == "deny"
    decision = decide("read", gate(Policy(restrictions=softer)))
    assert (decision.verdict, decision.rule) == ("ask", "workspace rule 1")
    silent = (Rule("ask", "", "workspace rule 1", kind="file.*"),)
    assert decide("read", gate(Policy(restrictions=silent))).verdict == "allow"


def test_the_decision_survives_json() -> None:
    decision = decide("external")
    assert Decision.from_dict(decision.to_dict()) == decision


def test_signatures_tell_the_subject_the_effects_and_the_place() -> None:
    effects = (
        Effect("read", "read", "home"),
        Effect("write", "contained", "temp"),
        Effect("delete", "contained", "temp"),
    )
    mark = signature("shell.run", "rm -r", effects)
    assert mark == "v1|shell.run|rm -r|delete:contained+write:contained|temp"
    assert subject_of(mark) == "rm -r"
    assert subject_of(signature("shell.run", "a | b", effects)) == "a | b"
    assert signature("noop", "", ()) == "v1|noop||nothing|none"


def test_what_leaves_the_machine_is_trusted_for_the_hosts_that_it_reaches() -> None:
    fetch = Effect("network-in", "read", "none", "api.example")
    send = Effect("network-out", "external", "none", "curl")
    mark = signature("shell.run", "curl -d", (fetch, send), ("api.example",))
    assert mark == "v1|shell.run|curl -d|network-out:external|@api.example"
    assert subject_of(mark) == "curl -d"
    assert signature("shell.run", "curl -d", (fetch, send), ("evil.example",)) != mark
    assert signature("shell.run", "git push", (send,)) == "v1|shell.run|git push|network-out:external|none"
    assert signature("shell.run", "curl", (fetch,), ("api.example",)) == "v1|shell.run|curl|network-in:read|none"
    assert subject_of("nonsense") == ""


def test_what_the_sandbox_does_not_hide_is_asked() -> None:
    listing = Prediction((Effect("read", "read", "none", "processes"),), subject="ps")
    weaker = replace(HOLDS, name="weaker", pids=False)
    decision = gate(capability=weaker).decide(ACTION, lambda: listing, confinable=True)
    assert decision.verdict == "ask"
    assert any("weaker does not hide" in reason for reason in decision.reasons)
    assert (
        gate(capability=replace(weaker, pids=True)).decide(ACTION, lambda: listing, confinable=True).verdict == "allow"
    )

"""The gate with lists of hosts and packages, quiet hours, and what keeps trust apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyman.config import Network, PackageLists, Policy, QuietHours, Rule
from journeyman.gate import Gate, trust
from journeyman.sandbox.spec import Capability
from journeyman.values import LEVELS, Action, Decision, Effect, Evidence, Level, Origin, Prediction

HOLDS = Capability("test", fs=True, tcp=True, udp=True, signals=True, pids=True, hosts=True)
ACTION = Action("shell.run", {"command": "x"}, origin=Origin("model:a", "shell"))
NOON = 1_768_392_000.0  # 2026-01-14 12:00 UTC
ALWAYS = QuietHours(0, 0, "ask", zone="UTC")


def gate(
    policy: Policy,
    evidence: Callable[[str, str], Evidence | None] = lambda signature, origin: None,
    capability: Capability = HOLDS,
    attended: bool = True,
) -> Gate:
    return Gate(policy, evidence, capability, lambda: "", lambda: NOON, lambda: attended)


def fetch(host: str, level: Level = "read", **fields: object) -> Prediction:
    effects = (Effect("network-in", level, "none", host, "curl uses it"),)
    return Prediction(effects, "curl", network=True, hosts=(host,), **fields)  # type: ignore[arg-type] # test values


def decide(prediction: Prediction, policy: Policy, action: Action = ACTION, **fields: object) -> Decision:
    return gate(policy, **fields).decide(action, lambda: prediction, confinable=True)  # type: ignore[arg-type] # test values


LISTED = Policy(network=Network(("docs.example",)))


def test_reading_from_a_listed_host_runs_unasked_and_reaches_it_alone() -> None:
    decision = decide(fetch("docs.example", "external", paths=None), LISTED)
    assert (decision.verdict, decision.level) == ("allow", "read")
    assert decision.hosts == ("docs.example",)
    assert decision.paths == (), "what only reads needs no checkpoint"
    assert decision.predicted[0].level == "external", "what the kind saw is kept, for a replay"
    assert decision.contacts == ("docs.example",)
    assert "network-in:read" in decision.signature
    assert Decision.from_dict(decision.to_dict()) == decision


def test_an_address_that_can_carry_text_out_asks_on_any_other_host() -> None:
    decision = decide(fetch("other.example", "external"), LISTED)
    assert (decision.verdict, decision.hosts, decision.predicted) == ("ask", None, ())
    assert decision.contacts == ("other.example",)


def test_unlisted_hosts_can_be_asked_about_and_earned() -> None:
    policy = Policy(network=Network(("docs.example",), "ask"))
    first = decide(fetch("other.example"), policy)
    assert (first.verdict, first.level, first.threshold) == ("ask", "external", 0.9)
    assert first.paths is None, "after a yes it may write, so that a scan must tell"
    assert "not on the policy's list" in first.reasons[0]
    evidence = Evidence(first.signature, "model:a", "shell.run")
    for _ in range(15):
        evidence = trust.credit_success(NOON, policy.trust, first.basis)(evidence)
    assert decide(fetch("other.example"), policy, evidence=lambda mark, origin: evidence).verdict == "allow"
    assert decide(fetch("docs.example"), policy).verdict == "allow"


def test_a_sandbox_that_holds_no_hosts_promises_none() -> None:
    blunt = Capability("test", fs=True, tcp=True, udp=True)
    assert decide(fetch("docs.example"), LISTED, capability=blunt).hosts is None


def test_the_list_lowers_nothing_but_the_fetch() -> None:
    effects = (
        Effect("network-in", "external", "none", "docs.example", "fetches"),
        Effect("network-out", "external", "none", "docs.example", "sends"),
    )
    assert decide(Prediction(effects, "curl", network=True), LISTED).level == "external"
    secret = (*effects, Effect("network-out", "catastrophic", "none", "", "sends secrets over the network"))
    assert decide(Prediction(secret, "curl", network=True), LISTED).verdict == "deny"


def test_rules_by_host_package_and_hours() -> None:
    host = Policy(rules=(Rule("deny", "not there", "user rule 1", host="*.evil.example"),))
    assert decide(fetch("a.evil.example"), host).verdict == "deny"
    assert decide(fetch("good.example"), host).verdict == "allow"
    package = Policy(rules=(Rule("deny", "", "user rule 1", package="npm:event-*"),))
    assert decide(install("npm:event-stream"), package).verdict == "deny"
    assert decide(install("npm:react"), package).verdict == "ask"
    noon, night = (
        Policy(rules=(Rule("ask", "", "user rule 1", hours=hours),)) for hours in ("00:00-23:59", "00:00-00:01")
    )
    assert decide(fetch("a.example"), noon).verdict == "ask"
    assert decide(fetch("a.example"), night).verdict == "allow"


def install(*packages: str) -> Prediction:
    effects = (Effect("install", "external", "workspace", "x", "installs, which runs code of others"),)
    return Prediction(effects, "pip install", network=True, packages=packages)


def test_known_packages_keep_their_class_and_can_be_earned() -> None:
    decision = decide(install("pypi:requests", "pypi:flask"), Policy())
    assert (decision.verdict, decision.level, decision.threshold) == ("ask", "external", 0.9)
    assert decide(install("pypi:requests"), Policy(autonomy="all")).verdict == "allow"


@pytest.mark.parametrize("policy", [Policy(autonomy="all"), Policy(rules=(Rule("allow", "", "user rule 1"),))])
def test_an_unknown_package_asks_whatever_else_is_allowed(policy: Policy) -> None:
    decision = decide(install("pypi:flask", "pypi:reqeusts"), policy)
    assert (decision.verdict, decision.level, decision.threshold) == ("ask", "floor", None)
    assert "`reqeusts` is not well known and looks like `requests`" in decision.reasons
    assert decision.packages == ("pypi:flask", "pypi:reqeusts")


def test_what_the_user_allows_is_known_and_what_the_user_denies_is_never_installed() -> None:
    mine = Policy(autonomy="all", packages=PackageLists(("pypi:acme-*",), ("pypi:flask",)))
    assert decide(install("pypi:acme-tools"), mine).verdict == "allow"
    denied = decide(install("pypi:Flask", "pypi:requests"), mine)
    assert (denied.verdict, denied.rule) == ("deny", "packages.deny")
    assert denied.reasons[-1] == "the policy never installs pypi:Flask"


@pytest.mark.parametrize("verdict", ["ask", "deny"])
def test_quiet_hours_hold_for_what_nobody_watches(verdict: str) -> None:
    span = QuietHours(0, 0, verdict, zone="UTC", name="quiet hours 1")  # type: ignore[arg-type] # test values
    policy = Policy(autonomy="all", quiet_hours=(span,))
    write = Prediction((Effect("write", "contained", "workspace", "f", "writes f"),), "x")
    alone = decide(write, policy, attended=False)
    assert (alone.verdict, alone.rule) == (verdict, "quiet hours 1")
    assert "quiet hours (00:00 to 00:00)" in alone.reasons[-1]
    assert decide(write, policy).verdict == "allow", "somebody sits there"
    queued = Action("shell.run", {"command": "x"}, origin=Origin("model:a", "queue"))
    assert decide(write, policy, queued).verdict == verdict
    assert decide(Prediction(()), policy, queued).verdict == "allow", "reading goes on"


def test_quiet_hours_only_make_stricter_and_only_in_their_time() -> None:
    floor = Prediction((Effect("privilege", "floor", reason="needs root"),), "x")
    write = Prediction((Effect("write", "contained", "workspace", "f", "writes f"),), "x")
    assert decide(floor, Policy(autonomy="all", quiet_hours=(ALWAYS,)), attended=False).verdict == "ask"
    denied = Policy(rules=(Rule("deny", "", "user rule 1"),), quiet_hours=(ALWAYS,))
    assert decide(write, denied, attended=False).verdict == "deny"
    night = Policy(autonomy="all", quiet_hours=(QuietHours(22 * 60, 7 * 60, zone="UTC"),))
    assert decide(write, night, attended=False).verdict == "allow"


def test_moving_a_rule_or_rewording_it_keeps_what_was_earned_but_changing_it_does_not() -> None:
    write = Prediction((Effect("write", "contained", "workspace", "f", "writes f"),), "x")

    def under(*rules: Rule) -> str:
        return decide(write, Policy(rules=rules)).basis

    first = under(Rule("ask", "because", "user rule 1", program="x"))
    assert under(Rule("ask", "other words", "user rule 4", program="x")) == first
    assert under(Rule("ask", "because", "user rule 1", kind="shell.run")) != first
    assert under() != first


effects = st.builds(
    Effect,
    st.sampled_from(["read", "write", "delete", "execute", "network-in", "network-out", "install"]),
    st.sampled_from(LEVELS[:4]),
    st.sampled_from(["workspace", "temp", "home", "none"]),
    st.sampled_from(["", "a", "docs.example"]),
)
predictions = st.builds(
    Prediction,
    st.lists(effects, min_size=1, max_size=3).map(tuple),
    st.sampled_from(["git commit", "git commit --amend", "x"]),
)


@settings(max_examples=200, deadline=None)
@given(earned=predictions, other=predictions, origin=st.sampled_from(["model:a", "model:b"]))
def test_credit_never_flows_to_another_signature_or_proposer(
    earned: Prediction, other: Prediction, origin: str
) -> None:
    first = decide(earned, LISTED)
    store: dict[tuple[str, str], Evidence] = {}
    key = (first.signature, "model:a")
    store[key] = Evidence(*key, "shell.run")
    for _ in range(100):
        store[key] = trust.credit_success(NOON, LISTED.trust, first.basis)(store[key])
    action = Action("shell.run", {"command": "y"}, origin=Origin(origin, "shell"))
    full = decide(other, LISTED, action, evidence=lambda mark, by: store.get((mark, by)))
    empty = decide(other, LISTED, action)
    if (full.signature, origin) == key:
        assert full.verdict == "allow" or full.level == "read"
    else:
        assert full == empty

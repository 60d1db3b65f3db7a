"""Recorded actions judged again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journeyman.config import Network, PackageLists, Policy, QuietHours, Rule
from journeyman.gate import Gate
from journeyman.gate.history import UNDONE
from journeyman.gate.replay import judge_again, replay, what_changed
from journeyman.gate.signature import PROGRAM
from journeyman.sandbox.spec import Capability
from journeyman.store.protocol import ActionRecord
from journeyman.values import Action, Decision, Effect, Event, Evidence, Origin, Outcome, Prediction

HOLDS = Capability("test", fs=True, tcp=True, udp=True, signals=True, pids=True, hosts=True)
START = 1_768_392_000.0  # 2026-01-14 12:00 UTC
HOUR = 3600.0
WRITE = Prediction((Effect("write", "contained", "workspace", "f", "writes f"),), "touch")


def gate(policy: Policy, evidence: Evidence | None = None) -> Gate:
    return Gate(policy, lambda mark, origin: evidence, HOLDS, lambda: "", lambda: START)


def recorded(
    prediction: Prediction,
    policy: Policy | None = None,
    number: int = 0,
    status: str = "done",
    front_end: str = "shell",
) -> ActionRecord:
    action = Action("shell.run", {"command": "x"}, origin=Origin("user", front_end), id=f"a{number}")
    decision = gate(policy or Policy()).decide(action, lambda: prediction, confinable=True)
    decision = Decision.from_dict(decision.to_dict())
    created = START + number * HOUR
    return ActionRecord(action, status, created, decision, Outcome(action.id, "done", "ok"), created + 1)


def verdicts(records: list[ActionRecord], policy: Policy, events: tuple[Event, ...] = ()) -> list[str]:
    return [found.after.verdict for found in replay(records, events, policy, HOLDS)]


def test_the_same_policy_decides_the_same() -> None:
    fetch = Prediction(
        (Effect("network-in", "external", "none", "docs.example", "curl uses a query"),),
        "curl",
        hosts=("docs.example",),
    )
    install = Prediction((Effect("install", "external"),), "pip install", packages=("pypi:reqeusts",))
    policy = Policy(network=Network(("docs.example",)), rules=(Rule("deny", "", "user rule 1", zone="home"),))
    for prediction in (WRITE, fetch, install, Prediction((Effect("write", "contained", "home"),), "touch")):
        record = recorded(prediction, policy)
        assert record.decision is not None
        again = judge_again(gate(policy), record)
        assert again == record.decision


def test_other_rules_hosts_and_packages_are_seen() -> None:
    fetch = Prediction(
        (Effect("network-in", "external", "none", "docs.example", "curl uses a query"),),
        "curl",
        hosts=("docs.example",),
    )
    listed = recorded(fetch, Policy(network=Network(("docs.example",))))
    assert verdicts([listed], Policy()) == ["ask"], "the host is no longer listed"
    assert verdicts([recorded(fetch)], Policy(network=Network(("docs.example",)))) == ["allow"]
    install = recorded(Prediction((Effect("install", "external"),), "pip install", packages=("pypi:reqeusts",)))
    allowed = Policy(autonomy="all", packages=PackageLists(allow=("pypi:reqeusts",)))
    assert verdicts([install], Policy(autonomy="all")) == ["ask"]
    assert verdicts([install], allowed) == ["allow"]
    assert verdicts([recorded(WRITE)], Policy(rules=(Rule("deny", "", "user rule 1", program="touch"),))) == ["deny"]


def test_evidence_is_that_of_the_moment() -> None:
    records = [recorded(WRITE, number=number) for number in range(8)]
    assert verdicts(records, Policy()) == ["ask"] * 5 + ["allow"] * 3
    assert verdicts(records, Policy(thresholds={"contained": 0.5})) == ["ask"] * 2 + ["allow"] * 6
    records[2] = replace(records[2], status="failed")
    assert verdicts(records, Policy()) == ["ask"] * 8


def test_an_undo_and_a_revoke_count_when_they_happened() -> None:
    records = [recorded(WRITE, number=number) for number in range(8)]
    undone = Event(UNDONE, START + 5.5 * HOUR, action_id="a5")
    assert verdicts(records, Policy(), (undone,)) == ["ask"] * 5 + ["allow"] + ["ask"] * 2
    signature = records[0].decision.signature if records[0].decision else ""
    revoked = Event("trust.reset", START + 5.5 * HOUR, data={"signatures": [signature]})
    assert verdicts(records, Policy(), (revoked,)) == ["ask"] * 5 + ["allow"] + ["ask"] * 2


def test_quiet_hours_hold_for_what_came_from_no_front_end() -> None:
    policy = Policy(autonomy="all", quiet_hours=(QuietHours(12 * 60, 13 * 60, "deny", zone="UTC"),))
    queued = [recorded(WRITE, number=number, front_end="queue") for number in range(2)]
    assert verdicts(queued, policy) == ["deny", "allow"]
    assert verdicts([recorded(WRITE)], policy) == ["allow"]


def test_what_could_not_be_judged_is_left_out() -> None:
    broken = Decision("a1", "deny", "floor", "v1|shell.run|unreadable|nothing|none", rule="fail-closed")
    record = ActionRecord(Action("shell.run", id="a1"), "denied", START, broken)
    assert judge_again(gate(Policy()), record) is None
    assert verdicts([record, replace(record, decision=None)], Policy()) == []


def test_a_program_is_looked_at_anew(tmp_path) -> None:
    program = tmp_path / "tool"
    program.write_text("one")
    status = program.stat()
    digests = {PROGRAM + str(program): f"{status.st_size}:{status.st_mtime_ns}"}
    record = recorded(replace(WRITE, digests=digests))
    assert record.decision is not None
    same = judge_again(gate(Policy()), record, programs_now=True)
    assert same is not None
    assert what_changed(record.decision, same) == ""
    program.write_text("another")
    other = judge_again(gate(Policy()), record, programs_now=True)
    assert other is not None
    assert what_changed(record.decision, other) == "the program changed"
    program.unlink()
    gone = judge_again(gate(Policy()), record, programs_now=True)
    assert gone is not None
    assert what_changed(record.decision, gone) == "the program changed"


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (Policy(thresholds={"contained": 0.8}), "the threshold changed from 0.75 to 0.8"),
        (Policy(rules=(Rule("ask", "", "user rule 1", program="touch"),)), "the rule that matched changed"),
        (Policy(), ""),
    ],
)
def test_why_credit_no_longer_counts(policy: Policy, said: str) -> None:
    record = recorded(WRITE)
    assert record.decision is not None
    now = judge_again(gate(policy), record)
    assert now is not None
    assert what_changed(record.decision, now) == said


def test_another_reading_is_another_signature() -> None:
    record = recorded(WRITE)
    assert record.decision is not None
    older = replace(record.decision, signature=record.decision.signature.replace("v1|", "v0|"))
    now = judge_again(gate(Policy()), replace(record, decision=older))
    assert now is not None
    assert what_changed(older, now) == "it is read differently now"

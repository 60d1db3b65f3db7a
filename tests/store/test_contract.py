"""What every store must do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journeyman.errors import NotFound, StoreError
from journeyman.store import EventFilter, SqliteStore
from journeyman.values import (
    Action,
    Approval,
    Change,
    Checkpoint,
    Decision,
    Entry,
    Event,
    Evidence,
    Origin,
    Outcome,
    Plan,
    Step,
)


def event(name: str = "action.done", message: str = "hello", **fields) -> Event:
    return Event(name, fields.pop("time", 100.0), message, **fields)


def decided(action: Action, verdict="ask") -> Decision:
    return Decision(action.id, verdict, "contained", "v1|noop", bound_hash=action.content_hash)


def asked(action: Action, expires=1000.0, **fields) -> Approval:
    return Approval(
        fields.pop("id", "q" + action.id), action.id, action.content_hash, "pending", 1.0, expires, **fields
    )


def started(store: SqliteStore, action: Action | None = None, now=5.0) -> Action:
    action = action or Action("noop")
    assert store.begin_action(action, decided(action, "allow"), now, "me")
    return action


def test_an_action_is_running_from_begin_to_finish(store):
    action = started(store)
    assert store.action(action.id).status == "running"
    written = store.finish_action(Outcome(action.id, "done", "ok", changed=("a",)), event(action_id=action.id))
    record = store.action(action.id)
    assert (record.status, record.outcome.changed, record.finished) == ("done", ("a",), 100.0)
    assert record.action == action
    assert written.seq == 1


def test_an_action_is_found_by_an_unambiguous_beginning_only(store):
    for suffix in ("aa1", "aa2", "bb1"):
        started(store, Action("noop", id="a0000" + suffix))
    assert store.action("a0000b").action.id == "a0000bb1"
    with pytest.raises(NotFound, match="several"):
        store.action("a0000a")
    assert store.action("a9") is None
    assert store.action("a%") is None


def test_actions_are_listed_newest_first_and_filtered(store):
    first, second = started(store), started(store, Action("noop", plan_id="p1"))
    store.finish_action(Outcome(first.id, "done", ""), event())
    assert [found.action.id for found in store.actions()] == [second.id, first.id]
    assert [found.action.id for found in store.actions(status="done")] == [first.id]
    assert [found.action.id for found in store.actions(plan_id="p1")] == [second.id]
    assert len(store.actions(limit=1)) == 1


def test_evidence_is_written_with_the_outcome(store):
    action = started(store)
    key = ("v1|noop", "user", "noop")
    store.finish_action(
        Outcome(action.id, "done", ""), event(), key, lambda e: replace(e, successes=e.successes + 1), credited=True
    )
    assert store.evidence("v1|noop", "user") == Evidence("v1|noop", "user", "noop", successes=1.0)
    assert store.action(action.id).credited
    store.set_credited(action.id, False)
    assert not store.action(action.id).credited
    assert store.evidence("v1|noop", "model:x") is None


def test_evidence_updates_add_up(store):
    for _ in range(3):
        store.update_evidence(("s", "user", "k"), lambda e: replace(e, confirmed=e.confirmed + 1))
    assert [found.confirmed for found in store.evidences()] == [3]


def test_an_update_that_raises_changes_nothing(store):
    action = started(store)

    def broken(evidence: Evidence) -> Evidence:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.finish_action(Outcome(action.id, "done", ""), event(), ("s", "o", "k"), broken)
    assert store.action(action.id).status == "running"
    assert store.events() == []


def test_a_scrubbed_action_loses_its_payload_and_keeps_its_outcome(store):
    action = started(store, Action("noop", {"text": "hunter2"}))
    clean = replace(action, args={"text": "[redacted]"})
    store.finish_action(Outcome(action.id, "done", "ok"), event(), scrubbed=clean)
    record = store.action(action.id)
    assert record.scrubbed
    assert record.action.args == {"text": "[redacted]"}
    assert record.outcome.message == "ok"


def test_an_approval_runs_its_action_once(store):
    action = Action("noop")
    approval = store.add_approval(asked(action), event("approval.requested"))
    assert not store.begin_action(action, decided(action), 5.0, "me", approval.id), "not answered yet"
    answered = store.answer_approval(approval.id, "approved", "ann", "shell", event("approval.approved", time=7.0))
    assert (answered.status, answered.answered, answered.answered_by, answered.front_end) == (
        "approved",
        7.0,
        "ann",
        "shell",
    )
    assert store.begin_action(action, decided(action), 8.0, "me", approval.id)
    assert store.approval(approval.id).status == "used"
    assert not store.begin_action(action, decided(action), 9.0, "me", approval.id), "one-shot"


@pytest.mark.parametrize("change", ["content", "action", "expired"])
def test_an_approval_covers_nothing_else(store, change):
    action = Action("noop", {"text": "a"})
    approval = store.add_approval(asked(action, expires=50.0), event())
    store.answer_approval(approval.id, "approved", "ann", "shell", event())
    other, now = action, 5.0
    if change == "content":
        other = replace(action, args={"text": "b"})
    elif change == "action":
        other = replace(action, id="aother")
    else:
        now = 51.0
    assert not store.begin_action(other, decided(other), now, "me", approval.id)
    assert store.approval(approval.id).status == "approved"
    assert store.action(other.id) is None


def test_an_answer_is_final(store):
    approval = store.add_approval(asked(Action("noop")), event())
    assert store.answer_approval(approval.id, "rejected", "ann", "shell", event())
    assert store.answer_approval(approval.id, "approved", "bob", "notebook", event()) is None
    assert store.approval(approval.id).answered_by == "ann"
    assert len(store.events()) == 2


def test_the_same_question_is_kept_once_and_a_changed_one_replaces_it(store):
    action = Action("noop")
    first = store.add_approval(asked(action, id="q1"), event())
    assert store.add_approval(asked(action, id="q2"), event()) == first
    changed = replace(asked(action, id="q3"), bound_hash="other")
    assert store.add_approval(changed, event()).id == "q3"
    assert store.approval("q1").status == "withdrawn"
    assert [found.id for found in store.approvals(status="pending")] == ["q3"]
    assert store.approval(action.id).id == "q3"
    assert store.approval("q3").id == "q3"
    assert store.approval(action.id[:6]).id == "q3"


def test_events_are_chained_and_an_edit_is_found(store):
    store.append(*(event(message=f"m{n}") for n in range(5)))
    assert store.verify_chain() == 0
    with store.connection.write() as raw:
        raw.execute("UPDATE events SET message='other' WHERE seq=3")
    assert store.verify_chain() == 3


def test_the_end_of_the_chain_is_verified_alone(store):
    store.append(*(event(message=f"m{n}") for n in range(6)))
    assert store.verify_chain(newest=2) == store.verify_chain(newest=6) == store.verify_chain(newest=99) == 0
    with store.connection.write() as raw:
        raw.execute("UPDATE events SET message='other' WHERE seq=3")
    assert store.verify_chain(newest=3) == 0
    assert store.verify_chain(newest=4) == store.verify_chain(newest=99) == 3
    with store.connection.write() as raw:
        raw.execute("DELETE FROM events WHERE seq=4")
    assert store.verify_chain(newest=2) == 5, "what stood before is gone"


def test_a_gap_in_the_journal_is_found(store):
    store.append(*(event(message=f"m{n}") for n in range(5)))
    with store.connection.write() as raw:
        raw.execute("DELETE FROM events WHERE seq=2")
    assert store.verify_chain() == 2


def test_a_missing_end_of_the_journal_is_found(store):
    for now in (10.0, 20.0):
        action = started(store)
        store.finish_action(Outcome(action.id, "done", ""), event(time=now))
    with store.connection.write() as raw:
        raw.execute("DELETE FROM events WHERE seq=2")
    assert store.verify_chain() == 2


def test_pruned_events_leave_a_whole_chain_even_when_all_are_gone(store):
    store.append(*(event(message=f"m{n}") for n in range(5)))
    assert store.prune_events(4) == 3
    assert store.verify_chain() == 0
    assert store.prune_events(100) == 2
    assert store.append(event())[0].seq == 6
    assert store.verify_chain() == 0


def test_events_are_filtered(store):
    store.append(
        event("a.done", "built the wheel", time=10.0, kind="shell.run", action_id="a111"),
        event("a.failed", "no such file", time=20.0, level="error", data={"path": "wheel.txt"}),
        event("a.done", "said hello", time=30.0, level="debug"),
    )
    messages = lambda **where: [found.message for found in store.events(EventFilter(**where))]  # noqa: E731
    assert messages(level="error") == ["no such file"]
    assert messages(level="info") == ["built the wheel", "no such file"]
    assert messages(kind="shell.run") == ["built the wheel"]
    assert messages(since=15.0, until=25.0) == ["no such file"]
    assert messages(text="wheel") == ["built the wheel", "no such file"]
    assert messages(text='wheel" OR hel*') == []
    assert messages(action_id="a1") == ["built the wheel"]
    assert messages(limit=1) == ["said hello"]
    assert messages(after_seq=2) == ["said hello"]
    store.append(event(message="another wheel"))
    assert messages(text="whee") == ["built the wheel", "no such file", "another wheel"]


def plan_of(count: int) -> Plan:
    steps = tuple(Step(f"step {n}", Action("noop", {"text": str(n)}, plan_id="p1")) for n in range(count))
    return Plan("a goal", steps, "recipe:x", 1.0, "p1")


def test_a_plan_comes_back_with_its_steps_in_order(store):
    record = store.add_plan(plan_of(3), event("plan.added"))
    assert [step.title for step in record.steps] == ["step 0", "step 1", "step 2"]
    assert {step.status for step in record.steps} == {"queued"}
    assert store.plan("p1") == record
    assert store.plans(status="open") == [record]
    assert store.step_of(record.steps[1].action.id) == record.steps[1]
    assert store.plan("p9") is None


def test_a_plan_field_that_does_not_exist_is_refused(store):
    store.add_plan(plan_of(1), event())
    with pytest.raises(ValueError, match="status"):
        store.update_plan("p1", goal="x")
    store.update_plan("p1", status="done", running=True, notebook="n.ipynb")
    record = store.plan("p1")
    assert (record.status, record.running, record.notebook) == ("done", True, "n.ipynb")


def test_a_step_is_claimed_by_one_only(store):
    store.add_plan(plan_of(1), event())
    assert store.claim_step("p1", 0, "one", 10.0, ("queued",))
    assert not store.claim_step("p1", 0, "two", 10.0, ("queued",))
    assert store.renew_lease("p1", 0, "one", 20.0)
    assert not store.renew_lease("p1", 0, "two", 20.0)
    assert store.running_steps()[0].lease_until == 20.0
    store.set_step("p1", 0, "done", "ok")
    assert store.running_steps() == []
    assert store.plan("p1").steps[0].message == "ok"


def test_a_vanished_runner_leaves_an_interrupted_step_and_action(store):
    record = store.add_plan(plan_of(1), event())
    action = record.steps[0].action
    store.claim_step("p1", 0, "one", 10.0, ("queued",))
    started(store, action)
    seen = store.running_steps()[0]
    assert [owner for _, owner in store.running_actions()] == ["me"]
    store.renew_lease("p1", 0, "one", 11.0)
    assert not store.interrupt_step(seen, event()), "renewed in between: it lives"
    assert store.interrupt_step(store.running_steps()[0], event("action.interrupted"))
    assert store.plan("p1").steps[0].status == "interrupted"
    assert store.action(action.id).status == "interrupted"
    assert not store.interrupt_action(action.id, event())


def test_a_new_attempt_replaces_the_action_of_a_step(store):
    record = store.add_plan(plan_of(1), event())
    again = replace(record.steps[0].action, id="anew")
    store.set_step("p1", 0, "queued", "", again)
    assert store.step_of("anew").status == "queued"
    assert store.step_of(record.steps[0].action.id) is None


def test_hashes_of_approved_steps_are_kept(store):
    store.add_plan(plan_of(2), event())
    store.approve_steps("p1", {1: "h1"})
    assert [step.approved_hash for step in store.plan("p1").steps] == ["", "h1"]


def test_checkpoints_come_back_newest_first(store):
    change = Change("a/b\udcff", None, Entry("file", 0o644, 123, "d" * 64, 5))
    for name in ("c1", "c2"):
        store.add_checkpoint(Checkpoint(name, "a" + name, 1.0, (change,)))
    assert [found.id for found in store.checkpoints()] == ["c2", "c1"]
    assert store.checkpoints()[0].changes == (change,)
    store.set_checkpoint_status("c2", "undone")
    assert [found.id for found in store.checkpoints(status="undone")] == ["c2"]
    assert [found.id for found in store.checkpoints(action_id="ac1")] == ["c1"]
    store.delete_checkpoints(["c1"])
    assert [found.id for found in store.checkpoints(limit=5)] == ["c2"]


def test_background_processes_are_remembered(store):
    store.add_process({"action_id": "a1", "name": "web", "pid": 7, "status": "running"})
    store.end_process("a1", "stopped")
    assert store.processes() == [{"action_id": "a1", "name": "web", "pid": 7, "status": "stopped"}]


def test_single_values(store):
    assert store.get("lockdown", "no") == "no"
    store.put("lockdown", {"why": "é"})
    assert store.get("lockdown") == {"why": "é"}


def test_a_closed_store_says_so(store):
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.get("x")


def test_a_pending_action_is_noted_and_may_run_later(store):
    action = Action("noop", origin=Origin("model:m"))
    store.note_action(action, decided(action), "pending", event("action.pending"))
    assert store.action(action.id).evidence_key == ("v1|noop", "model:m")
    started(store, action)
    assert store.action(action.id).status == "running"
    assert len(store.actions()) == 1


def test_a_payload_can_be_scrubbed_later(store):
    plan = plan_of(1)
    store.add_plan(plan, event())
    action = plan.steps[0].action
    store.note_action(action, decided(action), "denied", event())
    store.scrub(replace(action, args={"text": "[redacted]"}))
    assert store.action(action.id).action.args == {"text": "[redacted]"}
    assert store.action(action.id).scrubbed
    assert store.plan("p1").steps[0].action.args == {"text": "[redacted]"}


def finished(
    store: SqliteStore, status="done", when=10.0, signature="v1|k|s|write:contained|workspace", **fields
) -> Action:
    action = Action("noop", origin=Origin(fields.pop("origin", "user")))
    decision = Decision(action.id, "ask", fields.pop("level", "contained"), signature, basis="b1")
    assert store.begin_action(action, decision, when - 1, "me")
    outcome = Outcome(action.id, status, "", approval_id=fields.pop("approval_id", ""), data=fields.pop("data", {}))
    store.finish_action(outcome, event(time=when, action_id=action.id))
    return action


def test_trials_tell_what_each_action_says_about_trust(store):
    asked = finished(store, approval_id="q1")
    odd = finished(store, when=20.0, data={"mismatch": ["it made x"]})
    failed = finished(store, "failed", 30.0, origin="model:a")
    finished(store, level="read")
    waiting = Action("noop")
    store.note_action(
        waiting, Decision(waiting.id, "ask", "external", "other", basis="b2"), "pending", event(time=40.0)
    )
    found = store.trials()
    assert [trial.action_id for trial in found] == [asked.id, odd.id, failed.id, waiting.id]
    assert [(trial.status, trial.time) for trial in found] == [
        ("done", 10),
        ("done", 20),
        ("failed", 30),
        ("pending", 40),
    ]
    assert [(trial.asked, trial.mismatch) for trial in found] == [
        (True, False),
        (False, True),
        (False, False),
        (False, False),
    ]
    assert [trial.basis for trial in found] == ["b1", "b1", "b1", "b2"]


def test_trials_are_found_by_signature_and_origin_newest_kept(store):
    first, second = finished(store), finished(store, when=20.0)
    third = finished(store, when=30.0, origin="model:a")
    fourth = finished(store, when=40.0, signature="another")
    mark = "v1|k|s|write:contained|workspace"
    assert [trial.action_id for trial in store.trials(mark)] == [first.id, second.id, third.id]
    assert [trial.action_id for trial in store.trials(mark, "user")] == [first.id, second.id]
    assert [trial.action_id for trial in store.trials(limit=2)] == [third.id, fourth.id]
    assert store.trials("nothing") == []

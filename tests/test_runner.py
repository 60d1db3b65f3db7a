"""The one door: what runs, what is asked, what is refused, and what is kept of it."""

from __future__ import annotations

import json

import pytest

from journeyman.gate.analysis.programs import reload_programs
from journeyman.kinds.kind import Result as KindResult
from journeyman.sandbox import NoSandbox
from journeyman.values import Action, Origin


def create(path="a.txt", content="hello\n", **fields) -> Action:
    return Action("file.create", {"path": path, "content": content}, **fields)


def shell(command) -> Action:
    return Action("shell.run", {"command": command})


def approve(services, outcome):
    return services.approvals.answer(outcome.approval_id, "approved", "test")


def evidence(services, action):
    record = services.store.action(action.id)
    return services.store.evidence(*record.evidence_key)


def test_a_write_asks_and_runs_once_it_is_approved(services):
    action = create()
    outcome = services.runner.do(action)
    assert outcome.status == "pending"
    assert outcome.approval_id in outcome.message
    assert not (services.workspace.root / "a.txt").exists()
    approve(services, outcome)
    done = services.runner.do(action, outcome.approval_id)
    assert (done.status, done.changed) == ("done", ("a.txt",))
    assert (services.workspace.root / "a.txt").read_text() == "hello\n"


def test_an_approval_is_used_once(services):
    action = create()
    outcome = services.runner.do(action)
    approve(services, outcome)
    services.runner.do(action, outcome.approval_id)
    (services.workspace.root / "a.txt").unlink()
    assert services.runner.do(action, outcome.approval_id).status == "pending"
    assert not (services.workspace.root / "a.txt").exists()


def test_an_unanswered_approval_runs_nothing(services):
    action = create()
    outcome = services.runner.do(action)
    assert services.runner.do(action, outcome.approval_id).status == "pending"
    assert not (services.workspace.root / "a.txt").exists()


def test_an_approval_does_not_cover_a_script_that_changed(services):
    script = services.workspace.root / "x.sh"
    script.write_text("echo one\n")
    action = Action("shell.run", {"command": "bash x.sh"})
    outcome = services.runner.do(action)
    approve(services, outcome)
    script.write_text("echo two\n")
    again = services.runner.do(action, outcome.approval_id)
    assert again.status == "pending"
    assert again.approval_id != outcome.approval_id
    assert "changed" in again.message


def test_reading_runs_unasked_and_leaves_no_evidence(services):
    (services.workspace.root / "a.txt").write_text("hello")
    action = Action("shell.run", {"command": "cat a.txt"})
    outcome = services.runner.do(action)
    assert (outcome.status, outcome.output.strip(), outcome.changed) == ("done", "hello", ())
    assert services.store.evidences() == []


def test_a_path_outside_is_denied_and_named(services):
    outcome = services.runner.do(create("../escape.txt"))
    assert outcome.status == "denied"
    assert str(services.workspace.root.parent / "escape.txt") in outcome.message
    assert services.store.action(outcome.action_id).status == "denied"


@pytest.mark.parametrize(
    ("action", "says"),
    [
        (Action("file.crate", {"path": "a"}), "unknown kind"),
        (Action("file.create", {"path": "a"}), "content"),
        (Action("file.create", {"path": "a", "content": "b", "more": 1}), "more"),
        (Action("file.create", {"path": 1, "content": "b"}), "path"),
    ],
)
def test_impossible_actions_are_denied_in_one_line(services, action, says):
    outcome = services.runner.do(action)
    assert outcome.status == "denied"
    assert says in outcome.message
    assert "\n" not in outcome.message


def test_a_failure_is_an_outcome_with_evidence(services, autonomous):
    (services.workspace.root / "a.txt").write_text("there")
    action = create()
    outcome = services.runner.do(action)
    assert outcome.status == "failed"
    assert "a.txt" in outcome.message
    assert evidence(services, action).failed == 1
    assert evidence(services, action).failures == pytest.approx(3.0, abs=0.01)


def test_success_earns_trust_until_it_runs_unasked(services):
    for number in range(5):
        action = create(f"f{number}.txt")
        outcome = services.runner.do(action)
        assert outcome.status == "pending", f"run {number} must ask"
        approve(services, outcome)
        assert services.runner.do(action, outcome.approval_id).ok
    assert services.runner.do(create("f5.txt")).status == "done"
    found = evidence(services, action)
    assert (found.confirmed, found.unasked) == (5, 1)


def test_trust_of_the_user_is_not_trust_of_a_model(services):
    for number in range(6):
        action = create(f"f{number}.txt")
        outcome = services.runner.do(action)
        if outcome.status == "pending":
            approve(services, outcome)
            services.runner.do(action, outcome.approval_id)
    assert services.runner.do(create("g.txt", origin=Origin("model:m"))).status == "pending"


def test_rejection_is_evidence_and_final(services):
    action = create()
    outcome = services.runner.do(action)
    decision = services.store.action(action.id).decision
    rejected = services.runner.reject(action, decision, outcome.approval_id, "test")
    assert rejected.status == "rejected"
    assert services.store.action(action.id).status == "rejected"
    found = evidence(services, action)
    assert (found.rejected, found.confirmed) == (1, 0)
    assert found.failures == pytest.approx(3.0, abs=0.01)
    assert services.runner.do(action, outcome.approval_id).status == "pending"


def test_lockdown_denies_all_but_reading(services, autonomous):
    services.store.put("lockdown", "test")
    assert services.runner.do(create()).status == "denied"
    assert services.runner.do(Action("shell.run", {"command": "ls"})).status == "done"
    services.store.put("lockdown", "")
    assert services.runner.do(create()).status == "done"


def test_a_broken_policy_denies_and_says_why(services, isolated_home):
    folder = isolated_home / "config" / "journeyman"
    folder.mkdir(parents=True)
    (folder / "policy.yaml").write_text("autonomy: sometimes\n")
    outcome = services.runner.do(create())
    assert outcome.status == "denied"
    assert "autonomy" in outcome.message
    assert str(folder / "policy.yaml") in outcome.message
    assert services.runner.do(Action("shell.run", {"command": "ls"})).status == "done"


def test_everything_is_in_the_journal_and_the_log(services, autonomous):
    action = create()
    services.runner.do(action)
    names = [event.name for event in services.store.events()]
    assert names == ["action.done"]
    assert services.store.verify_chain() == 0
    line = json.loads((services.workspace.logs / "activity.log").read_text().splitlines()[-1])
    assert line["action_id"] == action.id


def test_a_fault_of_our_own_is_recorded_then_raised(services, autonomous, monkeypatch):
    kind = services.kinds["noop"]
    monkeypatch.setattr(type(kind), "run", lambda self, action, context: 1 / 0)
    action = Action("noop")
    with pytest.raises(ZeroDivisionError):
        services.runner.do(action)
    record = services.store.action(action.id)
    assert record.status == "failed"
    assert "ZeroDivisionError" in record.outcome.message


def test_an_interrupt_is_an_outcome_without_evidence(services, autonomous, monkeypatch):
    def interrupted(self, action, context):
        raise KeyboardInterrupt

    monkeypatch.setattr(type(services.kinds["noop"]), "run", interrupted)
    outcome = services.runner.do(Action("noop"))
    assert outcome.status == "interrupted"
    assert services.store.evidences() == []


def test_output_reaches_the_screen_the_outcome_and_the_disk(services, autonomous):
    seen = []
    outcome = services.runner.do(Action("shell.run", {"command": "printf 'one\\ntwo\\n'"}), emit=seen.append)
    assert "".join(seen) == "one\ntwo\n" == outcome.output
    with open(outcome.output_path) as file:
        assert file.read() == "one\ntwo\n"


def test_a_secret_reference_is_resolved_at_the_last_moment_only(services, autonomous, monkeypatch):
    monkeypatch.setenv("DEMO_VALUE", "s3cr3t-value-123")
    action = create(content="key=${secret:DEMO_VALUE}\n")
    assert services.runner.do(action).ok
    assert (services.workspace.root / "a.txt").read_text() == "key=s3cr3t-value-123\n"
    assert "s3cr3t" not in json.dumps(services.store.action(action.id).action.to_dict())
    missing = services.runner.do(create("b.txt", "${secret:NOT_SET_ANYWHERE}"))
    assert missing.status == "failed"
    assert "NOT_SET_ANYWHERE" in missing.message


def test_a_kind_of_a_front_end_runs_there_only(services, autonomous):
    action = Action("cell.run", {"code": "1 + 1"})
    assert services.runner.do(action).status == "failed"
    services.executors["cell.run"] = lambda action, context: KindResult("done", "ran", output="2")
    assert services.runner.do(Action("cell.run", {"code": "1 + 1"})).output == "2"


@pytest.fixture
def wrong_description(isolated_home):
    """The user's own description of ``truncate`` is wrong: it names the last file only."""
    folder = isolated_home / "config" / "journeyman" / "programs"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(
        'truncate: {flags: "-s:", level: contained, operation: write, writes: last, match: [], not_match: []}\n'
    )
    reload_programs()
    yield
    reload_programs()


def test_a_change_that_was_not_predicted_costs_trust(wrong_description, services, autonomous):
    outcome = services.runner.do(shell("truncate -s 3 a.txt b.txt"))
    assert outcome.status == "done"
    assert outcome.data["mismatch"] == ["it made a.txt"]
    assert "not as predicted: it made a.txt" in outcome.message
    (evidence,) = services.store.evidences()
    assert (evidence.successes, evidence.failed) == (0, 1)
    assert evidence.failures == 3


def test_what_was_predicted_costs_nothing(wrong_description, services, autonomous):
    outcome = services.runner.do(shell("truncate -s 3 b.txt"))
    assert "mismatch" not in outcome.data
    assert services.store.evidences()[0].successes == 1


def test_what_was_judged_to_only_read_cannot_write(services, isolated_home, workspace):
    folder = isolated_home / "config" / "journeyman" / "programs"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text('truncate: {flags: "-s:", level: read, match: [], not_match: []}\n')
    reload_programs()
    try:
        outcome = services.runner.do(shell("truncate -s 3 a.txt"))
    finally:
        reload_programs()
    if not services.processes.capability.fs:
        pytest.skip(services.processes.capability.detail)
    assert outcome.status == "failed"
    assert "Read-only file system" in outcome.output
    assert not (workspace.root / "a.txt").exists()


def test_without_a_sandbox_a_scan_shows_that_reading_only_read(services, isolated_home):
    folder = isolated_home / "config" / "journeyman" / "programs"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text('truncate: {flags: "-s:", level: read, match: [], not_match: []}\n')
    reload_programs()
    try:
        services.sandbox = NoSandbox("none here")
        outcome = services.runner.do(shell("truncate -s 3 a.txt"))
    finally:
        reload_programs()
    assert outcome.data["mismatch"] == ["it made a.txt"]
    assert outcome.checkpoint_id, "what it did can be taken back"


def test_what_the_user_described_explains_a_failure_first(services, isolated_home):
    folder = isolated_home / "config" / "journeyman" / "errors"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(
        "- code: mine.door\n  pattern: 'the door is (\\w+)'\n  cause: 'somebody left it {1}'\n  match: [the door is open]\n"
    )
    outcome = services.runner.do(Action("shell.run", {"command": "cat 'the door is open'"}))
    assert (outcome.status, outcome.diagnosis.code) == ("failed", "mine.door")
    assert outcome.diagnosis.summary == "somebody left it open"
    assert outcome.diagnosis.fingerprint

"""The recovery loop: one fix after the other, each verified, none repeated in vain."""

from __future__ import annotations

import pytest

from journeyman.services import open_services
from journeyman.values import Diagnosis, Fault
from journeyman.values.fault import advice, command, edit
from tests.recovery.conftest import Bench, Says


def broken(bench: Bench, *fixes, needs: str = "ready", severity: str = "moderate") -> Fault:
    """A command that fails until a file is there, with these fixes as its diagnosis."""
    fault = bench.fail("shell.run", command=f"cat {needs}")
    found = Diagnosis("cat.missing", f"{needs} is missing", severity, 1, fixes, fingerprint=fault.fingerprint)
    return Fault(fault.id, fault.time, found, fault.source, fault.subject, fault.command, fault.action_id)


MAKES = command("touch ready", "safe")
USELESS = command("touch other", "safe")


def test_the_fix_that_helps_is_verified_and_remembered(bench: Bench):
    done = bench.repair(broken(bench, MAKES))
    assert done.status == "fixed"
    assert [each.verified for each in done.tries] == [True]
    assert (bench.group(done.fault).status, bench.group(done.fault).fixed_by) == ("resolved", "touch ready")
    assert "trying: touch ready" in bench.told
    assert "again: cat ready" in bench.told


def test_one_that_does_not_help_is_followed_by_the_next(bench: Bench):
    done = bench.repair(broken(bench, USELESS, MAKES))
    assert done.status == "fixed"
    assert [each.verified for each in done.tries] == [False, True]
    first, second = reversed(bench.services.store.fix_trials(done.fault.fingerprint))
    assert (first.fix, first.verified) == (USELESS, False)
    assert (second.fix, second.verified) == (MAKES, True)


def test_the_next_time_what_helped_comes_first(bench: Bench):
    bench.repair(broken(bench, USELESS, MAKES))
    (bench.root / "ready").unlink()
    fault = broken(bench, USELESS, MAKES)
    assert bench.fixes(fault)[0] == MAKES
    assert len(bench.repair(fault).tries) == 1


def test_at_most_so_many_rounds(bench: Bench):
    fixes = [command(f"touch other{number}", "safe") for number in range(5)]
    done = bench.repair(broken(bench, *fixes))
    assert (done.status, len(done.tries)) == ("failed", 3)
    assert set(done.left) == set(fixes[3:])


def test_no_fix_is_tried_twice_for_the_same_failure(bench: Bench):
    done = bench.repair(broken(bench, USELESS))
    assert (done.status, len(done.tries)) == ("failed", 1)


def test_every_try_stands_in_the_journal(bench: Bench):
    bench.repair(broken(bench, USELESS, MAKES))
    names = [event.name for event in bench.services.store.events()]
    assert names.count("fix.failed") == 1
    assert names.count("fix.worked") == 1
    assert bench.services.store.verify_chain() == 0


def test_a_fix_that_cannot_be_carried_out_is_passed_over(bench: Bench):
    done = bench.repair(broken(bench, command("false", "safe"), MAKES))
    assert done.status == "fixed"
    assert done.tries[0].again is None


def test_advice_alone_is_nothing_to_try(bench: Bench):
    done = bench.repair(broken(bench, advice("look at it")))
    assert (done.status, done.tries) == ("nothing", ())
    assert done.left == (advice("look at it"),)


def test_what_nobody_has_approved_waits(bench: Bench):
    fault = broken(bench, MAKES)
    bench.person = Says(None)
    done = bench.repair(fault)
    assert done.status == "pending"
    assert not (bench.root / "ready").exists()
    assert len(bench.services.store.approvals(status="pending")) == 1


def test_what_waits_already_is_not_asked_for_again(bench: Bench):
    fault = broken(bench, MAKES)
    bench.person = Says(None)
    first, second = bench.repair(fault), bench.repair(fault)
    assert first.status == second.status == "pending"
    assert first.tries[0].outcome.approval_id == second.tries[0].outcome.approval_id
    assert len(bench.services.store.approvals(status="pending")) == 1


def test_what_waits_already_runs_once_when_a_person_says_yes_to_the_next_try(bench: Bench):
    fault = broken(bench, MAKES)
    bench.person = Says(None)
    bench.repair(fault)
    bench.person = Says("approved")
    assert bench.repair(fault).status == "fixed"
    assert bench.services.store.approvals(status="pending") == []
    ran = [r for r in bench.services.store.actions() if r.action.args == {"command": "touch ready"}]
    assert [record.status for record in ran] == ["done"]


def test_the_changed_code_that_waits_is_not_asked_for_again(bench: Bench):
    fault = bench.fail("python.run", code="open('said', 'w').write(greting)")
    fix = edit("", 1, "greting", "'hello'")
    found = Diagnosis("python.name", "greting is unknown", fixes=(fix,), fingerprint=fault.fingerprint)
    fault = Fault(fault.id, fault.time, found, "action", fault.subject, fault.command, fault.action_id)
    bench.person = Says(None)
    bench.repair(fault)
    bench.repair(fault)
    assert len(bench.services.store.approvals(status="pending")) == 1


def once_asked(bench: Bench) -> Fault:
    """A failure whose fix runs unasked, and that is not done again without a yes."""
    (bench.root / "go.sh").write_text("test -e ready || { echo missing; exit 1; }\nmkdir sub; rmdir sub\n")
    fault = bench.fail("shell.run", command="sh go.sh")
    found = Diagnosis("go.missing", "missing", fixes=(READS,), fingerprint=fault.fingerprint)
    return Fault(fault.id, fault.time, found, "action", fault.subject, fault.command, fault.action_id)


READS = command("ls", "safe")


def test_a_fix_that_ran_does_not_run_again_while_the_next_run_waits(bench: Bench):
    fault = once_asked(bench)
    bench.person = Says(None)
    assert [bench.repair(fault).status, bench.repair(fault).status] == ["pending", "pending"]
    assert len([r for r in bench.services.store.actions() if r.action.args == {"command": "ls"}]) == 1
    (approval,) = bench.services.store.approvals(status="pending")
    assert bench.services.store.action(approval.action_id).action.args == {"command": "sh go.sh"}


def test_that_it_goes_well_later_shows_in_another_process_too(bench: Bench):
    fault = once_asked(bench)
    bench.person = Says(None)
    bench.repair(fault)
    (bench.root / "ready").touch()
    (approval,) = bench.services.store.approvals(status="pending")
    other = open_services(bench.root)
    try:
        other.approvals.answer(approval.id, "approved", "shell")
        action = other.store.action(approval.action_id).action
        assert other.runner.do(action, approval.id).ok
        assert other.faults.group(fault.fingerprint).fixed_by == "ls"
    finally:
        other.close()


def test_what_a_person_rejects_is_not_a_failure_of_the_fix(bench: Bench):
    fault = broken(bench, MAKES)
    bench.person = Says("rejected")
    assert bench.repair(fault).status == "failed"
    assert bench.services.store.fix_trials() == []


def test_one_chosen_fix_is_tried_alone(bench: Bench):
    done = bench.repair(broken(bench, USELESS, MAKES), only=USELESS)
    assert (done.status, len(done.tries)) == ("failed", 1)


def test_what_leads_to_another_failure_goes_on_from_there(bench: Bench):
    first, then = "fatal: not a git repository", "make: *** No rule to make target 'all'.  Stop."
    (bench.root / "go.sh").write_text(f"test -e ready || {{ echo '{first}'; exit 1; }}\necho \"{then}\"; exit 2\n")
    fault = bench.fail("shell.run", command="bash go.sh")
    found = Diagnosis("cat.missing", "ready is missing", fixes=(MAKES,), fingerprint=fault.fingerprint)
    done = bench.repair(Fault(fault.id, fault.time, found, "action", fault.subject, fault.command, fault.action_id))
    assert done.status == "failed"
    assert done.tries[0].again is not None
    assert bench.services.store.fix_trials(fault.fingerprint) == []


class TestUnasked:
    @pytest.fixture(autouse=True)
    def trusting(self, autonomous: None) -> None:
        """Everything below the floor runs unasked."""

    def test_safe_fixes_that_the_gate_lets_run(self, bench: Bench):
        assert bench.repair(broken(bench, MAKES), unasked=True).status == "fixed"
        assert bench.person.asked == []

    def test_not_what_is_not_safe(self, bench: Bench):
        assert bench.repair(broken(bench, command("touch ready", "ask")), unasked=True).status == "nothing"

    def test_nothing_that_is_critical(self, bench: Bench):
        assert bench.repair(broken(bench, MAKES, severity="critical"), unasked=True).status == "nothing"

    def test_none_that_has_just_failed(self, bench: Bench):
        bench.repair(broken(bench, USELESS), unasked=True)
        assert bench.repair(broken(bench, USELESS), unasked=True).status == "nothing"


def test_nothing_is_done_unasked_that_the_gate_asks_for(bench: Bench):
    fault = broken(bench, MAKES)
    bench.person = Says(None)
    assert bench.repair(fault, unasked=True).status == "nothing"
    assert bench.services.store.approvals(status="pending") == []

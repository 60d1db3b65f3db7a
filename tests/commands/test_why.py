"""``why``: a decision in plain words, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from journeyman.commands.boundary import run_line
from journeyman.commands.frontend import Frontend
from journeyman.commands.result import Result
from journeyman.gate.analysis.programs import reload_programs
from journeyman.gate.approver import NoApprover, ScriptedApprover
from journeyman.services import open_services
from journeyman.values import Action, Decision, Effect, Event

Run = Callable[..., Result]
TOUCH = 'queue add --shell "touch a"'


@pytest.fixture
def own(isolated_home: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = isolated_home / "config" / "journeyman" / "policy.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return write


def note(services, **fields) -> str:
    """Record a decision as if the gate had made it."""
    action = Action("env.install", {"packages": ["x"]})
    decision = Decision(
        action.id, "ask", fields.pop("level", "external"), "v1|env.install|pip|install:external|none", **fields
    )
    services.store.note_action(action, decision, "pending", Event("action.pending", services.clock()))
    return action.id


def test_a_question_is_explained_with_the_arithmetic_and_what_helps(run: Run, services) -> None:
    for _ in range(2):
        run(TOUCH)
        run("run", "approved")
    run(TOUCH)
    run("run")
    result = run("why")
    waiting = services.store.approvals(status="pending")[0]
    assert "You were asked, because" in result.text
    assert "not earned yet: 3 more clean runs" in result.text
    assert "2.00 for and 0.00 against" in result.text
    assert "3 more clean runs needed" in result.text
    assert result.data["trust"] == {"successes": pytest.approx(2, abs=0.01), "failures": 0, "missing": 3}
    assert f"journeyman approve {waiting.id}" in result.text
    assert "approve it 3 times" in result.text
    assert f"approval {waiting.id}: pending" in result.text


def test_it_is_found_by_the_approval_too(run: Run, services) -> None:
    run(TOUCH)
    run("run")
    waiting = services.store.approvals(status="pending")[0]
    assert run(f"why {waiting.id}").text == run("why").text
    assert run("why a-none").exit_code == 2


def test_what_ran_unasked_is_explained(run: Run) -> None:
    run("queue add --shell ls")
    run("run")
    assert "It ran without asking, because\n  - it does nothing above read" in run("why").text
    for _ in range(5):
        run(TOUCH)
        run("run", "approved")
    run(TOUCH)
    run("run")
    text = run("why").text
    assert "earned: 0.76 of 0.75 needed" in text
    assert "take the trust back: journeyman trust revoke 'v1|shell.run|touch|write:contained|workspace'" in text


def test_what_a_rule_or_the_autonomy_let_run_is_not_told_to_be_trust(run: Run, own) -> None:
    own("autonomy: all\nrules:\n  - {match: {program: touch}, verdict: allow}\n")
    run(TOUCH)
    run("run")
    assert "trust revoke" not in run("why").text
    assert "to be asked, put a rule that asks into" in run("why").text
    run("queue add --shell mkdir d")
    run("run")
    assert "to be asked, say autonomy: earned in" in run("why").text


def test_what_was_not_foreseen_is_told_with_what_it_costs(run: Run, isolated_home: Path) -> None:
    folder = isolated_home / "config" / "journeyman" / "programs"
    folder.mkdir(parents=True)
    wrong = 'truncate: {flags: "-s:", level: contained, operation: write, writes: last, match: [], not_match: []}\n'
    (folder / "mine.yaml").write_text(wrong)
    reload_programs()
    try:
        run("queue add --shell truncate -s 3 a.txt b.txt")
        told = run("run", "approved").text
        assert "⚠ 1. shell.run: truncate -s 3 a.txt b.txt" in told
        assert "not as predicted: it made a.txt" in told
        assert "afterwards: not as predicted (it made a.txt); trust counts it as a failure" in run("why").text
    finally:
        reload_programs()


def test_a_rule_is_told_with_its_file_and_line(run: Run, own) -> None:
    path = own("# mine\nrules:\n  - match: {program: touch}\n    verdict: deny\n    reason: no touching\n")
    run(TOUCH)
    run("run")
    text = run("why").text
    assert "It was refused, because" in text
    assert "user rule 1: no touching" in text
    assert f"decided by: user rule 1, {path}, line 3" in text
    assert "policy replay shows what would differ" in text
    path.write_text("autonomy: all\n")
    assert f"which is no longer in {path}" in run("why").text
    path.unlink()
    path.mkdir()
    assert "cannot be read" in run("why").text


def test_what_would_be_decided_today_is_told_when_it_differs(run: Run, services, own) -> None:
    run(TOUCH)
    run("run")
    assert run("why").data["today"] == ""
    own("autonomy: all\n")
    opened = open_services(services.workspace.root)
    try:
        text = run_line(opened, Frontend("test", ScriptedApprover(())), "why").text
    finally:
        opened.close()
    assert "today it would be: allow (autonomy is all)" in text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"rule": "lockdown"}, "lift the lockdown: journeyman lockdown off"),
        ({"rule": "fail-closed", "level": "floor"}, "write it in another way"),
        ({"rule": "packages.deny"}, "take it from packages.deny in"),
        ({"rule": "quiet hours 1"}, "start it where somebody sits"),
        ({"reasons": ("the policy is broken: line 3",)}, "journeyman policy check shows what is wrong"),
        ({"level": "catastrophic"}, "nothing in a policy allows this"),
        (
            {"level": "floor", "effects": (Effect("install", "floor", "none", "pypi:reqeusts", "odd"),)},
            "packages: {allow: [pypi:reqeusts]}",
        ),
        (
            {"effects": (Effect("network-in", "external", "none", "docs.acme.example", "a query"),)},
            "network: {hosts: [docs.acme.example]}",
        ),
    ],
)
def test_what_helps_depends_on_what_decided(run: Run, services, fields, said: str) -> None:
    assert said in "\n".join(run(f"why {note(services, **fields)}").data["advice"])


def test_a_program_is_not_taken_for_a_host(run: Run, services) -> None:
    effects = (Effect("network-in", "external", "none", "npm publish", "sends"),)
    assert "hosts" not in "\n".join(run(f"why {note(services, effects=effects)}").data["advice"])


def test_too_much_that_speaks_against_it_is_told(run: Run, services) -> None:
    (services.workspace.root / "d").mkdir()
    for _ in range(2):
        run("queue add --shell 'rmdir d/none'")
        run("run", "approved")
        run("cancel")
    run("queue add --shell 'rmdir d/none'")
    run("run")
    assert "0.00 for and 6.00 against" in run("why").text


def test_quiet_hours_stop_what_a_script_starts_and_are_explained(services, own) -> None:
    own('autonomy: all\nquiet_hours: [{from: "00:00", to: "00:00"}]\n')
    opened = open_services(services.workspace.root)
    try:
        script = Frontend("shell", NoApprover())
        assert not script.attended
        run_line(opened, script, TOUCH)
        assert run_line(opened, script, "run").exit_code == 3
        assert "quiet hours (00:00 to 00:00), and nobody sits there" in run_line(opened, script, "why").text
        person = Frontend("shell", ScriptedApprover(()))
        assert person.attended
        assert run_line(opened, person, "run").exit_code == 0
    finally:
        opened.close()
    assert Frontend("notebook").attended
    assert not Frontend().attended

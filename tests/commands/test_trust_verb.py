"""``trust`` and ``lockdown`` as users see them, on a real workspace with a clock that is moved by hand."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest

from journeyman.commands.boundary import run_line
from journeyman.commands.frontend import Frontend
from journeyman.commands.result import Picture, Result
from journeyman.commands.standing import ago, level_of
from journeyman.gate.approver import ScriptedApprover
from journeyman.services import Services, open_services
from journeyman.workspace import Workspace

HELLO = 'queue add --shell "echo hello > hello.txt"'
DAY = 86400.0
Run = Callable[..., Result]


class Clock:
    now = 1_768_392_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def services(workspace: Workspace, clock: Clock) -> Iterator[Services]:
    opened = open_services(workspace.root, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def hello(run: Run, clock: Clock) -> Callable[[int], None]:
    def some(times: int) -> None:
        for _ in range(times):
            run(HELLO)
            assert run("run", "approved").exit_code == 0
            clock.now += 60

    return some


def row(result: Result) -> dict:
    return next(found for found in result.data["signatures"] if found["kind"] == "shell.run")


def again(services: Services, *lines: str) -> list[Result]:
    """Carry out lines in another session of the same workspace, where the files are read anew."""
    opened = open_services(services.workspace.root, clock=services.clock)
    try:
        return [run_line(opened, Frontend("test", ScriptedApprover(())), line) for line in lines]
    finally:
        opened.close()


def own_policy(isolated_home, text: str) -> None:
    folder = isolated_home / "config" / "journeyman"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "policy.yaml").write_text(text)


def test_the_table_has_level_evidence_and_what_is_missing(run, hello):
    hello(3)
    shown = row(run("trust"))
    assert (shown["name"], shown["level"], shown["evidence"]) == ("apprentice", "contained", "3 clean, 0 undone")
    assert shown["next"] == "2 more clean runs"
    assert shown["threshold"] == 0.75
    assert [mark for _, _, mark in shown["history"]] == ["success"] * 3
    hello(2)
    shown = row(run("trust"))
    assert shown["name"] == "journeyman"
    assert shown["next"].startswith("runs unasked (earned: ")


def test_the_last_failure_is_told_with_its_age_and_message(run, hello, clock, services):
    hello(2)
    (services.workspace.root / "hello.txt").unlink()
    (services.workspace.root / "hello.txt").mkdir()
    run(HELLO)
    assert run("run", "approved").exit_code == 1
    run("cancel")
    clock.now += 2 * DAY
    shown = row(run("trust"))
    assert "1 failed" in shown["evidence"]
    assert "last failure 2 d ago: exit code" in shown["evidence"]
    assert shown["history"][-1][2] == "failure"


def test_an_undo_is_seen_in_the_history(run, hello, clock):
    hello(3)
    run("undo")
    clock.now += 60
    shown = row(run("trust"))
    assert shown["evidence"] == "2 clean, 1 undone"
    assert [mark for _, _, mark in shown["history"]] == ["success"] * 3 + ["undo"]
    assert shown["history"][-1][1] == pytest.approx(shown["bound"], abs=0.01)


def test_a_yes_that_led_to_no_run_is_no_clean_run(run, services):
    (services.workspace.root / "x.sh").write_text("echo one\n")
    run("queue add --shell bash x.sh")
    run("run")
    (services.workspace.root / "x.sh").write_text("echo two\n")
    assert run("approve").exit_code == 3, "what was approved is not what would run"
    assert row(run("trust"))["evidence"] == "0 clean, 0 undone"
    assert run("approve").exit_code == 0
    assert row(run("trust"))["evidence"] == "1 clean, 0 undone"


def test_runs_after_a_yes_and_unasked_runs_are_told_apart(run, hello):
    hello(7)
    assert "evidence: 7 clean, 0 undone (5 runs after a yes, 2 unasked)" in run("trust v1|shell.run|").text


def test_one_signature_in_detail_has_the_arithmetic_and_the_picture(run, hello):
    hello(3)
    result = run("trust v1|shell.run|")
    assert "3.00 for, 0.00 against" in result.text
    assert "runs unasked from 0.75" in result.text
    assert "to run unasked: 2 more clean runs" in result.text
    assert [block for block in result.blocks if isinstance(block, Picture)]
    assert "<svg" in result.html
    assert "image/svg+xml" in result._repr_mimebundle_()
    assert "▄▅▆" in result.text, "a sparkline where no picture can be shown"


def test_a_signature_is_found_by_its_subject_too(run, services):
    run('queue add --shell "touch a"')
    run("run", "approved")
    assert run("trust touch").data["signatures"][0]["signature"].startswith("v1|shell.run|touch")
    assert run("trust 'touch'").exit_code == 0
    assert run("trust nonsense").exit_code != 0
    assert "no signature begins with 'nonsense'" in run("trust nonsense").text


def test_revoking_is_journaled_and_seen_in_the_history(run, hello, clock, services):
    hello(5)
    signature = row(run("trust"))["signature"]
    clock.now += 60
    told = run(f"trust revoke {signature}")
    assert told.text == "1 signature starts from nothing; it will ask."
    shown = row(run("trust"))
    assert (shown["successes"], shown["failures"]) == (0.0, 0.0)
    assert shown["history"][-1][2] == "reset"
    assert shown["next"] == "5 more clean runs"
    assert "trust.revoke" in [event.name for event in services.store.events()]
    run(HELLO)
    assert run("run").exit_code == 3


def test_reset_takes_everything_back(run, hello, services):
    hello(5)
    run('queue add --shell "touch a"')
    run("run", "approved")
    assert run("trust reset").exit_code == 0
    assert {found["successes"] for found in run("trust").data["signatures"]} == {0.0}
    assert run("trust reset nonsense").exit_code != 0


def test_a_changed_rule_starts_from_nothing_and_says_so(run, hello, services, isolated_home):
    hello(5)
    own_policy(isolated_home, "thresholds: {contained: 0.76}\n")
    shown = row(again(services, "trust")[0])
    assert shown["next"] == "the threshold changed from 0.75 to 0.76: starts from nothing; 5 more clean runs"
    assert shown["bound"] < 0.3
    own_policy(isolated_home, "rules:\n  - {match: {kind: shell.run, level: contained}, verdict: ask}\n")
    shown = row(again(services, "trust")[0])
    assert shown["next"].startswith("the rule that matched changed: starts from nothing; asks: user rule 1")


def test_a_changed_program_starts_from_nothing_and_says_so(run, services, clock, isolated_home, monkeypatch, tmp_path):
    tools = tmp_path / "tools"
    tools.mkdir()
    tool = tools / "frobnicate"
    tool.write_text("#!/bin/sh\necho done\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tools), prepend=":")
    run('queue add --shell "frobnicate"')
    run("run", "approved")
    before = next(found for found in run("trust").data["signatures"] if "frobnicate" in found["signature"])
    assert before["changed"] == ""
    assert (before["successes"], before["failures"]) != (0, 0)
    tool.write_text("#!/bin/sh\necho something else\n")
    after = next(found for found in run("trust").data["signatures"] if "frobnicate" in found["signature"])
    assert after["changed"] == "the program changed"
    assert "the program changed: starts from nothing" in after["next"]
    assert (after["successes"], after["failures"]) == (0, 0)


def test_another_version_of_the_analyser_has_no_credit(run, hello, monkeypatch):
    hello(5)
    monkeypatch.setattr("journeyman.commands.standing.ANALYSER_VERSION", 999)
    shown = row(run("trust"))
    assert shown["next"].startswith("the analyser changed: starts from nothing")
    assert shown["name"] == "apprentice"


def test_what_no_trust_decides_is_told_as_it_is(run, hello, services, isolated_home):
    hello(1)
    for text, said in (
        ("autonomy: ask-all\n", "asks: autonomy is ask-all"),
        ("autonomy: all\n", "runs unasked (autonomy is all)"),
        ("rules: [{match: {kind: shell.run}, verdict: deny, reason: no shell}]\n", "denied (user rule 1: no shell)"),
    ):
        own_policy(isolated_home, text)
        assert said in row(again(services, "trust")[0])["next"]


def test_a_plan_learns_from_the_credit_that_counts(run, hello, services):
    hello(4)
    made = run(HELLO)
    run("run", "approved")
    plan = services.store.plan(made.data["plan"]["id"])
    reflection = services.store.get(f"reflection.{plan.id}")
    text = (services.workspace.root / reflection).read_text()
    assert "runs unasked" in text or "without asking" in text or "earned" in text


def test_the_level_of_a_signature():
    assert level_of("v1|shell.run|git push|network-out:external+write:contained|workspace") == "external"
    assert level_of("v1|noop||nothing|none") == "contained"


def test_spans_in_words():
    assert [ago(seconds) for seconds in (5, 120, 7200, 2 * DAY)] == ["just now", "2 min ago", "2 h ago", "2 d ago"]


def test_lockdown_says_what_it_was_on_for(run):
    run("lockdown")
    assert "set by the user" in run("lockdown off").text
    assert run("lockdown off").text == "There was no lockdown."


def test_a_broken_journal_locks_everything_until_the_user_lifts_it(run, hello, services):
    hello(5)
    assert run("log verify").exit_code == 0
    with services.store.connection.write() as raw:
        raw.execute("UPDATE events SET message='nothing happened' WHERE seq=2")
    broken = run("log verify")
    assert broken.exit_code == 1
    assert "lockdown is on until you lift it" in broken.text
    run(HELLO)
    denied = run("run")
    assert denied.exit_code == 4
    assert "lockdown" in denied.text
    assert "lockdown off" in run("why").text
    assert again(services, "cancel", HELLO, "run")[2].exit_code == 4, "in every session"
    run("lockdown off")
    run("cancel")
    run(HELLO)
    assert run("run").exit_code == 0
    assert "lockdown" not in run("doctor").text, "the user knows"


@pytest.mark.parametrize(
    "command", ["journeyman lockdown off", "python -m journeyman lockdown off", "journeyman trust reset"]
)
def test_no_action_lifts_it(run, services, command):
    run("lockdown")
    run(f'queue add --shell "{command}"')
    assert run("run", "approved").exit_code == 4
    assert services.store.get("lockdown") == "set by the user"
    decision = services.store.actions()[0].decision
    assert decision.level in ("floor", "catastrophic")


def test_a_sandbox_that_is_lost_locks_everything(run, hello, services, monkeypatch):
    from journeyman.sandbox.none import NoSandbox

    hello(1)
    if not services.sandbox.capability.confines:
        pytest.skip("no sandbox works here, so none can be lost")
    monkeypatch.setattr(sys.modules["journeyman.sandbox.probe"], "probe", lambda: NoSandbox("it was taken away"))
    result = again(services, HELLO, "run", "status")
    assert result[1].exit_code == 4
    assert "it was taken away" in result[2].text
    assert again(services, "lockdown off", "cancel", HELLO, "run")[3].exit_code == 3, (
        "then it asks, as without a sandbox"
    )

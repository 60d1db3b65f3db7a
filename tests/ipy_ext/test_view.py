from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from ipy_ext import draw, plain
from ipy_ext.buttons import offered
from ipy_ext.links import Links
from ipy_ext.view import CardView, action_view, plan_view
from journeyman.commands.boundary import run_line
from journeyman.commands.frontend import Frontend
from journeyman.errors import NotFound
from journeyman.values import Action, Plan, Step

FRONT = Frontend("notebook", magic="%agent")
EVIL = "<img src=x onerror=alert(1)>`'\"&"


def link(path: str, text: str) -> str:
    return Links("/", "").live(path, text)


def plan(services: Any, *commands: str) -> str:
    steps = tuple(Step(f"step {command}", Action("shell.run", {"command": command})) for command in commands)
    record: str = services.queue.add(Plan("a goal", steps, "user", 1.0)).id
    return record


def do(services: Any, line: str) -> Any:
    return run_line(services, FRONT, line)


def html(view: CardView) -> str:
    return draw.whole(view, "/w", link, plain.how_to_go_on(view))


def test_a_new_plan_shows_risks_and_what_would_run(services: Any) -> None:
    view = plan_view(services, plan(services, "ls", "touch a", "touch b"))
    assert (view.state, view.done, view.coverable) == ("planned", 0, 2)
    assert [step.verdict for step in view.steps] == ["runs unasked", "asks", "asks"]
    assert view.steps[1].payload == (("command", "touch a"),)
    assert offered(view, working=False) == ("plan", "run", "reject")
    assert "touch a" in html(view)
    assert f"%agent approve plan {view.plan_id}" in plain.text(view, plain.how_to_go_on(view))


def test_it_waits_then_runs_then_is_done(services: Any) -> None:
    plan_id = plan(services, "touch a", "touch b")
    do(services, f"run {plan_id}")
    view = plan_view(services, plan_id)
    assert view.state == "waiting"
    assert view.current is view.steps[0]
    assert offered(view, working=False) == ("approve", "reject", "plan")
    assert offered(view, working=True) == ("approve", "reject", "stop")
    assert f"journeyman approve {view.approval_id}" in html(view)
    assert do(services, f"approve plan {plan_id}").exit_code == 0
    view = plan_view(services, plan_id)
    assert (view.state, view.done, view.ended) == ("done", 2, True)
    assert view.steps[0].changed == ("a",)
    assert offered(view, working=False) == ()
    assert f"%agent undo {plan_id}" in html(view)
    assert "aria-valuenow='2'" in html(view)


def test_what_was_not_foreseen_does_not_look_like_a_success(services: Any) -> None:
    plan_id = plan(services, "touch a")
    do(services, f"approve plan {plan_id}")
    view = plan_view(services, plan_id)
    assert "<span class='jm-good'>finished" in html(view)
    step = replace(view.steps[0], message="finished; not as predicted: it made b", unforeseen=True)
    assert "<span class='jm-bad'>finished; not as predicted" in html(replace(view, steps=(step,)))


def test_a_failure_shows_output_and_log(services: Any) -> None:
    plan_id = plan(services, "ls no-such-file", "touch b")
    do(services, f"run {plan_id}")
    view = plan_view(services, plan_id)
    assert view.state == "stopped"
    assert offered(view, working=False) == ("resume", "cancel")
    shown = html(view)
    assert "<details open><summary>output</summary>" in shown
    assert "no-such-file" in shown
    assert "logs/error.log" in shown
    assert "%agent resume" in shown
    do(services, f"cancel {plan_id}")
    cancelled = plan_view(services, plan_id)
    assert cancelled.state == "cancelled"
    assert "not started" not in html(cancelled)
    assert plain.how_to_go_on(cancelled) == ()


def test_denied_and_rejected_steps_say_so(services: Any) -> None:
    plan_id = plan(services, "rm -rf /")
    view = plan_view(services, plan_id)
    assert view.steps[0].verdict == "denied"
    assert view.coverable == 0
    assert offered(view, working=False) == ("run", "reject")
    assert "1 denied" in html(view)
    other = plan(services, "touch a")
    do(services, f"run {other}")
    do(services, "reject")
    assert plan_view(services, other).steps[0].status == "rejected"


def test_an_approved_plan_says_so_before_it_runs(services: Any) -> None:
    plan_id = plan(services, "touch a")
    do(services, f"approve plan {plan_id} --no-run")
    view = plan_view(services, plan_id)
    assert view.steps[0].verdict == "approved"
    assert view.coverable == 0


def test_one_action_outside_of_a_plan(services: Any) -> None:
    outcome = services.runner.do(Action("shell.run", {"command": "touch a"}))
    view = action_view(services, outcome.action_id)
    assert (view.state, view.plan_id, len(view.steps)) == ("waiting", "", 1)
    assert view.title == "shell.run: touch a"
    assert offered(view, working=False) == ("approve", "reject")
    assert offered(view, working=True) == ("stop",)
    assert "Step 1 of 1: pending" in html(view)
    do(services, f"approve {view.approval_id}")
    view = action_view(services, outcome.action_id)
    assert view.ended
    assert "running" not in html(view)
    with pytest.raises(NotFound):
        action_view(services, "a-none")


def test_what_others_wrote_is_only_ever_text(services: Any) -> None:
    steps = (Step(EVIL, Action("shell.run", {"command": f"echo '{EVIL}'"}, cwd=".", env={"A": EVIL})),)
    plan_id = services.queue.add(Plan(EVIL, steps, f"model:{EVIL}", 1.0)).id
    do(services, f"run {plan_id}")
    view = plan_view(services, plan_id)
    assert "<img" not in html(view)
    assert "&lt;img" in html(view)
    assert "onerror=alert" in plain.markdown(view, ()), "it is shown, as a code span"
    for cell in re.findall(r"`[^`]*`", plain.markdown(view, ())):
        assert "|" not in cell


def test_secrets_are_hidden(services: Any) -> None:
    token = "ghp_" + "a1B2" * 9
    plan_id = plan(services, f"touch a; echo {token}")
    for shown in (html(plan_view(services, plan_id)), plain.text(plan_view(services, plan_id), ())):
        assert token not in shown


def test_huge_payloads_and_long_lists_are_cut(services: Any) -> None:
    big = Action("file.create", {"path": "a.txt", "content": "x" * 100_000})
    plan_id = services.queue.add(Plan("big", (Step("big", big),), "user", 1.0)).id
    view = plan_view(services, plan_id)
    assert len(html(view)) < 20_000
    assert "characters more" in html(view)
    many = plan(services, "for i in 1 2 3 4 5 6 7 8 9 10; do touch f$i; done; seq 3000")
    do(services, f"approve plan {many}")
    shown = html(plan_view(services, many))
    assert "and 2 more" in shown
    assert "characters before" in shown


def test_running_output() -> None:
    assert draw.live("") == ""
    assert "&lt;b&gt;" in draw.live("<b>")
    assert draw.foot((), "/w", link) == ""
    assert "notebooks/r.ipynb" in draw.foot((), "/w", link, "notebooks/r.ipynb")


def test_an_action_is_called_by_the_first_line_of_what_it_runs(services: Any) -> None:
    outcome = services.runner.do(Action("python.run", {"code": "open('a', 'w')\nprint(1)"}))
    assert action_view(services, outcome.action_id).title == "python.run: open('a', 'w') …"

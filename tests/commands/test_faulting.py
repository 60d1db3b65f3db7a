"""``errors``, ``explain``, ``fix`` and ``debug`` as a person uses them."""

from __future__ import annotations

import csv
import io
import json

import pytest

from journeyman.services import Services
from journeyman.values import Diagnosis
from journeyman.values.fault import advice, command


@pytest.fixture
def seen(services: Services) -> Services:
    """Three failures of two groups."""
    log = services.faults
    npm = Diagnosis(
        "npm.not_found", "there is no package `left`", fixes=(advice("check its name"),), fingerprint="1-npm"
    )
    full = Diagnosis(
        "os.no_space", "the disk is full", "critical", reason="nothing can be written", fingerprint="1-full"
    )
    log.record(npm, "cell", "npm install left", "npm install left")
    log.record(npm, "cell", "npm install left", "npm install left")
    log.record(full, "cell", "make")
    return services


def ids(services: Services) -> dict[str, str]:
    return {group.code: group.last_id for group in services.store.fault_groups()}


def test_nothing_has_failed(run):
    assert run("errors").text == "no failures match"
    assert run("explain").exit_code == 2
    assert run("fix").text == "no failure has been seen in this workspace"
    assert run("errors rising").text.startswith("nothing comes more often")
    assert run("errors patterns").text.startswith("no patterns yet")


def test_they_are_listed_by_group_the_latest_first(run, seen):
    lines = run("errors").text.splitlines()
    assert "os.no_space" in lines[2]
    assert "npm.not_found" in lines[3]
    assert " 2 " in lines[3]


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ("--severity critical", ["os.no_space"]),
        ("--tool npm", ["npm.not_found"]),
        ("--text PACKAGE", ["npm.not_found"]),
        ("--since 1h", ["os.no_space", "npm.not_found"]),
        ("--status resolved", []),
        ("--limit 1", ["os.no_space"]),
    ],
)
def test_filters(run, seen, options: str, codes: list[str]):
    assert [group["code"] for group in run(f"errors {options}").data["errors"]] == codes


def test_they_are_marked_one_by_one_and_in_bulk(run, seen):
    assert run(f"errors resolve {ids(seen)['npm.not_found']}").text == "1 marked resolved"
    assert [group["code"] for group in run("errors").data["errors"]] == ["os.no_space"]
    assert run("errors ignore --severity critical").text == "1 marked ignored"
    assert run("errors").data["errors"] == []
    assert len(run("errors --status all").data["errors"]) == 2
    assert run("errors reopen --status all --since 1h").text == "2 marked open"


def test_marking_everything_must_be_said(run, seen):
    assert "say which" in run("errors resolve").text
    assert run("errors resolve nonsense").exit_code == 2


def test_a_word_that_is_none(run):
    assert run("errors nonsense").exit_code == 2
    assert run("errors csv more").exit_code == 2


def test_exports(run, seen):
    rows = list(csv.DictReader(io.StringIO(run("errors csv").text)))
    assert [(row["code"], row["count"]) for row in rows] == [("os.no_space", "1"), ("npm.not_found", "2")]
    assert [row["severity"] for row in json.loads(run("errors json").text)] == ["critical", "moderate"]


def test_a_spreadsheet_takes_no_text_for_a_formula(run, services):
    services.faults.record(Diagnosis("x.y", "=HYPERLINK(1)", fingerprint="1-x"), "cell", "x")
    (row,) = csv.DictReader(io.StringIO(run("errors csv").text))
    assert row["summary"] == "'=HYPERLINK(1)"


def test_an_explanation_says_all_that_is_known(run, seen):
    text = run(f"explain {ids(seen)['npm.not_found']}").text
    assert "there is no package `left`  [npm.not_found, moderate]" in text
    assert "check its name" in text
    assert "by hand" in text
    assert "seen 2 times since" in text
    assert "critical because nothing can be written" in run("explain last").text


def test_what_helped_is_told(run, services):
    fix = command("touch x", "safe")
    services.faults.record(Diagnosis("x.y", "z", fixes=(fix,), fingerprint="1-z"), "cell", "x")
    services.faults.tried("1-z", fix, verified=True)
    services.faults.record(Diagnosis("x.y", "z", fixes=(fix,), fingerprint="1-z"), "cell", "x")
    text = run("explain").text
    assert "worked 1 of 1 times" in text
    assert "came back 1 time after it was resolved, last fixed by: touch x" in text


def test_fix_repairs_and_says_so(run, services):
    run("queue add --shell cat ready")
    run("run", "approved")
    result = run("fix --with 'touch ready'", "approved", "approved")
    assert result.exit_code == 0, result.text
    assert "touch ready: it works now" in result.text
    assert run("errors").data["errors"] == []
    assert run("errors --status resolved").data["errors"][0]["fixed_by"] == "touch ready"


def test_what_is_fixed_already_is_left_alone(run, services):
    run("queue add --shell cat ready")
    run("run", "approved")
    run("fix --with 'touch ready'", "approved", "approved")
    before = len(services.store.actions())
    result = run("fix", "approved", "approved")
    assert result.exit_code == 0
    assert result.text.startswith("fixed already by: touch ready")
    assert run("fix --number 1", "approved", "approved").text == result.text
    assert len(services.store.actions()) == before


def test_fix_that_waits_says_how_to_approve(run, services):
    run("queue add --shell cat ready")
    run("run", "approved")
    result = run("fix --with 'touch ready'")
    assert result.exit_code == 3
    assert "a fix waits for your yes: journeyman approve q" in result.text


def test_a_mistyped_command_that_waits_is_not_called_doing_it_again(run, services):
    run("queue add --shell 'git statsu > seen'")
    run("run", "approved")
    result = run("fix")
    assert result.exit_code == 3
    assert result.text.startswith("git status > seen: asks first")


def test_fix_takes_one_of_those_listed(run, seen):
    assert run("fix --number 3").text.endswith("it takes 1 to 1")
    fault = ids(seen)["npm.not_found"]
    assert "is for a person to do" in run(f"fix {fault} --number 1").text
    assert "not both" in run(f"fix {fault} --number 1 --with x").text
    nothing = run(f"fix {fault}")
    assert nothing.exit_code == 1
    assert "nothing that could be tried by itself" in nothing.text


def test_debug_mode_is_remembered(run, services):
    assert run("debug").text == "debug mode is off"
    assert run("debug on").exit_code == 0
    assert run("debug").text == "debug mode is on"
    run("debug off")
    assert services.store.get("debug") is False


def test_a_plan_warns_of_what_usually_fails(run, services):
    for _ in range(2):
        run("queue add --shell cat ready")
        run("run", "approved")
        run("cancel")
    text = run("queue add --shell cat ready").text
    assert "! step 1: `cat ready` failed 2 of the last 2 times with:" in text

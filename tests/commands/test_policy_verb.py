"""``policy``: what is in force, whether a file is valid, and what another one would have decided."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from journeyman.commands.result import Result

Run = Callable[..., Result]


@pytest.fixture
def own(isolated_home: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = isolated_home / "config" / "journeyman" / "policy.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return write


def test_each_value_is_shown_with_its_layer(run: Run, own, services) -> None:
    own(
        "autonomy: all\nnetwork: {hosts: [docs.acme.example]}\npackages: {allow: ['pypi:acme-*']}\n"
        'quiet_hours: [{from: "22:00", to: "07:00"}]\nrules:\n  - {match: {kind: git.push}, verdict: ask, reason: mine}\n'
    )
    services.workspace.configs.mkdir()
    (services.workspace.configs / "policy.yaml").write_text("thresholds: {contained: 0.99, kernel: 0.5}\n")
    result = run("policy")
    lines = {line.split("  ")[0]: line.split() for line in result.text.splitlines()}
    assert lines["autonomy"][-2:] == ["all", "user"]
    assert lines["thresholds.contained"][1:] == ["0.99", "workspace", "(tightens)"]
    assert lines["thresholds.kernel"][1:] == ["0.8", "shipped"]
    assert "22:00 to 07:00 ask" in result.text
    assert "network.hosts (user): docs.acme.example" in result.text
    assert "packages.allow (user): pypi:acme-*" in result.text
    assert "user rule 1     kind: git.push" in result.text
    assert "not loosened until the workspace is trusted: thresholds" in result.text
    assert result.data["sources"]["network.hosts:docs.acme.example"] == "user"
    assert run("policy show").text == result.text


def test_a_broken_policy_is_shown_as_what_it_does(run: Run, own) -> None:
    own("autonomi: all\n")
    shown = run("policy")
    assert shown.exit_code == 1
    assert "everything above reading is denied" in shown.text
    assert "did you mean autonomy?" in shown.text
    checked = run("policy check")
    assert checked.exit_code == 2
    assert "line 1" in checked.text


def test_a_file_is_checked_before_it_is_used(run: Run, own, tmp_path: Path) -> None:
    tried = tmp_path / "tried.yaml"
    tried.write_text("thresholds:\n  contained: 2\n")
    result = run(f"policy check {tried}")
    assert result.exit_code == 2
    assert (
        result.text
        == f"{tried}: line 2: thresholds.contained: found the number 2; allowed is number at least 0.5 and at most 1"
    )
    tried.write_text("thresholds:\n  contained: 0.8\n")
    assert "is valid" in run(f"policy check {tried}").text
    assert run(f"policy check {tmp_path / 'none.yaml'}").exit_code == 2
    assert "there is none" in run("policy check").text


def test_a_rule_that_is_never_reached_is_told(run: Run, own) -> None:
    own(
        "rules:\n  - {match: {kind: shell.run}, verdict: ask}\n"
        "  - {match: {kind: shell.run, program: rm}, verdict: deny}\n  - {match: {program: rm}, verdict: deny}\n"
    )
    text = run("policy check").text
    assert "user rule 2 is never reached: user rule 1 matches all that it does" in text
    assert "user rule 3 is never reached" not in text


def test_a_refusal_behind_an_allowance_of_one_program_is_reached_by_what_does_more(run: Run, own) -> None:
    own(
        "rules:\n  - {match: {program: git}, verdict: allow}\n  - {match: {program: git, effect: delete}, verdict: deny}\n"
        "  - {match: {program: git, level: external}, verdict: allow}\n"
    )
    text = run("policy check").text
    assert "user rule 2 is never reached" not in text
    assert "user rule 3 is never reached" in text


def test_a_replay_shows_what_another_file_would_decide(run: Run, services, tmp_path: Path) -> None:
    run('queue add --shell "touch a"')
    run("run", "approved")
    run("queue add --shell ls")
    run("run")
    before = len(services.store.actions())
    assert "no verdict would differ" in run("policy replay").text
    tried = tmp_path / "tried.yaml"
    tried.write_text("rules:\n  - {match: {program: touch}, verdict: deny, reason: not today}\n")
    result = run(f"policy replay --policy {tried}")
    assert "1 would differ" in result.text
    assert "not today" in result.text
    assert result.data["counts"] == {"ask -> deny": 1}
    (changed,) = result.data["different"]
    assert (changed["then"], changed["now"], changed["kind"]) == ("ask", "deny", "shell.run")
    assert len(services.store.actions()) == before, "nothing ran"
    assert run(f"policy replay --policy {tried} --since 2099-01-01T00:00").data["judged"] == 0
    assert run(f"policy replay --policy {tried} --since 1h").data["judged"] == 2


def test_a_replay_reads_the_files_as_they_are_now(run: Run, own) -> None:
    run('queue add --shell "touch a"')
    run("run", "approved")
    own("autonomy: all\n")
    assert run("policy replay").data["counts"] == {"ask -> allow": 1}


@pytest.mark.parametrize(
    "line",
    [
        "policy drop",
        "policy show x",
        "policy replay x.yaml",
        "policy replay --since soon",
        "policy replay --policy /none",
    ],
)
def test_mistakes_are_one_line(run: Run, line: str) -> None:
    result = run(line)
    assert result.exit_code == 2
    assert "\n" not in result.text


def test_many_differences_are_counted_and_the_first_shown(run: Run, own) -> None:
    for number in range(42):
        run(f'queue add --shell "touch {number}"')
    for _ in range(42):
        run("run", "approved")
    own("rules:\n  - {match: {kind: shell.run}, verdict: deny}\n")
    result = run("policy replay")
    assert "42 would differ" in result.text
    assert "and 2 more; --json has all" in result.text
    assert len(result.data["different"]) == 42

"""``undo`` and ``redo`` as users type them: the last change, the last N, an action's, a plan's, a commit's."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from journeyman.values import Action, Plan, Step
from tests.undo.trees import picture

GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@localhost",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@localhost",
}


@pytest.fixture
def root(services):
    return services.workspace.root


@pytest.fixture
def do(services, autonomous):
    """Carry out one action unasked; it must succeed."""

    def carry_out(kind, **args):
        outcome = services.runner.do(Action(kind, args))
        assert outcome.ok, outcome.message
        return outcome

    return carry_out


def git(root, *words):
    env = {**os.environ, **GIT}
    return subprocess.run(["git", *words], cwd=root, env=env, capture_output=True, text=True, check=True).stdout.strip()


def listed(root):
    return sorted(name for name in os.listdir(root) if name not in ("logs", "session_state.json", "notebooks"))


def test_the_last_and_the_last_two_and_back(run, do, root):
    pictures = [picture(root)]
    for name in "abc":
        do("file.create", path=f"{name}/{name}.txt", content=name)
        pictures.append(picture(root))
    result = run("undo")
    assert result.exit_code == 0
    assert "c/c.txt" in result.text
    assert picture(root) == pictures[2]
    assert run("undo 2").exit_code == 0
    assert picture(root) == pictures[0]
    assert run("undo").exit_code == 1, "nothing is left to undo"
    assert run("redo").exit_code == 0
    assert picture(root) == pictures[1], "what was undone last comes back first"
    assert run("redo 2").exit_code == 0
    assert picture(root) == pictures[3]


def test_one_action_alone(run, do, root):
    first = do("file.create", path="a.txt", content="".join(f"{n}\n" for n in range(30)))
    edit = do("file.modify", path="a.txt", old="3\n4\n", new="3\nfour\n")
    do("file.modify", path="a.txt", old="25\n", new="twenty-five\n")
    assert run(f"undo {edit.action_id}").exit_code == 0
    text = (root / "a.txt").read_text()
    assert "3\n4\n" in text
    assert "twenty-five" in text
    result = run(f"undo {first.action_id}")
    assert result.exit_code == 1
    assert "a.txt: it was changed since" in result.text
    assert (root / "a.txt").read_text() == text
    assert run(f"redo {edit.checkpoint_id}").exit_code == 0
    assert "four" in (root / "a.txt").read_text()


def test_a_plan_as_a_whole(run, services, autonomous, root):
    steps = [Action("shell.run", {"command": f"echo {n} >> all.txt; echo {n} > {n}.txt"}) for n in range(3)]
    plan = Plan("three", tuple(Step(f"step {n}", action) for n, action in enumerate(steps)), "user", time.time())
    record = services.queue.add(plan)
    assert run(f"run {record.id}").exit_code == 0
    after = picture(root)
    assert run(f"undo {record.id}").exit_code == 0
    assert listed(root) == []
    assert run(f"redo {record.id}").exit_code == 0
    assert {path: look for path, look in picture(root).items() if not path.startswith(b"notebooks")} == {
        path: look for path, look in after.items() if not path.startswith(b"notebooks")
    }


def test_what_cannot_be_undone_is_said(run, do):
    assert "there is nothing to undo" in run("undo").text
    assert run("undo a00000000").exit_code == 2
    outcome = do("shell.run", command="ls")
    assert "there is no change" in run(f"undo {outcome.action_id}").text
    assert "there is nothing to redo" in run("redo").text


def test_a_new_action_ends_what_can_be_redone(run, do, root):
    do("file.create", path="a", content="a")
    run("undo")
    do("file.create", path="b", content="b")
    assert "there is nothing to redo" in run("redo").text
    assert listed(root) == ["b"]


def evidence(services, outcome):
    record = services.store.action(outcome.action_id)
    return services.store.evidence(*record.evidence_key)


def test_an_undo_takes_the_success_back_and_counts_against_it_once(run, do, services):
    outcome = do("file.create", path="a", content="a")
    assert evidence(services, outcome).successes == pytest.approx(1, abs=0.01)
    run("undo")
    found = evidence(services, outcome)
    assert (round(found.successes, 2), round(found.failures, 2), found.undone) == (0, 5, 1)
    run("redo")
    run("undo")
    found = evidence(services, outcome)
    assert (round(found.successes, 2), round(found.failures, 2), found.undone) == (0, 5, 1)


def test_an_undo_after_a_day_is_only_counted(run, do, services):
    outcome = do("file.create", path="a", content="a")
    services.clock = lambda: time.time() + 25 * 3600
    run("undo")
    found = evidence(services, outcome)
    assert (round(found.failures, 2), found.undone) == (0, 1)
    assert found.successes > 0.9


def test_those_undone_before_a_conflict_lose_their_credit_too(run, do, services, root):
    first, second = (do("file.create", path=name, content=name) for name in "ab")
    (root / "a").write_text("mine")
    result = run("undo 2")
    assert result.exit_code == 1
    assert "1 earlier changes were undone" in result.text
    assert listed(root) == ["a"]
    assert evidence(services, second).undone == 1
    assert not services.store.action(second.action_id).credited
    assert services.store.action(first.action_id).credited


def test_strange_names_reach_the_screen(run, do, root):
    outcome = do("shell.run", command=r"touch $'\xff\xfe' $'new\nline' 'ü'; rm -f nothing")
    assert len(outcome.changed) == 3
    result = run("undo")
    assert result.exit_code == 0
    result.text.encode("utf-8", "backslashreplace")
    assert listed(root) == []
    assert run("redo").exit_code == 0
    assert b"\xff\xfe" in os.listdir(os.fsencode(root))


# commits


@pytest.fixture
def repository(root):
    git(root, "init", "-q", "-b", "main")
    (root / "a").write_text("1\n")
    git(root, "add", "a")
    git(root, "commit", "-qm", "first")
    (root / "a").write_text("2\n")
    return git(root, "rev-parse", "HEAD")


def test_a_commit_of_ours_is_taken_back(run, do, root, repository):
    outcome = do("git.commit", message="second", paths=["a"])
    assert git(root, "rev-parse", "HEAD") != repository
    result = run("undo")
    assert result.exit_code == 0, result.text
    assert git(root, "rev-parse", "HEAD") == repository
    assert (root / "a").read_text() == "2\n"
    assert git(root, "status", "--porcelain", "--", "a") == "M a"
    again = run("redo")
    assert f"run {outcome.action_id}" in again.text


def test_a_commit_with_another_on_top_is_not(run, do, root, repository):
    outcome = do("git.commit", message="second", paths=["a"])
    git(root, "commit", "-qm", "theirs", "--allow-empty")
    theirs = git(root, "rev-parse", "HEAD")
    result = run("undo")
    assert result.exit_code == 1
    assert f"git revert {outcome.data['commit'][:10]}" in result.text
    assert git(root, "rev-parse", "HEAD") == theirs


def test_files_and_a_commit_are_undone_in_order(run, do, root, repository):
    do("file.modify", path="a", old="2", new="3")
    do("git.commit", message="second", paths=["a"])
    assert run("undo 2").exit_code == 0
    assert git(root, "rev-parse", "HEAD") == repository
    assert (root / "a").read_text() == "2\n"


# killed


def test_what_a_killed_action_did_is_undone_by_its_id(run, services, autonomous, root):
    (root / "a").write_text("old\n")
    before = picture(root)
    code = (
        "import sys; from journeyman.services import open_services; from journeyman.values import Action;"
        "open_services(sys.argv[1]).runner.do("
        "Action('shell.run', {'command': 'echo half > a; touch b; sleep 60'}, id='a0killed0'))"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(root)], env=dict(os.environ))
    deadline = time.monotonic() + 30
    while not (root / "b").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert services.store.action("a0killed0").status == "running"
    assert "a0killed0" in run("status").text
    result = run("undo a0killed0")
    assert result.exit_code == 0, result.text
    assert picture(root) == before

"""Commits and tags: exactly the given paths, and back again."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import ClassVar

import pytest

from journeyman.errors import KindError
from journeyman.values import Action


class Repo:
    """Plain git, as a user runs it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __call__(self, *words: str, check: bool = True) -> str:
        env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(["git", *words], cwd=self.root, capture_output=True, text=True, check=False, env=env)
        assert done.returncode == 0 or not check, done.stderr
        return done.stdout.strip("\n")

    def commit(self, message: str) -> str:
        self("-c", "user.name=Me", "-c", "user.email=me@here", "commit", "-qm", message)
        return self("rev-parse", "HEAD")


@pytest.fixture
def clean_home(isolated_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(isolated_home))


@pytest.fixture
def repo(bench, clean_home: None) -> Repo:
    git = Repo(bench.root)
    git("init", "-q", "-b", "main")
    (bench.root / "a").write_text("1\n")
    (bench.root / "b").write_text("1\n")
    git("add", "a", "b")
    git.commit("first")
    return git


def test_exactly_the_given_paths_are_committed(bench, repo: Repo):
    before = repo("rev-parse", "HEAD")
    (bench.root / "a").write_text("2\n")
    (bench.root / "b").write_text("staged\n")
    repo("add", "b")
    (bench.root / "b").write_text("worktree\n")
    (bench.root / "new").write_text("x\n")
    result = bench.run("git.commit", {"message": "change a\n\nwhy", "paths": ["a", "new"]})
    assert result.status == "done"
    assert repo("log", "-1", "--format=%B%an <%ae>").split("\n")[0] == "change a"
    assert repo("show", "--name-only", "--format=", "HEAD").split() == ["a", "new"]
    assert (result.data["commit"], result.data["previous"], result.data["branch"]) == (
        repo("rev-parse", "HEAD"),
        before,
        "main",
    )
    assert repo("status", "--porcelain") == "MM b", "what the user had staged stays staged"
    assert repo("show", ":b") == "staged"


def test_deletions_folders_and_odd_names(bench, repo: Repo):
    odd = bench.root / "dir/we ird*[x]\u00e9"
    odd.parent.mkdir()
    odd.write_text("x")
    (bench.root / "dir/other").write_text("x")
    (bench.root / "a").unlink()
    result = bench.run("git.commit", {"message": "m", "paths": ["a", "dir/we ird*[x]\u00e9"]})
    assert sorted(result.data["files"]) == ["a", "dir/we ird*[x]\u00e9"]
    bench.run("git.commit", {"message": "m", "paths": ["dir"]})
    assert repo("status", "--porcelain") == ""


def test_the_author_is_the_users_or_ours(bench, repo: Repo):
    (bench.root / "a").write_text("2\n")
    bench.run("git.commit", {"message": "m", "paths": ["a"]})
    assert repo("log", "-1", "--format=%an <%ae>") == "Journeyman <journeyman@localhost>"
    repo("config", "user.name", "Some One")
    repo("config", "user.email", "some@where")
    (bench.root / "a").write_text("3\n")
    bench.run("git.commit", {"message": "m", "paths": ["a"]})
    assert repo("log", "-1", "--format=%an <%ae> %cn") == "Some One <some@where> Some One"


def test_no_hook_runs_and_the_message_says_so(bench, repo: Repo, tmp_path: Path):
    for name in ("pre-commit", "post-commit", "commit-msg", "reference-transaction", "post-index-change"):
        hook = bench.root / ".git/hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch '{bench.root}/ran-{name}'\nexit 1\n")
        hook.chmod(0o755)
    (bench.root / "a").write_text("2\n")
    result = bench.run("git.commit", {"message": "m", "paths": ["a"]})
    assert result.status == "done"
    assert "hooks were not run: pre-commit" in result.message
    assert not list(bench.root.glob("ran-*"))


def test_nothing_to_commit_is_told(bench, repo: Repo):
    with pytest.raises(KindError, match="nothing to commit: a is as in the last commit"):
        bench.run("git.commit", {"message": "m", "paths": ["a"]})


def test_ignored_and_missing_paths_are_told(bench, repo: Repo):
    (bench.root / ".gitignore").write_text("*.log\n")
    (bench.root / "x.log").write_text("")
    with pytest.raises(KindError, match="git add failed: The following paths are ignored"):
        bench.run("git.commit", {"message": "m", "paths": ["x.log"]})
    with pytest.raises(KindError, match=r"git add failed: pathspec .*missing"):
        bench.run("git.commit", {"message": "m", "paths": ["missing"]})
    assert repo("rev-list", "--count", "HEAD") == "1"


def test_our_running_record_is_left_out_unless_named(bench, repo: Repo):
    (bench.root / "session_state.json").write_text("{}")
    (bench.root / "logs").mkdir()
    (bench.root / "logs/activity.log").write_text("x")
    (bench.root / "a").write_text("2\n")
    assert bench.run("git.commit", {"message": "m", "paths": ["."]}).data["files"] == ["a"]
    assert bench.run("git.commit", {"message": "m", "paths": ["logs"]}).data["files"] == ["logs/activity.log"]


def test_during_a_merge_it_refuses(bench, repo: Repo):
    (bench.root / ".git/MERGE_HEAD").write_text("")
    with pytest.raises(KindError, match="a merge is under way"):
        bench.run("git.commit", {"message": "m", "paths": ["a"]})
    (bench.root / ".git/MERGE_HEAD").unlink()
    (bench.root / ".git/index.lock").write_text("")
    with pytest.raises(KindError, match="another git command"):
        bench.run("git.commit", {"message": "m", "paths": ["a"]})


def test_a_detached_head_is_moved(bench, repo: Repo):
    repo("checkout", "-q", "--detach")
    (bench.root / "a").write_text("2\n")
    result = bench.run("git.commit", {"message": "m", "paths": ["a"]})
    assert result.data["branch"] == ""
    assert "a detached HEAD" in result.message
    assert repo("rev-parse", "HEAD") == result.data["commit"]
    assert repo("rev-list", "--count", "main") == "1"


class TestInit:
    ARGS: ClassVar = {"message": "first", "paths": ["x"], "init": True}

    def test_a_repository_is_made_where_there_is_none(self, bench, clean_home: None):
        (bench.root / "x").write_text("1\n")
        with pytest.raises(KindError, match="say init: true"):
            bench.run("git.commit", {**self.ARGS, "init": False})
        action = Action("git.commit", self.ARGS)
        result = bench.do(action)
        git = Repo(bench.root)
        assert (result.status, result.data["created_repository"], result.data["previous"]) == ("done", True, "")
        assert git("log", "--format=%s") == "first"
        assert git("status", "--porcelain") == ""
        assert not (bench.root / ".git/hooks").exists()

        undone = bench.invert(action, result)
        assert undone.status == "done", undone.message
        assert git("rev-parse", "-q", "--verify", "HEAD", check=False) == ""
        assert git("status", "--porcelain") == "?? x"
        assert not (bench.root / ".git/index").exists()

    def test_the_repository_around_the_workspace_is_not_taken_for_it(self, bench, clean_home: None):
        outer = Repo(bench.root.parent)
        outer("init", "-q")
        (bench.root / "x").write_text("1\n")
        assert bench.predict("git.commit", self.ARGS).level == "contained"
        bench.run("git.commit", self.ARGS)
        assert (bench.root / ".git").is_dir()
        assert outer("rev-list", "--all") == ""

    def test_a_repository_that_lies_outside_is_always_asked(self, bench, clean_home: None):
        Repo(bench.root.parent)("init", "-q")
        found = bench.predict("git.commit", {"message": "m", "paths": ["x"]})
        assert (found.level, found.effects[-1].zone) == ("floor", "outside")
        assert bench.predict("git.tag", {"name": "v1"}).level == "floor"

    def test_a_repository_is_made_in_the_actions_folder(self, bench, clean_home: None):
        (bench.root / "sub").mkdir()
        (bench.root / "sub/x").write_text("1\n")
        bench.run("git.commit", self.ARGS, cwd="sub")
        assert (bench.root / "sub/.git").is_dir()
        with pytest.raises(KindError, match="not in the repository"):
            bench.run("git.commit", {"message": "m", "paths": ["../y"]}, cwd="sub")


class TestInvert:
    @pytest.fixture
    def committed(self, bench, repo: Repo):
        (bench.root / "a").write_text("2\n")
        (bench.root / "b").write_text("staged\n")
        repo("add", "b")
        index = (bench.root / ".git/index").read_bytes()
        action = Action("git.commit", {"message": "m", "paths": ["a"]})
        return action, bench.do(action), index

    def test_branch_and_index_come_back_and_files_stay(self, bench, repo: Repo, committed):
        action, result, index = committed
        undone = bench.invert(action, result)
        assert undone.status == "done", undone.message
        assert repo("rev-parse", "HEAD") == result.data["previous"]
        assert (bench.root / ".git/index").read_bytes() == index
        assert (bench.root / "a").read_text() == "2\n"
        assert repo("status", "--porcelain").split("\n") == [" M a", "M  b"]

    def test_looking_at_the_status_in_between_is_no_change(self, bench, repo: Repo, committed):
        action, result, _ = committed
        os.utime(bench.root / "b", (1, 1))
        repo("status")
        assert bench.invert(action, result).status == "done"

    def test_a_later_commit_is_not_lost(self, bench, repo: Repo, committed):
        action, result, _ = committed
        later = repo.commit("later")
        undone = bench.invert(action, result)
        assert undone.status == "failed"
        assert f"git revert {result.data['commit'][:10]}" in undone.message
        assert repo("rev-parse", "HEAD") == later

    def test_a_later_staging_is_not_lost(self, bench, repo: Repo, committed):
        action, result, _ = committed
        (bench.root / "c").write_text("x")
        repo("add", "c")
        undone = bench.invert(action, result)
        assert (undone.status, "index changed" in undone.message) == ("failed", True)
        assert repo("rev-parse", "HEAD") == result.data["commit"]

    def test_another_branch_is_not_moved(self, bench, repo: Repo, committed):
        action, result, _ = committed
        repo("checkout", "-q", "-b", "other")
        assert bench.invert(action, result).status == "failed"
        assert repo("rev-parse", "main") == result.data["commit"]

    def test_a_vanished_repository_is_told(self, bench, repo: Repo, committed):
        import shutil

        action, result, _ = committed
        shutil.rmtree(bench.root / ".git")
        assert "no repository any more" in bench.invert(action, result).message


class TestTag:
    def test_a_tag_and_back(self, bench, repo: Repo):
        action = Action("git.tag", {"name": "v1"})
        result = bench.do(action)
        assert result.data["commit"] == repo("rev-parse", "v1") == repo("rev-parse", "HEAD")
        with pytest.raises(KindError, match="v1 exists already"):
            bench.run("git.tag", {"name": "v1"})
        assert bench.invert(action, result).status == "done"
        assert repo("tag") == ""

    def test_an_annotated_one(self, bench, repo: Repo):
        result = bench.run("git.tag", {"name": "v2", "message": "second"})
        assert repo("cat-file", "-t", "v2") == "tag"
        assert repo("for-each-ref", "--format=%(contents:subject) %(taggername)", "refs/tags/v2") == "second Journeyman"
        assert result.data["object"] == repo("rev-parse", "v2")

    def test_one_that_was_moved_stays(self, bench, repo: Repo):
        action = Action("git.tag", {"name": "v1"})
        result = bench.do(action)
        (bench.root / "a").write_text("2\n")
        repo("add", "a")
        repo.commit("later")
        repo("tag", "-f", "v1")
        assert bench.invert(action, result).status == "failed"
        assert repo("tag") == "v1"

    def test_what_cannot_be_tagged(self, bench, clean_home: None):
        with pytest.raises(KindError, match="not in a git repository"):
            bench.run("git.tag", {"name": "v1"})
        git = Repo(bench.root)
        git("init", "-q")
        with pytest.raises(KindError, match="no commit to tag"):
            bench.run("git.tag", {"name": "v1"})
        with pytest.raises(KindError, match="not a valid tag name"):
            bench.run("git.tag", {"name": "a..b"})

    def test_a_vanished_repository_is_told(self, bench, repo: Repo):
        import shutil

        action = Action("git.tag", {"name": "v1"})
        result = bench.do(action)
        shutil.rmtree(bench.root / ".git")
        assert "no repository any more" in bench.invert(action, result).message


def test_committing_a_secret_is_always_asked(bench, repo: Repo):
    assert bench.predict("git.commit", {"message": "m", "paths": ["a"]}).level == "contained"
    assert bench.predict("git.commit", {"message": "m", "paths": ["a", ".env"]}).level == "floor"


def test_a_bare_repository_and_a_misleading_environment_are_told(bench, repo: Repo, monkeypatch: pytest.MonkeyPatch):
    (bench.root / "bare").mkdir()
    Repo(bench.root / "bare")("init", "-q", "--bare")
    with pytest.raises(KindError, match="bare repository"):
        bench.run("git.commit", {"message": "m", "paths": ["bare/x"]}, cwd="bare")
    monkeypatch.setenv("GIT_WORK_TREE", "/elsewhere")
    with pytest.raises(KindError, match="GIT_WORK_TREE points to another repository; unset"):
        bench.run("git.commit", {"message": "m", "paths": ["a"]}, cwd=".git")


def test_the_users_git_environment_does_not_lead_astray(
    bench, repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "other"))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    (bench.root / "a").write_text("2\n")
    bench.run("git.commit", {"message": "m", "paths": ["a"]})
    monkeypatch.delenv("GIT_INDEX_FILE")
    monkeypatch.delenv("GIT_DIR")
    assert repo("rev-list", "--count", "HEAD") == "2"


def test_it_works_where_no_sandbox_does(unconfined, repo: Repo):
    (unconfined.root / "a").write_text("2\n")
    assert unconfined.run("git.commit", {"message": "m", "paths": ["a"]}).status == "done"


def test_a_worktree_is_committed_to(bench, repo: Repo):
    repo("worktree", "add", "-q", "tree", "-b", "side")
    (bench.root / "tree/a").write_text("2\n")
    result = bench.run("git.commit", {"message": "m", "paths": ["a"]}, cwd="tree")
    assert result.data["branch"] == "side"
    assert repo("rev-parse", "side") == result.data["commit"]

"""``git.commit``: commit exactly the given paths on the current branch."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from journeyman.errors import KindError
from journeyman.kinds.arguments import FLAG, PATH, TEXT, arguments
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.kinds.repository import NOTHING, Place, Repository, find, initialise, opened
from journeyman.kinds.spawning import folder_of
from journeyman.values import Action, Effect, Outcome, Prediction
from journeyman.workspace import Workspace, confine, relative

_OWN = ("logs", "session_state.json")
"""Journeyman's running record: left out when a folder around it is committed, unless named itself."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new commit: its id, the branch ("" when HEAD is detached) and the commit before ("" for the first)."""

    commit: str
    branch: str
    previous: str
    files: tuple[str, ...]


class GitCommit:
    """Commits the given paths; what else the user has staged stays staged, and no hook runs."""

    name = "git.commit"
    summary = "commit exactly the given paths (init: true makes a repository where there is none); runs no hooks"
    confinement = "exact"
    schema: Schema = arguments(
        {"message": TEXT, "paths": {"type": "array", "items": PATH, "minItems": 1}, "init": FLAG},
        required=["message", "paths"],
    )

    def predict(self, action: Action, context: Context) -> Prediction:
        """A contained write that its own inverse takes back; *floor* for secrets and repositories further up."""
        from journeyman.gate.analysis.secrets import is_secret

        workspace = context.workspace
        paths = [confine(workspace.root, path, action.cwd) for path in action.args["paths"]]
        cwd = confine(workspace.root, action.cwd)
        place = find(cwd, workspace.root if action.args.get("init") else None) if cwd.is_dir() else None
        effects = [Effect("write", "contained", "workspace", "commit", "commits on the current branch")]
        if place and not place.git_dir.is_relative_to(workspace.root):
            reason = f"the repository {place.git_dir} lies outside the workspace"
            effects.append(Effect("write", "floor", "outside", str(place.git_dir), reason))
        for path in paths:
            if is_secret(str(path)):
                name = relative(workspace.root, path)
                effects.append(Effect("secret-read", "floor", "workspace", name, f"commits a secret: {name}"))
        return Prediction(tuple(effects), subject="git commit")

    def run(self, action: Action, context: RunContext) -> Result:
        """Commit and check that HEAD is the new commit. Raises KindError when there is nothing to commit."""
        root, cwd = context.workspace.root, folder_of(action, context)
        place = find(cwd, root if action.args.get("init") else None)
        created = place is None
        if place is None:
            if not action.args.get("init"):
                raise KindError(f"{action.cwd} is not in a git repository; say init: true to create one")
            place = initialise(cwd, action, context)
        with opened(place, action, context) as repo:
            repo.check_idle()
            specs = _pathspecs(action, context.workspace, place)
            made = _commit(repo, action, specs)
            note = _refresh_index(repo, specs)
            hooks = repo.hooks()
            data = {
                "commit": made.commit,
                "branch": made.branch.removeprefix("refs/heads/"),
                "previous": made.previous,
                "files": list(made.files),
                "repository": str(place.top),
                "created_repository": created,
                "staged": _digest(repo.staged()),
            }
        where = data["branch"] or "a detached HEAD"
        count = f"{len(made.files)} file{'' if len(made.files) == 1 else 's'}"
        hooked = f"; hooks were not run: {', '.join(hooks)}" if hooks else ""
        return Result("done", f"committed {count} to {where}: {made.commit[:10]}{hooked}{note}", data=data)

    def invert(self, action: Action, outcome: Outcome, context: RunContext) -> Result:
        """Move the branch back to where it was, if it is still on our commit; restore the index if it is unchanged."""
        data = outcome.data
        place = find(Path(data["repository"]))
        if place is None:
            return Result("failed", f"{data['repository']} is no repository any more")
        with opened(place, action, context) as repo:
            repo.check_idle()
            branch, commit = repo.head()
            ours, previous = data["commit"], data["previous"]
            if commit != ours or branch.removeprefix("refs/heads/") != data["branch"]:
                return Result("failed", f"HEAD has moved since; take the commit back with: git revert {ours[:10]}")
            if _digest(repo.staged()) != data["staged"]:
                return Result("failed", f"the index changed since; take the commit back with: git revert {ours[:10]}")
            reason = f"journeyman: take back {ours[:10]}"
            if previous:
                repo.git("update-ref", "-m", reason, "HEAD", previous, ours)
            else:
                repo.git("update-ref", "-m", reason, "-d", branch or "HEAD", ours)
            _restore_index(repo, context.workspace, outcome.action_id)
        back = f"back at {previous[:10]}" if previous else "without commits again (the empty repository stays)"
        return Result("done", f"took back {ours[:10]}; {data['branch'] or 'HEAD'} is {back}", data={"commit": previous})


def _commit(repo: Repository, action: Action, specs: Sequence[str]) -> Made:
    """Build the commit beside the user's index, then move the branch, only if nobody else did."""
    branch, previous = repo.head()
    beside = {"GIT_INDEX_FILE": str(repo.scratch / "index")}
    if previous:
        repo.git("read-tree", previous, env=beside)
    repo.git("add", "-A", "--", *specs, env=beside)
    tree = repo.object("write-tree", env=beside)
    if previous and tree == repo.object("rev-parse", f"{previous}^{{tree}}"):
        raise KindError(f"nothing to commit: {', '.join(action.args['paths'])} is as in the last commit")
    parents = ("-p", previous) if previous else ()
    commit = repo.object("commit-tree", tree, *parents, "-m", action.args["message"], env=repo.identity())
    listed = ("--root", commit) if not previous else (previous, commit)
    files = repo.git("diff-tree", "-r", "--name-only", "--no-commit-id", "-z", *listed)
    _keep_index(repo)
    subject = action.args["message"].splitlines()[0][:100]
    repo.git("update-ref", "-m", f"commit: {subject}", "HEAD", commit, previous or NOTHING)
    if repo.head() != (branch, commit):
        raise KindError(f"HEAD is not the new commit {commit[:10]}: another program moved it at the same moment")
    return Made(commit, branch, previous, tuple(filter(None, files.split("\0"))))


def _pathspecs(action: Action, workspace: Workspace, place: Place) -> list[str]:
    """Return the paths as literal pathspecs from the top; our running record is left out of folders around it."""
    specs, folders = [], []
    for text in action.args["paths"]:
        path = confine(workspace.root, text, action.cwd)
        if not path.is_relative_to(place.top):
            raise KindError(f"{text} is not in the repository {place.top}")
        inside = path.relative_to(place.top).as_posix()
        specs.append(":(top)" if inside == "." else f":(top,literal){inside}")
        folders.append(path)
    for name in _OWN:
        own = workspace.root / name
        if own not in folders and any(own.is_relative_to(folder) for folder in folders):
            specs.append(f":(top,exclude,literal){own.relative_to(place.top).as_posix()}")
    return specs


def _saved_index(workspace: Workspace, action_id: str) -> Path:
    return workspace.outputs / f"{action_id}.index"


def _keep_index(repo: Repository) -> None:
    """Keep the user's index as it was, for the inverse; no file when there was none.

    Its time belongs to it: git reads a file again only when that is not older than the index.
    """
    saved = _saved_index(repo.context.workspace, repo.action.id)
    try:
        moment = repo.index.stat().st_mtime_ns
        data = repo.index.read_bytes()
    except FileNotFoundError:
        saved.unlink(missing_ok=True)
        return
    descriptor = os.open(saved, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "wb") as stream:
        stream.write(data)
    os.utime(saved, ns=(moment, moment))


def _restore_index(repo: Repository, workspace: Workspace, action_id: str) -> None:
    """Put the kept index back under git's own lock."""
    saved, lock = _saved_index(workspace, action_id), repo.index.with_name("index.lock")
    mode = repo.index.stat().st_mode & 0o777 if repo.index.exists() else 0o644
    descriptor = os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with open(descriptor, "wb") as stream:
            stream.write(saved.read_bytes() if saved.exists() else b"")
        if saved.exists():
            moment = saved.stat().st_mtime_ns
            os.utime(lock, ns=(moment, moment))
            os.replace(lock, repo.index)
        else:
            repo.index.unlink(missing_ok=True)
    finally:
        lock.unlink(missing_ok=True)


def _refresh_index(repo: Repository, specs: Sequence[str]) -> str:
    """Make the user's index agree with the new commit for these paths alone; return a note when that failed."""
    code, output = repo.attempt("reset", "-q", "--", *specs)
    return "" if code == 0 else f"; your index could not be refreshed ({output.splitlines()[0] if output else code})"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()

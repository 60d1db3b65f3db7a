"""A git repository as the git kinds use it: found by GitPython, changed by git itself in the sandbox."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from journeyman.errors import KindError
from journeyman.kinds.kind import RunContext
from journeyman.sandbox import Limits, ProcessSpec, filter_env, protected_paths
from journeyman.values import Action

NOTHING = ""
"""As the old value of a reference: it must not exist yet."""
DEFAULT_AUTHOR = ("Journeyman", "journeyman@localhost")
_OBJECT = re.compile(r"^[0-9a-f]{40,64}$", re.MULTILINE)
_HOOKS = ("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "reference-transaction")
_UNFINISHED = {
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "BISECT_LOG": "bisect",
}
_SETTINGS = (
    *("core.hooksPath=/dev/null", "core.fsmonitor=false", "commit.gpgSign=false", "tag.gpgSign=false"),
    *("gc.auto=0", "maintenance.auto=false", "core.quotePath=false"),
)
"""Nothing of the repository's own is executed, and nothing is done on the side."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a repository lies: its working tree, its own data, and the data that worktrees share."""

    top: Path
    git_dir: Path
    common_dir: Path


def find(cwd: Path, limit: Path | None = None) -> Place | None:
    """Return the repository that ``cwd`` is in, or None; with ``limit``, not above that folder.

    Raises KindError for a bare repository, and where environment variables point git elsewhere.
    """
    import git

    try:
        with git.Repo(cwd, search_parent_directories=True) as repo:
            tree, own, common = repo.working_tree_dir, repo.git_dir, repo.common_dir
    except (git.InvalidGitRepositoryError, git.NoSuchPathError):
        return None
    if tree is None:
        raise KindError(f"{own} is a bare repository; it has no files to commit")
    top = Path(os.path.realpath(tree))
    if not cwd.is_relative_to(top):
        raise KindError("GIT_DIR or GIT_WORK_TREE points to another repository; unset them")
    if limit is not None and not top.is_relative_to(limit):
        return None
    return Place(top, Path(os.path.realpath(own)), Path(os.path.realpath(common)))


@dataclass(frozen=True, slots=True)
class Repository:
    """Runs git for one action in one repository."""

    place: Place
    action: Action
    context: RunContext
    scratch: Path
    env: Mapping[str, str] = field(default_factory=dict)

    def git(self, *words: str, env: Mapping[str, str] | None = None) -> str:
        """Run git and return what it printed, stripped. Raises KindError with git's own first line."""
        code, output = self.attempt(*words, env=env)
        if code != 0:
            raise KindError(f"git {_verb(words)} failed: {_complaint(output)}")
        return output

    def attempt(self, *words: str, env: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Run git and return its exit code and what it printed, stripped."""
        settings = [word for setting in _SETTINGS for word in ("-c", setting)]
        guarded = [path for path in protected_paths(self.context.workspace.root) if path.name != ".git"]
        folders = {self.context.workspace.root, self.place.top, self.place.git_dir, self.place.common_dir, self.scratch}
        spec = ProcessSpec(
            ("git", *settings, *words),
            self.place.top,
            {
                **filter_env(os.environ),
                "LC_ALL": "C",
                "GIT_TERMINAL_PROMPT": "0",
                **self.env,
                **(env or {}),
            },
            writable=tuple(sorted(folder for folder in folders if folder.is_dir())),
            read_only=tuple(guarded),
            hidden=(self.context.workspace.private,),
            limits=Limits(wall=300),
        )
        done = self.context.processes.run(
            spec,
            confined=self.context.confined,
            key=self.action.id,
            output_path=self.scratch / "output",
            limit=2_000_000,
        )
        if done.reason != "exit":
            raise KindError(f"git {_verb(words)} was ended: {done.reason}")
        return done.exit_code, done.output.strip("\n")

    def object(self, *words: str, env: Mapping[str, str] | None = None) -> str:
        """Run git and return the object id that it printed last, past any warnings. Raises KindError for none."""
        found = _OBJECT.findall(self.git(*words, env=env))
        if not found:
            raise KindError(f"git {_verb(words)} gave no object id")
        return str(found[-1])

    def head(self) -> tuple[str, str]:
        """Return the branch's full name ("" when detached) and the commit ("" when there is none yet)."""
        detached, branch = self.attempt("symbolic-ref", "-q", "HEAD")
        missing, commit = self.attempt("rev-parse", "-q", "--verify", "HEAD^{commit}")
        return "" if detached else branch, "" if missing else commit

    def author(self) -> tuple[str, str]:
        """Return the configured name and address, or our own when either is missing."""
        import git

        with git.Repo(self.place.top) as repo, repo.config_reader() as config:
            name = str(config.get_value("user", "name", ""))
            email = str(config.get_value("user", "email", ""))
        return (name, email) if name and email else DEFAULT_AUTHOR

    def identity(self) -> dict[str, str]:
        """Return the environment that makes git write that author and committer."""
        name, email = self.author()
        roles = ("AUTHOR", "COMMITTER")
        return {f"GIT_{role}_{key}": value for role in roles for key, value in (("NAME", name), ("EMAIL", email))}

    def hooks(self) -> list[str]:
        """Return the hooks that a plain ``git commit`` would run here."""
        import git

        with git.Repo(self.place.top) as repo, repo.config_reader() as config:
            chosen = os.path.expanduser(str(config.get_value("core", "hooksPath", "")))
        folder = self.place.top / chosen if chosen else self.place.common_dir / "hooks"
        return [name for name in _HOOKS if os.access(folder / name, os.X_OK)]

    def check_idle(self) -> None:
        """Raise KindError while a merge, a rebase or another git command is under way."""
        for name, what in _UNFINISHED.items():
            if os.path.lexists(self.place.git_dir / name):
                raise KindError(f"a {what} is under way in {self.place.top}; finish or abort it first")
        if os.path.lexists(self.place.git_dir / "index.lock"):
            raise KindError(
                f"another git command is using {self.place.top} (index.lock); wait for it or remove the lock"
            )

    @property
    def index(self) -> Path:
        """The user's index file."""
        return self.place.git_dir / "index"

    def staged(self) -> str:
        """Return the user's index as text: what is staged, without the time stamps that git refreshes in it."""
        return self.git("ls-files", "--stage")


@contextmanager
def opened(place: Place, action: Action, context: RunContext) -> Iterator[Repository]:
    """Yield the repository with a scratch folder that is removed afterwards."""
    scratch = Path(tempfile.mkdtemp(prefix="journeyman-git-"))
    try:
        yield Repository(place, action, context, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def initialise(folder: Path, action: Action, context: RunContext) -> Place:
    """Create a repository in ``folder``, without hooks of a template, and return it."""
    place = Place(folder, folder / ".git", folder / ".git")
    with opened(place, action, context) as repo:
        branch = repo.attempt("config", "--get", "init.defaultBranch")[1] or "main"
        repo.git("init", "-q", "--template=", f"--initial-branch={branch}", str(folder))
    if not place.git_dir.is_dir():
        raise KindError(f"git init made no repository in {folder}")
    return place


def _verb(words: Sequence[str]) -> str:
    return next((word for word in words if not word.startswith("-")), "")


def _complaint(output: str) -> str:
    lines = [line for line in output.splitlines() if line.strip()]
    chosen = next(
        (line for line in lines if line.startswith(("fatal:", "error:"))), lines[0] if lines else "no message"
    )
    return chosen.removeprefix("fatal: ").removeprefix("error: ")[:300]

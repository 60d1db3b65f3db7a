"""Files of a workspace that other machines, or the user's own programs, run by themselves: later, and unconfined."""

from __future__ import annotations

import re

_FOLDERS = (
    r"\.github/(workflows|actions)|\.(gitea|forgejo)/workflows|\.gitlab/ci|\.circleci|\.buildkite|\.semaphore|\.woodpecker"
    r"|\.husky|\.githooks|\.devcontainer|\.(claude|codex|cursor)(/hooks)?"
)
_FILES = (
    r"\.gitlab-ci\.ya?ml|\.travis\.ya?ml|\.?appveyor\.ya?ml|azure-pipelines[\w.-]*\.ya?ml|bitbucket-pipelines\.ya?ml|\.drone\.ya?ml"
    r"|\.woodpecker\.ya?ml|\.cirrus\.(ya?ml|star)|cloudbuild\.ya?ml|buildspec\.ya?ml|jenkinsfile([.-][\w.-]+)?|\.pre-commit-config\.ya?ml"
    r"|\.?lefthook(-local)?\.(ya?ml|toml|json)|\.vscode/(tasks|settings|launch|mcp)\.json|\.idea/(workspace|runconfigurations.*)"
    r"|\.envrc|\.mcp\.json|\.autoenv|\.exrc|\.nvimrc|\.lvimrc"
)
_UNATTENDED = re.compile(
    rf"(?:.*/)?(?:(?:{_FOLDERS})(?:/.*)?|(?:{_FILES})|\.github|\.gitea|\.forgejo|\.vscode)\Z", re.I | re.S
)


def runs_unattended(relative: str) -> bool:
    """Return whether something runs ``relative`` (a path within the workspace), or what a folder of that name holds,
    without anybody asking for it: a build server, git's hooks, an editor, another agent.
    """
    return _UNATTENDED.match(relative) is not None

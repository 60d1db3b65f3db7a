"""Files that build servers, hooks, editors and other agents run by themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyman.gate.analysis.unattended import runs_unattended
from journeyman.values import Prediction

Shell = Callable[[str], Prediction]


@pytest.mark.parametrize(
    "path",
    [
        ".github/workflows/ci.yml",
        ".github/actions/setup/action.yml",
        ".GitHub/Workflows/ci.yml",
        ".gitlab-ci.yml",
        ".circleci/config.yml",
        "Jenkinsfile",
        "ci/Jenkinsfile.release",
        "azure-pipelines-nightly.yml",
        "sub/.github/workflows/ci.yml",
        ".husky/pre-push",
        ".pre-commit-config.yaml",
        "lefthook.yml",
        ".vscode/tasks.json",
        ".devcontainer/devcontainer.json",
        ".envrc",
        ".claude/settings.json",
        ".github",
        ".github/workflows",
    ],
)
def test_what_others_run_by_themselves(path: str) -> None:
    assert runs_unattended(path)


@pytest.mark.parametrize(
    "path",
    [
        ".github/CODEOWNERS",
        ".github/ISSUE_TEMPLATE/bug.md",
        ".vscode/extensions.json",
        "src/workflows/ci.yml",
        "docs/Jenkinsfiles.md",
        "Makefile",
        "setup.py",
        "conftest.py",
        "package.json",
        "",
    ],
)
def test_what_runs_when_somebody_says_so(path: str) -> None:
    assert not runs_unattended(path)


@pytest.mark.parametrize(
    "text",
    [
        "echo x > .github/workflows/ci.yml",
        "sed -i s/a/b/ .gitlab-ci.yml",
        "cp evil.yml .github/workflows/",
        "cp -r evil .github",
        "mv evil .husky/pre-push",
        "mkdir -p .github/workflows && cat > .github/workflows/ci.yml <<< x",
        "tee .vscode/tasks.json < a",
        "cd .github && touch workflows/a.yml",
        "python -c \"open('.github/workflows/a.yml', 'w').write('x')\"",
        "ln -s ../evil .husky/pre-push",
    ],
)
def test_writing_one_is_asked_every_time(shell: Shell, text: str) -> None:
    found = shell(text)
    assert found.level == "floor"
    assert "persistence" in {effect.operation for effect in found.effects if effect.level == "floor"}


@pytest.mark.parametrize("text", ["rm .github/workflows/ci.yml", "rm -rf .husky", "touch .github/CODEOWNERS"])
def test_removing_one_starts_nothing(shell: Shell, text: str) -> None:
    assert shell(text).level == "contained"


def test_another_folder_of_that_name_is_judged_by_where_it_lies(shell: Shell) -> None:
    assert shell("touch /tmp/x/.github/workflows/a.yml").level == "contained"

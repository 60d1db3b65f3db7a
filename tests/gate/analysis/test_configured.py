"""Settings of a project that make a program run the project's code: then even a command that reads is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyman.gate.analysis import analyse_shell
from journeyman.values import Prediction
from journeyman.workspace import Workspace

Shell = Callable[[str], Prediction]

CASES = [
    ("git status", ".git/config", "[core]\n\tfsmonitor = ./x\n", "[core]\n\tfsmonitor = true\n\tbare = false\n"),
    ("git diff", ".git/config", '[diff "a"] textconv = ./x', '[branch "main"]\n\tremote = origin\n'),
    ("git log -p", ".git/config", "[include]\n\tpath = ../x\n", "[user]\n\tname = A\n"),
    ("git fetch", ".git/config", "[core]sshCommand=sh x", "[remote]\n\turl = git@example.com:a/b\n"),
    ("git ls-remote", ".git/config", '[remote "o"]\n\turl = ext::sh -c x\n', '[remote "o"]\n\turl = https://a.com/b\n'),
    ("git status", ".git/config", '[filter "a"]\n clean = ./x\n', '[filter "lfs"]\n clean = git-lfs clean -- %f\n'),
    ("git status", "config", "[core]\nbare = true\nfsmonitor = x\n", "a = 1\n"),
    ("pnpm list", ".pnpmfile.cjs", "", None),
    ("yarn why react", ".yarnrc.yml", "yarnPath: .yarn/releases/yarn.cjs\n", "nodeLinker: node-modules\n"),
    ("npm ls", ".npmrc", "node-options=-r ./x\n", "save-exact=true\n"),
    ("cargo metadata", ".cargo/config.toml", '[build]\nrustc-wrapper = "./x"\n', "[net]\nretry = 2\n"),
    ("cargo tree", "rust-toolchain.toml", '[toolchain]\npath = "./x"\n', '[toolchain]\nchannel = "1.80"\n'),
    ("composer show", "composer.json", '{"config": {"allow-plugins": {"a/b": true}}}', '{"require": {}}'),
    ("hatch version", "pyproject.toml", '[tool.hatch.version]\nsource = "code"\n', "[project]\nname = 'a'\n"),
    ("uv tree", "pyproject.toml", "[project]\ndynamic = ['version']\n", "[project]\nname = 'a'\n"),
    ("ansible-inventory --list", "ansible.cfg", "[defaults]\n", None),
    ("ansible-playbook a.yml --syntax-check", "filter_plugins/x.py", "", None),
    ("dart analyze", "analysis_options.yaml", "analyzer:\n  plugins:\n    - x\n", "analyzer:\n  errors:\n"),
    ("deno lint", "deno.json", '{"lint": {"plugins": ["./x.ts"]}}', "{}"),
    ("bazel version", "tools/bazel", "", None),
    ("serverless info", "serverless.yml", "plugins:\n  - ./x\n", "service: a\n"),
    ("oxlint", ".oxlintrc.json", '{"jsPlugins": ["./x.js"]}', '{"rules": {}}'),
    ("vue-tsc --noEmit", "tsconfig.json", '{"vueCompilerOptions": {"plugins": ["./x"]}}', "{}"),
]


def put(workspace: Workspace, name: str, text: str) -> None:
    path = workspace.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize(("command", "name", "text", "_plain"), CASES)
def test_code_of_the_project_is_asked(
    shell: Shell, workspace: Workspace, command: str, name: str, text: str, _plain: str | None
) -> None:
    assert shell(command).level == "read"
    put(workspace, name, text)
    found = shell(command)
    assert found.level in {"contained", "external"}
    assert any(effect.operation == "execute" for effect in found.effects)
    assert any(path.startswith(str(workspace.root)) for path in found.digests)


@pytest.mark.parametrize(("command", "name", "_text", "plain"), [case for case in CASES if case[3] is not None])
def test_other_settings_change_nothing(
    shell: Shell, workspace: Workspace, command: str, name: str, _text: str, plain: str
) -> None:
    put(workspace, name, plain)
    assert shell(command).level == "read"


def test_settings_above_the_folder_count_within_the_workspace(shell: Shell, workspace: Workspace) -> None:
    (workspace.root / "a" / "b").mkdir(parents=True)
    put(workspace, ".pnpmfile.cjs", "")
    assert shell("cd a/b && pnpm list").level != "read"


def test_the_folder_that_an_option_names_counts(shell: Shell, workspace: Workspace) -> None:
    put(workspace, "sub/.git/config", "[core]\nfsmonitor = ./x\n")
    assert shell("git status").level == "read"
    assert shell("git -C sub status").level != "read"


def test_what_an_earlier_step_writes_counts(workspace: Workspace) -> None:
    path = str(workspace.root / ".git/config")
    found = analyse_shell("git status", cwd=".", workspace=workspace, overlay={path: "[core]\nfsmonitor = ./x\n"})
    assert found.level != "read"

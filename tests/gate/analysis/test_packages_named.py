"""Package managers: which packages a command names, and what runs in an environment."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from journeyman.gate.analysis import analyse_shell
from journeyman.values import Prediction
from journeyman.workspace import Workspace

Shell = Callable[[str], Prediction]

NAMED = {
    "pip install flask": "pypi:flask",
    "pip3.11 install -U 'Flask[async]>=2.0' zope.interface==6": "pypi:flask pypi:zope-interface",
    "pip -q install --target lib six": "pypi:six",
    "python -m pip install --no-deps attrs": "pypi:attrs",
    "pip install .": "",
    "pip install -e ./sub dist/x-1.0.whl": "",
    "pip install git+https://example.com/Me/x.git": "pypi:git+https://example.com/me/x.git",
    "pip install 'x @ https://example.com/x.zip'": "pypi:https://example.com/x.zip",
    "pip install $X": "",
    "uv add 'httpx>=0.27' --dev pytest": "pypi:httpx pypi:pytest",
    "uv pip install --system requests": "pypi:requests",
    "uv run --with rich,httpx python -c 'print(1)'": "pypi:rich pypi:httpx",
    "uv tool install ruff@latest": "pypi:ruff",
    "uvx --from httpie http": "pypi:httpie",
    "uvx ruff check .": "pypi:ruff",
    "pipx run cowsay hi": "pypi:cowsay",
    "pipx install black": "pypi:black",
    "poetry add --group dev pytest@^8": "pypi:pytest",
    "pdm add django": "pypi:django",
    "conda install -y -c conda-forge numpy=1.26 scipy": "conda:numpy conda:scipy",
    "npm install left-pad@1.3.0 @types/node@20": "npm:left-pad npm:@types/node",
    "npm i -D jest": "npm:jest",
    "npm --prefix web add react": "npm:react",
    "npm ci": "",
    "npx create-react-app my-app": "npm:create-react-app",
    "npx -p typescript -p ts-node tsc": "npm:typescript npm:ts-node",
    "npm exec --package=cowsay -- cowsay hi": "npm:cowsay",
    "pnpm add -w vite": "npm:vite",
    "pnpm dlx degit a/b": "npm:degit",
    "yarn add react@18": "npm:react",
    "bun add hono": "npm:hono",
    "cargo install ripgrep --locked": "crates:ripgrep",
    "cargo add serde_json@1 --features std": "crates:serde-json",
    "gem install rails -v 7.1": "gem:rails",
    "go install golang.org/x/tools/gopls@latest": "go:golang.org/x/tools/gopls",
    "go get github.com/Me/x@v1": "go:github.com/me/x",
    "go install ./cmd/x": "",
    "go run github.com/me/x@latest": "go:github.com/me/x",
    "composer require monolog/monolog:^3": "packagist:monolog/monolog",
    "brew install jq wget": "brew:jq brew:wget",
    "apt-get install -y nginx=1.2 curl": "apt:nginx apt:curl",
    "sudo apt install jq": "apt:jq",
    "pip list": "",
    "npm ls react": "",
}


@pytest.mark.parametrize(("text", "packages"), NAMED.items())
def test_the_packages_that_a_command_names(shell: Shell, text: str, packages: str) -> None:
    assert set(shell(text).packages) == set(packages.split())


def test_a_requirements_file_names_packages_and_binds_the_approval(workspace: Workspace) -> None:
    (workspace.root / "requirements.txt").write_text(
        "# tools\nFlask==3.0  # web\nrequests[socks]>=2; python_version > '3'\n-r more.txt\n-e ./lib\n--hash=sha256:x\n"
    )
    (workspace.root / "more.txt").write_text("attrs\n")
    text = "pip install -r requirements.txt"
    one = analyse_shell(text, cwd=str(workspace.root), workspace=workspace)
    assert set(one.packages) == {"pypi:flask", "pypi:requests", "pypi:attrs"}
    (workspace.root / "more.txt").write_text("evil\n")
    two = analyse_shell(text, cwd=str(workspace.root), workspace=workspace)
    assert "pypi:evil" in two.packages
    assert one.digests != two.digests


def test_an_index_in_a_requirements_file_is_always_asked(workspace: Workspace) -> None:
    (workspace.root / "r.txt").write_text("--extra-index-url https://index.example.com/simple\nflask\n")
    assert analyse_shell("pip install -r r.txt", cwd=str(workspace.root), workspace=workspace).level == "floor"


def test_a_requirements_file_that_is_not_known_is_no_known_package(shell: Shell) -> None:
    assert shell("pip install -r $FILE").packages == ("pypi:?",)
    assert shell("pip install -r missing.txt").packages == ()


LEVELS = """
    floor      pip install --index-url https://index.example.com/simple flask
    floor      pip install -i https://index.example.com/simple flask
    floor      npm install --registry https://registry.example.com x
    floor      uv pip install --extra-index-url https://index.example.com/simple x
    floor      cargo install --git https://example.com/x
    external   pip install -c constraints.txt flask
    external   go run github.com/me/x@latest
    contained  go run ./cmd/x
    external   apt-get download curl
    read       uv run git status
    read       uv run -q --frozen ls -la
    read       uv --directory sub run ls
    read       uv run -m json.tool x.json
    contained  uv run pytest -q
    contained  uv run script.py
    contained  uv run -s script
    contained  uv run make
    floor      uv run https://example.com/x.py
    external   uv run --env-file .env ls
    external   uv run
    contained  poetry run ls
    contained  pdm run test
    contained  hatch run ls
    read       conda run -n base ls
    read       mise exec -- ls
    contained  bundle exec ls
    read       rtk git log
    read       rtk proxy ls
    contained  rtk rm x
    contained  rtk git commit -m x
    contained  rtk
    floor      rtk rm -rf .git
    external   npx tsc --noEmit
    external   bunx cowsay
    external   npm exec -- cowsay
    contained  npm run build
    contained  yarn test
    read       npm run
    external   uvx --odd ruff
"""
ROWS = [line.split(None, 1) for line in LEVELS.strip().splitlines()]


@pytest.mark.parametrize(("level", "text"), ROWS, ids=[text for _, text in ROWS])
def test_each_command_has_its_level(shell: Shell, level: str, text: str) -> None:
    prediction = shell(text)
    assert prediction.level == level, prediction.effects


def test_a_tool_of_the_project_itself_is_run_and_not_fetched(workspace: Workspace) -> None:
    tool = workspace.root / "node_modules" / ".bin" / "tsc"
    tool.parent.mkdir(parents=True)
    tool.write_text("")
    found = analyse_shell("npx tsc --noEmit", cwd=str(workspace.root), workspace=workspace)
    assert found.level == "contained"
    assert found.packages == ()


def test_a_name_that_the_project_gives_to_its_own_program_is_not_the_well_known_one(workspace: Workspace) -> None:
    def level() -> str:
        return analyse_shell("uv run ls", cwd=str(workspace.root), workspace=workspace).level

    assert level() == "read"
    (workspace.root / "pyproject.toml").write_text('[project.scripts]\nls = "evil:main"\n')
    assert level() == "contained"
    (workspace.root / "pyproject.toml").unlink()
    (workspace.root / ".venv" / "bin").mkdir(parents=True)
    (workspace.root / ".venv" / "bin" / "ls").write_text("")
    assert level() == "contained"


@pytest.mark.parametrize(
    ("script", "level"),
    [("vite build", "contained"), ("rm -rf .git", "floor"), ("rm -rf ~", "catastrophic"), ("cat .env", "floor")],
)
def test_a_script_of_the_project_is_judged_by_its_text(workspace: Workspace, script: str, level: str) -> None:
    (workspace.root / "package.json").write_text(json.dumps({"scripts": {"prebuild": script, "build": "tsc"}}))
    found = analyse_shell("npm run build", cwd=str(workspace.root), workspace=workspace)
    assert found.level == level


@pytest.mark.parametrize("text", ["{", "[]", '{"scripts": 3}', '{"scripts": {"build": 3}}'])
def test_a_damaged_package_file_changes_nothing(workspace: Workspace, text: str) -> None:
    (workspace.root / "package.json").write_text(text)
    assert analyse_shell("npm run build", cwd=str(workspace.root), workspace=workspace).level == "contained"

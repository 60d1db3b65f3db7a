"""Templates: substitution only, safe in every language they write."""

from __future__ import annotations

import ast
import html
import tomllib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyman.errors import ConfigError, UsageError
from journeyman.plan import render_app
from journeyman.plan.recipe import Recipe
from journeyman.plan.render import blanks, fill, fill_value, identifier

ODD = 'it\'s "odd" </h1> \\ $name ${x} {{y}} %s é'


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("$name", "a"),
        ("${name}s", "as"),
        ("$$PORT", "$PORT"),
        ("$PORT is upper".replace("$PORT", "$$PORT"), "$PORT is upper"),
    ],
)
def test_blanks_are_filled(text: str, filled: str) -> None:
    assert fill(text, {"name": "a"}, "here") == filled


def test_values_are_not_filled_again() -> None:
    assert fill("$a", {"a": "$b", "b": "no"}, "here") == "$b"


@pytest.mark.parametrize(
    ("text", "message"), [("$other", r"here: found the unknown name \$other; allowed are name"), ("$", "here: .*write")]
)
def test_bad_blanks_are_named(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        fill(text, {"name": "a"}, "here")


def test_a_whole_blank_keeps_its_type() -> None:
    values = {"port": 0, "files": ["a", "b"], "yes": True}
    filled = fill_value({"port": "$port", "paths": "${files}", "x": ["$yes", "no $yes", 5]}, values, "here")
    assert filled == {"port": 0, "paths": ["a", "b"], "x": [True, "no true", 5]}
    assert fill("$files", values, "here") == "a, b"


@pytest.mark.parametrize(
    ("text", "name"),
    [("tidy-up", "tidy_up"), ("2fast", "app_2fast"), ("class", "app_class"), ("--", "app"), ("Ünï", "n")],
)
def test_identifiers(text: str, name: str) -> None:
    assert identifier(text) == name


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_forms_for_other_languages_hold_any_text(text: str) -> None:
    values = blanks({"t": text})
    assert ast.literal_eval(values["t_py"]) == text
    assert html.unescape(values["t_html"]) == text or "\x00" in text or not text.isprintable()
    assert values["t_id"].isidentifier()


@pytest.mark.parametrize("recipe", ["flask-api", "fastapi-api"])
def test_odd_messages_stay_data(recipe: str) -> None:
    files = dict(render_app(recipe, {"message": ODD, "folder": "x"}))
    for path in ("x/app.py", "x/tests/test_app.py"):
        constants = [node.value for node in ast.walk(ast.parse(files[path])) if isinstance(node, ast.Constant)]
        assert ODD in constants


def test_odd_headings_stay_data() -> None:
    page = dict(render_app("static-page", {"heading": ODD}))["site/index.html"]
    assert "</h1> \\" not in page
    assert html.escape(ODD) in page


@pytest.mark.parametrize("name", ["hello", "tidy-up", "Class", "A_b-c"])
def test_the_command_line_project_parses(name: str) -> None:
    files = dict(render_app("cli-tool", {"name": name}))
    package = identifier(name)
    project = tomllib.loads(files["pyproject.toml"])
    assert project["project"]["scripts"] == {name: f"{package}.cli:main"}
    for path, content in files.items():
        if path.endswith(".py"):
            ast.parse(content)
    assert f"{package}/cli.py" in files


@pytest.mark.parametrize(
    ("recipe", "parameters", "message"),
    [
        (
            "nothing",
            {},
            "'nothing' is no recipe of an application; allowed are cli-tool, fastapi-api, flask-api, static-page",
        ),
        ("add-tests", {}, "'add-tests' is no recipe of an application"),
        ("flask-api", {"colour": "red"}, "flask-api has no parameter colour; allowed are name, folder"),
        ("flask-api", {"port": "many"}, "port: found 'many'"),
        ("flask-api", {"port": True}, "port: found 'True'"),
        ("flask-api", {"name": "a b"}, "name: found 'a b'"),
        ("flask-api", {"message": "a\nb"}, "message: found"),
        ("flask-api", {"folder": "../x"}, "folder: found"),
        ("flask-api", {"commit": "yes"}, "commit: found 'yes'; allowed is true or false"),
        ("flask-api", {"packages": "flask"}, "packages: found 'flask'; allowed is a list"),
        ("flask-api", {"keep": "app.py"}, "keep: found 'app.py'; a list"),
    ],
)
def test_wrong_parameters_are_named(recipe: str, parameters: Mapping[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        render_app(recipe, parameters)


def test_kept_files_are_left_out_and_folders_are_clean(recipes: Mapping[str, Recipe]) -> None:
    paths = [path for path, _ in render_app("flask-api", {"folder": "./a//b/", "keep": ["a/b/README.md"]}, recipes)]
    assert paths == ["a/b/app.py", "a/b/tests/test_app.py", "a/b/requirements.txt", "a/b/pyproject.toml", ".gitignore"]


@pytest.mark.parametrize("recipe", ["flask-api", "fastapi-api", "cli-tool", "static-page"])
def test_what_is_generated_keeps_our_own_files_out_of_git(recipe: str) -> None:
    ignored = dict(render_app(recipe, {}))[".gitignore"].splitlines()
    assert {"session_state.json", "logs/"} <= set(ignored)

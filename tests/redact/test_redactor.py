from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyman.redact import Redactor, redact
from journeyman.redact.patterns import TABLE
from tests.redact.stand_ins import FIELDS, HARMLESS, TOKENS, pieces_of

REDACTOR = Redactor(environment={})

SURROUNDINGS = (
    "{}",
    "see {} there",
    "x={}",
    '"{}"',
    "\x1b[31m{}\x1b[0m",
    "a\\n{}\\nb",
    "https://h/{}/x",
    "'{}',",
    "({})",
)


@pytest.mark.parametrize("name", TOKENS)
@pytest.mark.parametrize("around", SURROUNDINGS)
def test_no_part_of_a_token_is_shown(name: str, around: str) -> None:
    text = around.format(TOKENS[name])
    shown = REDACTOR.text(text)
    assert not pieces_of(TOKENS[name], shown)
    assert "[redacted:" in shown
    assert REDACTOR.has_secret(text)


@pytest.mark.parametrize("name", FIELDS)
def test_no_part_of_a_named_value_is_shown(name: str) -> None:
    around, value = FIELDS[name]
    shown = REDACTOR.text(around.format(value))
    assert not pieces_of(value, shown)
    assert "[redacted:" in shown


@pytest.mark.parametrize("name", FIELDS)
def test_what_stands_around_a_value_stays(name: str) -> None:
    around, value = FIELDS[name]
    shown = REDACTOR.text(around.format(value))
    before = around.format("\0").split("\0")[0]
    assert shown.startswith(before)


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_stays(text: str) -> None:
    assert REDACTOR.text(text) == text
    assert not REDACTOR.has_secret(text)


def test_there_are_more_than_thirty_formats() -> None:
    assert len({row.sort for row in TABLE}) > 60
    assert len(TOKENS) > 60


@pytest.mark.parametrize("name", TOKENS)
def test_the_mark_tells_the_sort_and_twice_is_as_good_as_once(name: str) -> None:
    once = REDACTOR.text(f"before {TOKENS[name]} after")
    assert once.startswith("before [redacted:")
    assert once.endswith("] after")
    assert REDACTOR.text(once) == once


def test_the_mark_names_the_format_rather_than_the_field() -> None:
    assert REDACTOR.text("TOKEN=" + TOKENS["github-classic"]) == "TOKEN=[redacted:github-token]"


def test_user_and_host_of_a_url_stay() -> None:
    around, password = FIELDS["url"]
    assert REDACTOR.text(around.format(password)) == "postgres://me:[redacted:password]@db.example.org:5432/shop"


def test_references_stay_and_what_is_joined_to_them_does_not() -> None:
    assert REDACTOR.text("--password ${secret:A}") == "--password ${secret:A}"
    assert (
        REDACTOR.text('password="abc${secret:A}def"') == 'password="[redacted:password]${secret:A}[redacted:password]"'
    )


@pytest.mark.parametrize("name", TOKENS)
def test_tokens_inside_json_values_are_hidden(name: str) -> None:
    secret = TOKENS[name]
    value = {"a": [1, None, True, {"b": f"x {secret}"}], secret: 2.5, "c": (secret,)}
    shown = json.dumps(REDACTOR.value(value))
    assert not pieces_of(secret, shown)
    assert json.loads(shown)["a"][:3] == [1, None, True]


def test_values_under_secret_names_are_hidden_in_json() -> None:
    value = {
        "password": "short",
        "clientSecret": ["one", {"x": "two"}],
        "pin_secret": 1234567,
        "token": "not random",
        "max_tokens": 4096,
        "api_key": "${secret:API_KEY}",
        "credentials": {"user": "abc12345"},
        "env": [{"name": "DB_PASSWORD", "value": "three"}, {"name": "PORT", "value": "80"}],
    }
    assert REDACTOR.value(value) == {
        "password": "[redacted:password]",
        "clientSecret": ["[redacted:secret]", {"x": "[redacted:secret]"}],
        "pin_secret": "[redacted:secret]",
        "token": "not random",
        "max_tokens": 4096,
        "api_key": "${secret:API_KEY}",
        "credentials": {"user": "[redacted:credential]"},
        "env": [{"name": "DB_PASSWORD", "value": "[redacted:password]"}, {"name": "PORT", "value": "80"}],
    }


def test_what_follows_a_flag_in_a_list_is_hidden() -> None:
    argv = ["curl", "-u", "me:hunter2!", "--token", "abc", "--user", "1000:1000", "--password", "--verbose", 3, "x"]
    assert REDACTOR.value(argv) == [
        *("curl", "-u", "me:[redacted:basic-auth]", "--token", "abc", "--user", "1000:1000"),
        *("--password", "--verbose", 3, "x"),
    ]
    assert REDACTOR.value(["x", "--password", "abc"]) == ["x", "--password", "[redacted:password]"]


def test_the_given_value_is_not_changed() -> None:
    value = {"password": "hunter2!", "list": ["a"]}
    REDACTOR.value(value)
    assert value == {"password": "hunter2!", "list": ["a"]}


def test_a_picture_in_a_notebook_stays() -> None:
    picture = "iVBORw0KGgoAAAANSUhEUgAAAoAAAAHgCAYAAAA10dzkAAAAOXRFWHRTb2Z0d2FyZQBNYXRwbG90bGliIHZlcnNpb24z" * 400
    notebook = {"cells": [{"outputs": [{"data": {"image/png": picture + "\n", "text/plain": "<Figure>"}}]}]}
    assert REDACTOR.value(notebook) == notebook
    assert REDACTOR.text(json.dumps(notebook)) == json.dumps(notebook)


def test_secrets_are_found_across_a_long_text_and_positions_fit() -> None:
    filler = "an ordinary line with 3b18e512dba79e4c8300dd08aeb37f8e728b8dad in it\n" * 2000
    secret = TOKENS["github-classic"]
    assert REDACTOR.text(f"{filler}{secret}\n{filler}") == f"{filler}[redacted:github-token]\n{filler}"


def test_letters_that_grow_in_lower_case_do_not_shift_anything() -> None:
    assert REDACTOR.text("\u0130\u0130 password=hunter2! \u0130") == "\u0130\u0130 password=[redacted:password] \u0130"


HOSTILE = {
    "one letter": "a" * 1_000_000,
    "names": "password=" * 110_000,
    "open quote": 'password="' + "x" * 1_000_000,
    "calls": "token=f(" * 125_000,
    "colons": "://" * 330_000,
    "users": "://a:b" * 160_000,
    "token beginnings": "eyJhbGci0m" * 100_000,
    "keys": "-----BEGIN " + "PRIVATE KEY-----\nAAAAAAAAAAAAAAAA" * 20_000,
    "backslashes": 'password=\\"' + "\\" * 1_000_000,
    "base 64": "iVBORw0KGgoAAAANSUhEUgAA+/" * 38_000,
    "dashes": "sk-" * 330_000,
    "curl": "curl -" * 160_000,
    "commas": "api_key=a," * 100_000,
    "spaces": "password" + " " * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_line_of_a_million_characters_is_redacted_in_linear_time(name: str) -> None:
    assert isinstance(REDACTOR.text(HOSTILE[name]), str)  # a pattern that backtracks would take hours


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.sampled_from(sorted(TOKENS)), st.text(max_size=100))
def test_redacting_twice_changes_nothing(before: str, name: str, after: str) -> None:
    once = REDACTOR.text(f"{before} {TOKENS[name]} {after}")
    assert not pieces_of(TOKENS[name], once)
    assert REDACTOR.text(once) == once


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="pas=word\"'\\: ,;\n&-ktoen{}()x7", max_size=200))
def test_any_mixture_of_signs_is_taken(text: str) -> None:
    shown = REDACTOR.text(text)
    assert REDACTOR.has_secret(text) == (shown != text)


def test_the_module_function_follows_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "Zq8" + "vK3pLx"
    assert redact(f"x {secret}") == f"x {secret}"
    monkeypatch.setenv("SERVICE_TOKEN", secret)
    assert redact(f"x {secret}") == "x [redacted:value-of-SERVICE_TOKEN]"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('password = """abc"""', 'password = """[redacted:password]"""'),
        ('password = """abc', 'password = """[redacted:password]'),
        (
            '\\\\\\"password\\\\\\": \\\\\\"abc\\\\\\", 1',
            '\\\\\\"password\\\\\\": \\\\\\"[redacted:password]\\\\\\", 1',
        ),
        ('\\\\\\"password\\\\\\": \\\\\\"abc\nnext', '\\\\\\"password\\\\\\": \\\\\\"[redacted:password]\nnext'),
        ("DB_PASSWORD=a1b)c).", "DB_PASSWORD=[redacted:password])."),
        ("f(password=a1b2c3)", "f(password=[redacted:password])"),
        ("password=ab,cd user=x", "password=[redacted:password] user=x"),
        ("password=ab,user=x", "password=[redacted:password],user=x"),
        ("<password></password>", "<password></password>"),
        ("tool --password -x", "tool --password -x"),
        ("password: " + "y" * 5000 + " y", "password: [redacted:password] y"),
    ],
)
def test_where_a_value_ends(text: str, shown: str) -> None:
    assert REDACTOR.text(text) == shown

"""What a started process may know of our environment."""

from __future__ import annotations

import pytest

from journeyman.sandbox import filter_env


@pytest.mark.parametrize(
    "name",
    [
        "PATH",
        "HOME",
        "LANG",
        "LC_ALL",
        "TERM",
        "TZ",
        "PIP_INDEX_URL",
        "npm_config_registry",
        "SSL_CERT_FILE",
        "HTTPS_PROXY",
        "VIRTUAL_ENV",
        "MY_APP_DEBUG",
        "GIT_SSL_CAINFO",
        "PIP_CERT",
    ],
)
def test_what_programs_need_stays(name: str):
    assert filter_env({name: "/some/value"}) == {name: "/some/value"}


@pytest.mark.parametrize(
    "name",
    [
        "LD_PRELOAD",
        "LD_LIBRARY_PATH",
        "DYLD_INSERT_LIBRARIES",
        "BASH_ENV",
        "ENV",
        "PYTHONSTARTUP",
        "PYTHONPATH",
        "NODE_OPTIONS",
        "PERL5OPT",
        "RUBYOPT",
        "GIT_DIR",
        "GIT_SSH_COMMAND",
        "PAGER",
        "EDITOR",
        "BASH_FUNC_ls%%",
        "TAR_OPTIONS",
        "SSH_AUTH_SOCK",
        "DOCKER_HOST",
        "PYTEST_ADDOPTS",
        "COVERAGE_PROCESS_START",
        "JOURNEYMAN_WORKSPACE",
        "TMPDIR",
    ],
)
def test_what_makes_programs_run_other_code_goes(name: str):
    assert filter_env({name: "x"}) == {}


@pytest.mark.parametrize(
    "name",
    [
        "OPENAI_API_KEY",
        "GITHUB_TOKEN",
        "AWS_SECRET_ACCESS_KEY",
        "DB_PASSWORD",
        "MYSQL_PWD",
        "NPM_AUTH",
        "npm_config__authToken",
        "npm_config__password",
        "DATABASE_URL",
        "SESSION_COOKIE",
        "SENTRY_DSN",
        "SSH_PRIVATE_KEY",
        "GH_PAT",
    ],
)
def test_names_of_secrets_go(name: str):
    assert filter_env({name: "value"}) == {}


@pytest.mark.parametrize(
    "value",
    [
        "ghp_" + "a" * 36,
        "sk-" + "a" * 40,
        "AKIA" + "A" * 16,
        "postgres://me:secret@host/db",
        "-----BEGIN RSA PRIVATE KEY-----",
        "eyJhbGciOiJI.eyJzdWIiOiIx.abc",
        "xoxb-1-2",
    ],
)
def test_values_that_are_secrets_go_whatever_their_name(value: str):
    assert filter_env({"HARMLESS": value, "LANG": value}) == {}


def test_an_index_with_a_password_is_given_only_to_runs_with_network():
    environ = {"PIP_INDEX_URL": "https://me:secret@index.example/simple", "HTTPS_PROXY": "http://me:secret@proxy:1"}
    assert filter_env(environ) == {}
    assert filter_env(environ, network=True) == environ


def test_names_and_values_that_no_process_can_have_go():
    assert filter_env({"": "x", "A=B": "x", "C": "a\0b", "D": "ok"}) == {"D": "ok"}


def test_ordinary_words_are_not_taken_for_secrets():
    environ = {"KEYBOARD": "us", "MONKEY": "1", "AUTHOR": "someone", "COLORTERM": "truecolor", "PATTERN": "x"}
    assert filter_env(environ) == environ
